"""What the database itself can do with as many people: plain rows, plain SQL, no framework. The limit the goals name."""

import csv
import io

from django.db import connection, transaction

from communities.organizations.models import Organization
from communities.regions.models import Region
from leaders.people.models import Leader

REGION, ORGANIZATION, LEADER = (model._meta.db_table for model in (Region, Organization, Leader))
COLUMNS = "id, name, phone, title, gender, birth, term_start, status, address, org_id, region_id, path"
TABLE = """CREATE TABLE limit_leader (id BIGINT PRIMARY KEY, name TEXT NOT NULL, phone TEXT, title TEXT, gender TEXT,
    birth TEXT, term_start TEXT, status INTEGER, address TEXT, org_id BIGINT, region_id BIGINT, path TEXT)"""
FILL = f"""INSERT INTO limit_leader ({COLUMNS}) SELECT id, name, CAST(13000000000 + id AS TEXT), '团队领袖', gender,
    '1960-01-01', '2025-01-01', 1, '幸福路1号', region_id, region_id, region_path FROM {LEADER}"""
INDEXES = ["org_id", "region_id, id", "path, id", "name", "phone"]
JOIN = f"""FROM limit_leader l JOIN {REGION} r ON r.id = l.region_id JOIN {ORGANIZATION} o ON o.id = l.org_id"""
SHOWN = f"SELECT l.id, l.name, l.phone, l.title, l.status, l.term_start, r.name, o.name {JOIN}"
EXPORT = f"""SELECT l.id, l.name, l.phone, l.title, l.gender, l.birth, l.term_start, l.status, l.address,
    o.id, o.name, r.code, r.name {JOIN}"""
ROWS_AT_ONCE = 5000


def pieces(name):
    return [name[at : at + 2] for at in range(len(name) - 1)]


class Limit:
    """A second table of the same people, made when it is first asked for, with an index of two-character pieces."""

    def __init__(self):
        self.is_postgres = connection.vendor == "postgresql"
        if "limit_leader" not in connection.introspection.table_names():
            self._make()

    def search(self, pair, path=""):
        """An act: the page and the count of who has `pair` in the name, below `path`."""
        hits = (
            "l.g @> ARRAY[%s]" if self.is_postgres else "l.id IN (SELECT rowid FROM limit_fts WHERE limit_fts MATCH %s)"
        )
        inside, params = ("", [pair]) if not path else (" AND l.path >= %s AND l.path < %s", [pair, path, path + "~"])

        def act():
            self._ask(f"{SHOWN} WHERE {hits}{inside} ORDER BY l.id DESC LIMIT 100", params)
            self._ask(f"SELECT COUNT(*) FROM limit_leader l WHERE {hits}{inside}", params)

        return act

    def export(self):
        """Write every row joined to its place and group with csv.writer, as it is read; the number of letters."""
        out, letters = io.StringIO(), 0
        writer = csv.writer(out)
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(EXPORT)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                writer.writerows(rows)
                letters += out.tell()
                out.seek(0)
                out.truncate()
        return letters

    def write(self, people):
        """Write [(name, phone, number)], the place and the group of that number looked up; taken back afterwards."""
        with transaction.atomic():
            places = {str(pk): (pk, path) for pk, path in self._ask(f"SELECT id, path FROM {REGION}")}
            groups = {str(pk): pk for (pk,) in self._ask(f"SELECT id FROM {ORGANIZATION}")}
            first = self._ask("SELECT MAX(id) FROM limit_leader")[0][0] + 1
            rows = [
                (
                    number,
                    name,
                    phone,
                    "团队领袖",
                    "女",
                    "1960-01-01",
                    "2025-01-01",
                    1,
                    "幸福路1号",
                    groups[code],
                    *places[code],
                )
                for number, (name, phone, code) in enumerate(people, first)
            ]
            self._write_rows(rows)
            transaction.set_rollback(True)

    def _write_rows(self, rows):
        with connection.cursor() as cursor:
            if self.is_postgres:
                with cursor.copy(f"COPY limit_leader ({COLUMNS}, g) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row([*row, pieces(row[1])])
                return
            marks = ", ".join(["%s"] * 12)
            cursor.executemany(f"INSERT INTO limit_leader ({COLUMNS}) VALUES ({marks})", rows)
            cursor.executemany(*self._piece_rows(rows))

    def _make(self):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TABLE)
            cursor.execute(FILL)
            for number, columns in enumerate(INDEXES):
                cursor.execute(f"CREATE INDEX limit_{number} ON limit_leader ({columns})")
            if self.is_postgres:
                cursor.execute("ALTER TABLE limit_leader ADD COLUMN g TEXT[]")
                parts = "SELECT SUBSTR(name, at, 2) FROM GENERATE_SERIES(1, LENGTH(name) - 1) at"
                cursor.execute(f"UPDATE limit_leader SET g = ARRAY({parts})")
                cursor.execute("CREATE INDEX limit_pieces ON limit_leader USING gin (g)")
            else:
                cursor.execute(
                    "CREATE VIRTUAL TABLE limit_fts USING fts5(g, content='', tokenize='unicode61', detail=none)"
                )
                cursor.executemany(*self._piece_rows(self._ask("SELECT id, name FROM limit_leader")))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE limit_leader" if self.is_postgres else "ANALYZE limit_leader")

    @staticmethod
    def _piece_rows(rows):
        return (
            "INSERT INTO limit_fts (rowid, g) VALUES (%s, %s)",
            [(row[0], " ".join(pieces(row[1]))) for row in rows],
        )

    @staticmethod
    def _ask(sql, params=()):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
