"""The drill of several machines, without containers: `./run drill`. Two gunicorns, a primary and a hot standby.

Prints a line a step with what was measured; ends with 1 when something that has to hold did not.
"""

import os
import sys
from importlib import import_module

import django

from tests.drills.clusters import Pair


def main(programs):
    pair = Pair(programs)
    os.environ |= {
        "DATABASE_URL": pair.primary.url,
        "DATABASE_STANDBY_URL": "",
        "DJANGO_SETTINGS_MODULE": "registry.settings",
    }
    os.environ |= {"DEBUG": "true", "REQUEST_LOG_LEVEL": "ERROR"}  # static files need not be collected
    try:
        pair.begin()
        django.setup()
        failed = import_module("tests.drills.standby").main(pair)  # reads the settings, which are known only now
    finally:
        pair.end()
    print("FAILED: " + "; ".join(failed) if failed else "All held.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
