"""Throw-away databases of two sizes on one engine, both open at once, so that they are measured in turn."""

import os
import shutil
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from leaders.demo.population import multiply, populate

PROVINCES = {"S": 1, "M": 3, "L": 10}
QUICK = ["PRAGMA synchronous=OFF", "PRAGMA cache_size=-1000000"]  # only while a throw-away file is being filled


def say(text):
    print(text, file=sys.stderr, flush=True)


class Databases:
    """Fill the sizes asked for; `use(size)` makes one the database of this process."""

    def __init__(self, sizes):
        self.first = connections["default"]
        self.engine = "sqlite" if connection.vendor == "sqlite" else "postgresql"
        self.open = {}
        for size in sorted({"S", *sizes}, key=PROVINCES.get):
            say(f"{self.engine}: filling {size}, {PROVINCES[size] * 100_565} leaders …")
            self._make(size)

    def use(self, size):
        connections["default"] = self.open[size]

    def url(self, size):
        """Where another process finds it."""
        if self.engine == "postgresql":
            return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{self._name(size)}"
        return f"sqlite:///{self._name(size)}"

    def close(self):
        for one in self.open.values():
            one.close()
        connections["default"] = self.first
        if self.engine == "postgresql":
            for size in self.open:
                self._outside(f"DROP DATABASE {self._name(size)}")

    def _make(self, size):
        """S is written row by row; the larger ones begin as its copy."""
        if size != "S":
            self.open["S"].close()
        self._create(size)
        self.open[size] = self.first.copy(alias="default")
        self.open[size].settings_dict["NAME"] = self._name(size)
        self.use(size)
        self._tune(QUICK)
        if size == "S":
            call_command("migrate", verbosity=0)
            populate(provinces=1)
        else:
            multiply(provinces=PROVINCES[size])
        self._tidy()
        connection.close()

    def _create(self, size):
        name = self._name(size)
        if self.engine == "postgresql":
            self._outside(f"DROP DATABASE IF EXISTS {name}")
            self._outside(f"CREATE DATABASE {name}" + ("" if size == "S" else f" TEMPLATE {self._name('S')}"))
        elif size != "S":
            shutil.copyfile(self._name("S"), name)

    def _name(self, size):
        if self.engine == "postgresql":
            return f"bench_{size.lower()}"
        path = Path(self.first.settings_dict["NAME"])
        return str(path.with_name(f"bench-{size}.sqlite3"))

    def _tune(self, statements):
        if self.engine == "sqlite":
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

    def _tidy(self):
        """What autovacuum, or the next quiet hour, does for a database that grew in a minute."""
        with connection.cursor() as cursor:
            if self.engine == "postgresql":
                cursor.execute("VACUUM ANALYZE")
            else:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _outside(self, statement):
        with self.first._nodb_cursor() as cursor:
            cursor.execute(statement)
