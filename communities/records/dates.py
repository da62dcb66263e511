from typing import Any

from django.db.models import Func, IntegerField


class DayNumber(Func):
    """A date as the number yyyymmdd.

    For constraints: Django's Extract calls functions that only Django's own connections to SQLite have, and any other
    program, a backup among them, would then refuse the table.
    """

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="CAST(REPLACE(%(expressions)s, '-', '') AS INTEGER)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, template="CAST(TO_CHAR(%(expressions)s, 'YYYYMMDD') AS INTEGER)", **extra
        )
