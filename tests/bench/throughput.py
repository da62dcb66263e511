"""Goal 10: pages a second under eight readers, beside a hello on the same server, and what a process holds afterwards."""

import shutil
import subprocess
import sys

from django.urls import reverse

from tests.bench.meter import peak_mb
from tests.bench.people import leader_list
from tests.bench.served import Gunicorn

READERS, SECONDS = 8, 5
OF_HELLO, TO_PLAIN_DETAIL, TO_PLAIN_LIST = 0.2, 2, 4
MEMORY_MB = 160


def served(bench, size):
    if not shutil.which("wrk"):
        print("skipped: goal 10; wrk is not installed", file=sys.stderr)
        return
    desk = bench.desks[size]
    pages = {
        "hello": ("/hello/", None),
        "public organization": (reverse("directory:organization", args=[desk.team.pk]), None),
        "list of a province": (leader_list(region=desk.province.pk), desk.clerk),
    }
    server = Gunicorn(bench.databases.url(size))
    try:
        rates = {name: _rate(server, *page) for name, page in pages.items()}
        server.http.close()
        for client, address in desk.details().values():
            server.get(address, client.cookies)
        memory = max(peak_mb(pid) for pid in server.workers())
    finally:
        server.stop()
    ours = rates["public organization"]
    case = "public organization, pages a second to hello"
    line = bench.fact(10, case, size, round(ours / rates["hello"], 2), OF_HELLO, at_least=True)
    yield line | {"pages": round(ours), "hellos": round(rates["hello"])}
    for name, figure, bound in (
        ("public organization", "rps_public_detail", TO_PLAIN_DETAIL),
        ("list of a province", "rps_public_list_province", TO_PLAIN_LIST),
    ):
        case = f"{name}, pages a second to the plain one"
        yield from bench.beside(10, case, size, rates[name], figure, bound, at_least=True)
    yield bench.fact(10, "a process, MB", size, round(memory), MEMORY_MB)


def _rate(server, address, client):
    """Pages a second that `READERS` connections get within `SECONDS`."""
    server.http.close()  # gunicorn has given up what was quiet for a while
    server.get(address, client.cookies if client else {})
    sent = ["-H", "Host: localhost"]
    if client:
        sent += ["-H", "Cookie: " + "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())]
    command = ["wrk", "-t2", f"-c{READERS}", f"-d{SECONDS}s", *sent, f"http://127.0.0.1:{server.port}{address}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(f"{address} was not always answered")
    return float(told.partition("Requests/sec:")[2].split()[0])
