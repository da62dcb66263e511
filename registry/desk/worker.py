"""The process beside the server that does what takes longer than a request; begun anew when it dies."""

import logging
import subprocess
import sys
import threading

from django.conf import settings

PAUSE = 5  # seconds between two looks
COMMAND = [sys.executable, "manage.py", "db_worker", "--interval", "0.5", "--no-startup-delay", "--no-reload"]

log = logging.getLogger("registry.worker")


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
                self.process = subprocess.Popen(self.command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)
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
