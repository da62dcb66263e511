"""A table as a list of columns: what each is called, where its value comes from, who may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column of an export.

    `value` is a dotted name looked up on the row ("organization.region.name", "get_kind_display"; a missing link
    gives an empty cell) or a function of the row. `permission` is asked for each row on top of the list's own;
    the cell stays empty where it is not held. `is_usual` says whether a first export holds the column.
    """

    name: str
    label: Any
    value: str | Callable
    permission: Any = None
    is_usual: bool = True

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        found = row
        for step in self.value.split("."):
            found = getattr(found, step)
            if found is None:
                return None
            if callable(found):
                found = found()
        return found
