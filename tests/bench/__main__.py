"""python -m tests.bench: JSON lines, one a figure, for the goals of docs/performance.md; exit code 1 when one is missed.

    ./run bench                              sizes S and L, on SQLite and on PostgreSQL
    ./run bench --sizes S --engines sqlite   a first look, in two minutes

Every engine is measured in a process of its own; what is being done is told on stderr.
"""

import argparse
import os
import subprocess
import sys

SIZES = ["S", "M", "L"]


def main():
    asked = _arguments()
    databases = {"sqlite": os.environ["DATABASE_URL"], "postgresql": os.environ.get("BENCH_POSTGRES_URL", "")}
    missed = []
    for engine in asked.engines.split(","):
        if not databases[engine]:
            print(f"skipped: {engine}; no server is installed and TEST_POSTGRES_URL is not set", file=sys.stderr)
            continue
        command = [sys.executable, "-W", "ignore", "-m", "tests.bench.engine", asked.sizes, asked.goals, asked.anchors]
        surroundings = {"DATABASE_URL": databases[engine], "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
        code = subprocess.run(command, env=os.environ | surroundings, check=False).returncode
        missed += [engine] if code else []
    sys.exit(1 if missed else 0)


def _arguments():
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__, formatter_class=raw)
    parser.add_argument("--sizes", default="S,L", help="of S, M, L: 100,565, 301,695 and 1,005,650 leaders")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--goals", default="1,2,3,4,5,6,7,8,9,10")
    parser.add_argument("--anchors", default="", help="a file of what plain Django admin costs on this machine")
    return parser.parse_args()


if __name__ == "__main__":
    main()
