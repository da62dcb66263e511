"""The worker lives as long as its server: ended with it, and gone too when the server is killed."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from registry.desk.worker import COMMAND

CHILD = """
import signal, threading
from registry.desk.worker import end_with_server
threading.Thread(target=end_with_server, daemon=True).start()
print("works", flush=True)
signal.pause()
"""
PARENT = f"""
import sys, time
from registry.desk.worker import Worker
worker = Worker([sys.executable, "-c", {CHILD!r}])
worker.start()
while worker.process is None:
    time.sleep(0.01)
print(worker.process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_worker_ends_with_a_server_that_was_killed():
    served = {**os.environ, "DJANGO_SETTINGS_MODULE": "registry.settings"}
    server = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=settings.BASE_DIR, env=served, stdout=subprocess.PIPE, text=True
    )
    try:
        lines = {server.stdout.readline().strip() for _line in range(2)}
        assert "works" in lines
        pid = int((lines - {"works"}).pop())
    finally:
        server.kill()
        server.wait()

    for _look in range(100):
        if not runs(pid):
            break
        time.sleep(0.05)
    assert not runs(pid)


def test_the_server_begins_the_worker_that_watches_it():
    assert "served_worker" in COMMAND


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as facts:  # one that ended and was not waited for yet
        return facts.read().rpartition(")")[2].split()[0] != "Z"
