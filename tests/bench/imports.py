"""Goals 6 and 8: twenty thousand people out of a file, and whoever works meanwhile."""

import json
import os
import random
import subprocess
import sys
import time
from statistics import median

from communities.organizations.models import Organization
from communities.regions.models import Region
from registry.accounts.models import User
from tests.bench.limit import Limit
from tests.bench.meter import cpu_ms
from tests.bench.people import leader_list, opening

ROWS = 20_000
TO_LIMIT, TO_CSV, TO_FORM = 6, 2.5, 0.1  # CPU: of the database's own way, of a text table, of the plain program's form
STATEMENTS, MEMORY_MB = 400, 150
READ, WRITE_MS = 1.5, {"sqlite": 1000, "postgresql": 50}
IDLE_ROUNDS = 25
FORM_ROWS = 1000  # of the plain program's figure


def people(bench, size):
    limit = Limit()
    places = [str(pk) for pk in Organization.objects.order_by("pk").values_list("pk", flat=True)[:ROWS]]
    rows = [(f"王建{number % 97}", str(15000000000 + number), places[number % len(places)]) for number in range(ROWS)]
    spent = []
    for _time in range(3):
        before = cpu_ms()
        limit.write(rows)
        spent.append(cpu_ms() - before)
    told = {kind: _finished(_importing(bench, size, kind)) for kind in ("csv", "xlsx")}
    csv = told["csv"]
    case = f"{ROWS} people"
    line = bench.fact(6, f"{case}, CPU to the database's own way", size, round(csv["ms"] / median(spent), 1), TO_LIMIT)
    yield line | {"ms": round(csv["ms"]), "base_ms": round(median(spent)), "seconds": csv["seconds"]}
    yield bench.fact(6, f"{case}, statements", size, csv["statements"], STATEMENTS)
    yield bench.fact(6, f"{case}, memory, MB", size, csv["memory_mb"], MEMORY_MB)
    yield bench.fact(6, f"{case}, workbook to text table", size, round(told["xlsx"]["ms"] / csv["ms"], 2), TO_CSV)
    for line in bench.beside(6, "one person, CPU to the plain form", size, csv["ms"] / ROWS, "import_form_1000", 0):
        value = round(csv["ms"] / ROWS / (line["theirs"] / FORM_ROWS), 2)
        yield line | {"value": value, "bound": TO_FORM, "ok": value <= TO_FORM}


def beside(bench, size):
    """A reader's list and one written row while another process takes in a file; wall time, as it is felt."""
    desk = bench.desks[size]
    by, place = User.objects.get(username="bench-clerk"), Region.objects.get(pk=desk.city.pk)
    read = opening(desk.neighbour, leader_list())
    read()
    idle = median(_wall(read) for _time in range(IDLE_ROUNDS))
    child, reads, writes = _importing(bench, size, "csv"), [], []
    while child.poll() is None:
        reads.append(_wall(read))
        place.refresh_from_db()
        writes.append(_wall(lambda: place.describe(by=by, aliases=[f"第{len(writes)}市"])))
        time.sleep(0.05)
    _finished(child)
    about = {"reads": len(reads), "writes": len(writes)}
    value = round(median(reads) / idle, 2)
    yield bench.fact(8, "list during an import to before, time", size, value, READ) | about
    bound = WRITE_MS[bench.databases.engine]
    yield bench.fact(8, "worst of the rows written during an import, ms", size, round(max(writes)), bound) | about


def _importing(bench, size, kind):
    surroundings = os.environ | {"DATABASE_URL": bench.databases.url(size)}
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.bench.importing",
        kind,
        str(ROWS),
        str(random.getrandbits(32)),
    ]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True)


def _finished(child):
    told, _none = child.communicate()
    if child.returncode:
        raise RuntimeError("the import failed; the lines above say why")
    return json.loads(told)


def _wall(act):
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
