"""A table as a list of columns: what each is called, where its value comes from, who may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Made:
    """A cell made of several values of the row, each a dotted name, by a function of them."""

    names: tuple[str, ...]
    make: Callable[..., Any]


@dataclass(frozen=True)
class Column:
    """One column of an export.

    `value` is a dotted name looked up on the row ("organization.region.name", "get_kind_display"; a missing link
    gives an empty cell), what is made of several, or a function of the row. `permission` is asked for each row on
    top of the list's own; the cell stays empty where it is not held. `is_usual` says whether a first export holds it.
    `many`, beside a function, answers for many rows at once: {number of the row: cell}, from a list of numbers.
    """

    name: str
    label: Any
    value: str | Made | Callable
    permission: Any = None
    is_usual: bool = True
    many: Callable[[list[int]], dict[int, Any]] | None = None

    def of(self, row: Any) -> Any:
        if isinstance(self.value, Made):
            return self.value.make(*[_found(row, name) for name in self.value.names])
        return self.value(row) if callable(self.value) else _found(row, self.value)


def _found(row: Any, name: str) -> Any:
    for step in name.split("."):
        row = getattr(row, step)
        if row is None:
            return None
        if callable(row):
            row = row()
    return row
