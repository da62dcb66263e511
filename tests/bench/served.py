"""What a page costs where residents meet it: through the house's own server, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

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
            self.port = probe.getsockname()[1]
        surroundings = os.environ | {"DATABASE_URL": url}
        self.process = subprocess.Popen([sys.executable, "-W", "ignore", *self.command()], env=surroundings)
        self.http = HTTPConnection("127.0.0.1", self.port)
        self._wait()

    def command(self):
        return ["-c", SERVER, str(self.port)]

    def get(self, address, cookies):
        """The page as it came."""
        sent = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        self.http.request("GET", address, headers={"Host": "localhost", "Cookie": sent})
        answer = self.http.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            cookies |= SimpleCookie(header)
        page = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return page

    def send(self, address, cookies, form):
        """The answer to a form, not yet read."""
        sent = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        headers = {"Host": "localhost", "Cookie": sent, "Content-Type": "application/x-www-form-urlencoded"}
        self.http.request("POST", address, body=urlencode(form, doseq=True), headers=headers)
        return self.http.getresponse()

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


class Gunicorn(Server):
    """The same through gunicorn, with the processes and threads of gunicorn.conf.py."""

    def command(self):
        return ["-m", "gunicorn", "--log-level", "warning", "--bind", f"127.0.0.1:{self.port}", "registry.wsgi"]

    def workers(self):
        pid = self.process.pid
        return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _spent(process):
    return int((process / "schedstat").read_text().split()[0])
