"""One engine's share of the measuring: fill, measure, print; started by `python -m tests.bench`."""

import gc
import json
import sys

import django

django.setup()  # the models exist only from here on

from tests.bench.anchors import Anchors  # noqa: E402
from tests.bench.databases import PROVINCES, Databases  # noqa: E402
from tests.bench.goals import Bench  # noqa: E402
from tests.bench.people import Desk  # noqa: E402


def main(sizes, goals, anchors):
    databases, desks = Databases(sizes), {}
    try:
        for size in sizes:
            databases.use(size)
            desks[size] = Desk()
        gc.freeze()
        lines = [_print(line) for line in Bench(databases, desks, sizes, Anchors(anchors, PROVINCES)).lines(goals)]
    finally:
        databases.close()
    sys.exit(0 if all(line["ok"] for line in lines) else 1)


def _print(line):
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return line


if __name__ == "__main__":
    main(sys.argv[1].split(","), sys.argv[2].split(","), sys.argv[3])
