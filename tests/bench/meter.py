"""CPU spent, not time passed: the neighbours of a busy machine cost time, they cost no CPU of ours."""

import gc
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.core.cache import cache
from django.db import connection


def cpu_ms():
    """Milliseconds this process and, on PostgreSQL, the server process behind its connection have spent."""
    return (time.process_time_ns() + _backend_ns()) / 1e6


def _backend_ns():
    """0 on SQLite, which runs inside this process, and where PostgreSQL runs on another machine."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0])
    except OSError:
        return 0


@dataclass
class Cost:
    """What one act costs, turn by turn."""

    turns: list

    @property
    def ms(self):
        return round(median(self.turns), 2)

    def times(self, other):
        """How many times as much as `other`: the median over turns taken side by side."""
        return round(median(mine / theirs for mine, theirs in zip(self.turns, other.turns, strict=True)), 2)


def side_by_side(acts, *, rounds=7, burst=4, spent=cpu_ms):
    """[Cost] of each (place, act), the acts taking turns, so that whatever disturbs one disturbs all.

    `place` is a function that makes the act's database the current one. Each turn begins with one act unmeasured.
    """
    turns = [[] for _act in acts]
    for turn in range(rounds):
        order = list(range(len(acts)))
        for number in order if turn % 2 else reversed(order):
            place, act = acts[number]
            place()
            cache.clear()
            act()
            gc.collect()
            before = spent()
            for _again in range(burst):
                act()
            turns[number].append((spent() - before) / burst)
    return [Cost(turn) for turn in turns]


def middle(values):
    return round(median(values), 2)


def peak_mb(pid="self"):
    """The most memory a process has held so far."""
    return _memory_kb(pid, "VmHWM") / 1024


def _memory_kb(pid, name):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


class DatabaseTime:
    """Counts statements and adds up what the database spends on them; an execute wrapper."""

    def __init__(self):
        self.ms, self.count = 0.0, 0

    def counting(self):
        return connection.execute_wrapper(self)

    def __call__(self, execute, sql, params, many, context):
        before = cpu_ms()
        try:
            return execute(sql, params, many, context)
        finally:
            self.ms += cpu_ms() - before
            self.count += 1


class Questions:
    """Keeps what a page asks, to ask it again without the page; an execute wrapper."""

    def __init__(self):
        self.asked = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and not many:
            self.asked.append((sql, params))
        return execute(sql, params, many, context)

    @classmethod
    def of(cls, act):
        """An act: the questions of `act` alone, every answer read to its end."""
        act()
        kept = cls()
        with connection.execute_wrapper(kept):
            act()

        def again():
            with connection.cursor() as cursor:
                for sql, params in kept.asked:
                    cursor.execute(sql, params)
                    cursor.fetchall()

        return again
