"""Many rows of one table, for whoever asks for no object of each: what Django prepares costs more than the row."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 5000


def insert_rows(model: type[models.Model], names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write `rows`, values of the fields `names` as the database takes them, one call for each `AT_ONCE`.

    Neither defaults nor `auto_now_add` are filled in, and no number comes back. Rows are asked for as they are written.
    """
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = [quote(field.column) for field in fields]
    named, given = ",".join(columns), ",".join(["%s"] * len(columns))
    statement = " ".join(["INSERT INTO", quote(model._meta.db_table), "(", named, ") VALUES (", given, ")"])
    with connection.cursor() as cursor:
        for some in parts_of(rows, AT_ONCE):
            cursor.executemany(statement, some)


def parts_of(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size`, each made when it is asked for."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part
