"""Goal 7: a file of everybody goes out as it is read.

It is asked for twice, and the second time is measured: the first fills SQLite's page cache, 64 MB of the process.
"""

import re
import time
from http.cookies import SimpleCookie

from django.urls import reverse

from tests.bench.limit import Limit
from tests.bench.meter import cpu_ms, peak_mb
from tests.bench.served import Server

TO_LIMIT, TO_PLAIN = 2.5, 0.25  # CPU: of csv.writer over plain rows, of the plain program's export
FIRST_MS, MEMORY_MB = 300, 50
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COLUMNS = ["number", "name", "gender", "birth_year", "posts", "region", "phone", "term", "stage"]


def everything(bench, size):
    desk, limit = bench.desks[size], Limit()
    before = cpu_ms()
    limit.export()
    base = cpu_ms() - before
    server = Server(bench.databases.url(size))
    try:
        _downloaded(server, desk.nation)
        told = _downloaded(server, desk.nation)
    finally:
        server.stop()
    about = {"ms": round(told["ms"]), "base_ms": round(base), "letters": told["bytes"]}
    case = "export of everybody"
    yield bench.fact(7, f"{case}, CPU to csv.writer", size, round(told["ms"] / base, 2), TO_LIMIT) | about
    yield bench.fact(7, f"{case}, first byte, ms", size, round(told["first_ms"]), FIRST_MS)
    yield bench.fact(7, f"{case}, memory, MB", size, round(told["memory_mb"]), MEMORY_MB)
    yield from bench.beside(7, f"{case}, CPU to the plain one", size, told["ms"], "export_all_csv", TO_PLAIN)


def _downloaded(server, client):
    """{"ms", "first_ms", "memory_mb", "bytes"}: the form is opened, filled in and sent as a browser does."""
    address = reverse("leaders:leader-export")
    cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    token = TOKEN.search(server.get(address, cookies).decode())[1]
    form = {"csrfmiddlewaretoken": token, "columns": COLUMNS, "file_format": "csv", "purpose": "archive"}
    memory, spent, begun = peak_mb(server.process.pid), server.cpu_ms(), time.perf_counter()
    answer = server.send(address, cookies, form)
    first, size = answer.read(1), 1
    first_ms = (time.perf_counter() - begun) * 1000
    if not first or answer.getheader("Content-Disposition") is None:
        raise RuntimeError(f"no file came: {answer.status}")
    while part := answer.read(1 << 20):
        size += len(part)
    return {
        "first_ms": first_ms,
        "ms": server.cpu_ms() - spent,
        "memory_mb": peak_mb(server.process.pid) - memory,
        "bytes": size,
    }
