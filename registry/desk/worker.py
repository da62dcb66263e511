"""The process beside the server that does what takes longer than a request; begun anew when it dies."""

import logging
import os
import signal
import subprocess
import sys
import threading

from django.conf import settings

PAUSE = 5  # seconds between two looks
COMMAND = [sys.executable, "manage.py", "served_worker", "--interval", "0.5", "--no-startup-delay", "--no-reload"]

log = logging.getLogger("registry.worker")


def end_with_server() -> None:
    """In the worker: wait until the server, which holds the other end of our input, is gone; then end after the task.

    A server that is killed ends nothing by itself. Its worker would go on beside that of the next start, after an
    upgrade with the old code on the new tables.
    """
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


class Worker(threading.Thread):
    """Keeps one worker running as long as the server serves."""

    def __init__(self, command: list[str] | None = None, pause: float = PAUSE) -> None:
        super().__init__(name="worker", daemon=True)
        self.command, self.pause = command or COMMAND, pause
        self.stopped = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self.stopped.is_set():
            if self.process is None or self.process.poll() is not None:
                if self.process is not None:
                    log.warning("the worker ended with %s; another one begins", self.process.returncode)
                self.process = subprocess.Popen(self.command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE)
            self.stopped.wait(self.pause)

    def stop(self) -> None:
        """End the worker after what it is at; the batch of one that does not end is tried again later."""
        self.stopped.set()
        self.join(self.pause)
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.pause)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
