"""One import from upload to written rows, in a process of its own; prints what it cost as a JSON line."""

import csv
import io
import json
import random
import resource
import sys
import time
from datetime import date

import django
import xlsxwriter

django.setup()  # the models exist only from here on

from communities.regions.models import Level, Region  # noqa: E402
from communities.text.pinyin import name_keys  # noqa: E402
from leaders.imports import actions, tasks  # noqa: E402
from leaders.imports.models import ImportBatch  # noqa: E402
from registry.accounts.models import User  # noqa: E402
from tests.bench.meter import DatabaseTime, cpu_ms, peak_mb  # noqa: E402

HEADER = ["姓名", "性别", "手机", "社区", "小区", "楼栋"]
COMPOUND = "幸福苑"
GIVEN = {"started_on": date(2026, 1, 1).isoformat(), "term_ends_on": date(2029, 1, 1).isoformat(), "known": "", "basis": "duty", "issuer": ""}  # fmt: skip
SURNAMES, LETTERS = "王李张刘陈杨黄赵吴周", "国建华文明军平志伟东海强晓生光林小民永杰英秀丽芳敏静艳玉兰桂红梅"
COMMUNITIES, BUILDINGS = 10, 19


def main(kind, rows, seed):
    by = User.objects.get(username="bench-clerk")
    chance = random.Random(seed)
    street = _street(f"新设{seed}街道", by)
    data = FILES[kind](_rows(chance, rows))
    name_keys("王芳")  # the book of readings is there in a worker that has read a name before
    begun, memory, spent, counted = time.perf_counter(), peak_mb(), _spent(), DatabaseTime()
    with counted.counting():
        batch = actions.upload(by=by, region=street, subject="people", data=data, name=f"花名册.{kind}", given=GIVEN)
        _work(batch, ImportBatch.State.CHECKING, by)
        _work(batch, ImportBatch.State.WRITING, by)
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.DONE or batch.counts.get("written") != rows:
        raise SystemExit(f"the import did not end: {batch.state}, {batch.counts}, {batch.failure}")
    told = {
        "ms": _spent() - spent,
        "statements": counted.count,
        "memory_mb": round(peak_mb() - memory),
        "seconds": round(time.perf_counter() - begun, 1),
    }
    print(json.dumps(told))


def _work(batch, state, by):
    """As the worker does it, in this process."""
    tasks.WORK[state](batch, batch.begin(state, by=by))
    batch.refresh_from_db()


def _spent():
    """CPU ms of this process, of the children it waited for (the file is read in one) and of its database."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return cpu_ms() + (children.ru_utime + children.ru_stime) * 1000


def _street(name, by):
    district = Region.objects.filter(level=Level.COUNTY).order_by("path").first()
    street = district.add_child(name=name, by=by, level=Level.STREET)
    for number in range(1, COMMUNITIES + 1):
        community = street.add_child(name=f"第{number}社区", by=by, level=Level.COMMUNITY)
        compound = community.add_child(name=COMPOUND, by=by, level=Level.COMPOUND)
        for building in range(1, BUILDINGS + 1):
            compound.add_child(name=f"{building}号楼", by=by, level=Level.BUILDING)
    return street


def _rows(chance, count):
    first = chance.randrange(10_000) * 10_000
    for number in range(count):
        name = chance.choice(SURNAMES) + chance.choice(LETTERS) + chance.choice(LETTERS)
        phone = f"18{(first + number) % 10**9:09d}"
        community, building = number % COMMUNITIES + 1, number // COMMUNITIES % BUILDINGS + 1
        yield [name, "女男"[number % 2], phone, f"第{community}社区", COMPOUND, f"{building}号楼"]


def _text(rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


def _workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


FILES = {"csv": _text, "xlsx": _workbook}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
