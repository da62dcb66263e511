"""Many rows of one table, for whoever asks for no object of each: what Django prepares costs more than the row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 5000


def insert_rows(model: type[models.Model], names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write `rows`, values of the fields `names` as the database takes them.

    Neither defaults nor `auto_now_add` are filled in, and no number comes back. Rows are asked for as they are written.
    PostgreSQL is given them by COPY: its driver would send one statement a row.
    """
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = [quote(field.column) for field in fields]
    into = " ".join([quote(model._meta.db_table), "(", ",".join(columns), ")"])
    statement = " ".join(["INSERT INTO", into, "VALUES (", ",".join(["%s"] * len(columns)), ")"])
    with connection.cursor() as cursor:
        for some in parts_of(rows, AT_ONCE):  # made first: whoever makes a row may ask the same connection
            if connection.vendor == "postgresql":
                _copy(cursor, into, some)
            else:
                cursor.executemany(statement, some)


def _copy(cursor: Any, into: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def rows_of(objects: Sequence[models.Model]) -> list[tuple[Any, ...]]:
    """New objects of one model as `insert_objects` writes them; it takes time and no lock."""
    fields = _without_number(objects[0]) if objects else []
    return list(zip(*(_column(field, objects) for field in fields), strict=True))


def _column(field: Any, objects: Sequence[models.Model]) -> Iterator[Any]:
    """What one field writes of each; most columns of an import hold one and the same value, made ready once."""
    value = told = object()
    for one in objects:
        new = field.pre_save(one, add=True)
        if new is not value:
            value, told = new, field.get_db_prep_save(new, connection)
        yield told


def insert_objects(objects: Sequence[models.Model], rows: Sequence[tuple[Any, ...]] | None = None) -> None:
    """Write new objects and give them their numbers, within a transaction: bulk_create in a fifth of the time.

    `rows` are those of `rows_of(objects)`, where they were made before the transaction.
    """
    if not objects:
        return
    model, key = type(objects[0]), objects[0]._meta.pk
    fields = _without_number(objects[0])
    numbers = _free_numbers(model, len(objects))
    told = zip(numbers, rows_of(objects) if rows is None else rows, strict=True)
    insert_rows(model, [key.attname, *(field.name for field in fields)], ((number, *row) for number, row in told))
    for one, number in zip(objects, numbers, strict=True):
        one.pk, one._state.adding, one._state.db = number, False, connection.alias


def _without_number(one: models.Model) -> list[Any]:
    return [field for field in one._meta.concrete_fields if not field.primary_key]


def _free_numbers(model: type[models.Model], count: int) -> range | list[int]:
    """Numbers nobody else gets; on SQLite because the transaction is the only one that writes."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + 1 + count)


def parts_of(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size`, each made when it is asked for."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part
