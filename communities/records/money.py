"""Money in yuan with two decimals, kept as whole fen: SQLite calculates decimals as floats, where 0.1 + 0.2 > 0.3."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.migrations import RunPython
from django.db.models import F
from django.db.models.functions import Round

NOTHING = Decimal("0.00")


def fen(yuan: Decimal | int | str) -> int:
    """A whole number of fen, as queries calculate; raises ValueError on parts of a fen."""
    found = Decimal(yuan).scaleb(2)
    if found != found.to_integral_value():
        raise ValueError(f"{yuan} yuan is no whole number of fen.")
    return int(found)


def columns_to_fen(app: str, model: str, *columns: str) -> RunPython:
    """For a migration: what decimal columns hold in yuan, in fen; the column becomes a YuanField after it."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        _write(apps, schema_editor, {name: Round(F(name) * 100) for name in columns})

    def backwards(apps: Any, schema_editor: Any) -> None:
        _write(apps, schema_editor, {name: Round(F(name) * Decimal("0.01"), precision=2) for name in columns})

    def _write(apps: Any, schema_editor: Any, values: dict[str, Any]) -> None:
        apps.get_model(app, model).objects.update(**values)
        # PostgreSQL alters no table of which rows still wait to be checked.
        schema_editor.connection.check_constraints()

    return RunPython(forwards, backwards)


class YuanField(models.DecimalField):
    """A Decimal of yuan in Python, a whole number of fen in the database; sums and checks are exact on both engines.

    Arithmetic inside a query is done on fen: compare its result with columns only, never with a Decimal.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"max_digits": 12, "decimal_places": 2})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        if value is None or hasattr(value, "as_sql"):
            return value
        return fen(value)
