"""What a page costs where residents meet it: through the house's own server, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from django.db import connection

SERVER = """
import sys
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from waitress import serve
serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=2, ident="")
"""
PATIENCE = 30  # seconds until the server must answer


class Server:
    """Serves one database on a free loopback port; `get` opens a page, `cpu_ms` says what it has spent so far."""

    def __init__(self, url):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        surroundings = os.environ | {"DATABASE_URL": url}
        self.process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", SERVER, str(port)], env=surroundings)
        self.http = HTTPConnection("127.0.0.1", port)
        self._wait()

    def get(self, address, cookies):
        sent = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        self.http.request("GET", address, headers={"Host": "localhost", "Cookie": sent})
        answer = self.http.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")

    def cpu_ms(self):
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(_spent(task) for task in [*tasks, *self._backends()]) / 1e6

    def stop(self):
        self.http.close()
        self.process.terminate()
        self.process.wait()

    def _backends(self):
        """The PostgreSQL processes that work for the server."""
        if connection.vendor != "postgresql":
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return [Path(f"/proc/{pid}") for (pid,) in cursor.fetchall()]

    def _wait(self):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.get("/hello/", {})
            except OSError:
                self.http.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)


def _spent(process):
    return int((process / "schedstat").read_text().split()[0])
