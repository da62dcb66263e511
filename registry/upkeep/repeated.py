"""What was taken away for good and may not come back with an older backup: read before a restore, done again after it.

It is kept as a file of numbers and moments beside the backup, so that it is not lost when the tables of the backup have
to be brought up first.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

Told = list[dict[str, Any]]


class Repeated(NamedTuple):
    """`read()` tells from the database what was done, ready for JSON; `again(told)` does it, and returns how often."""

    name: str
    read: Callable[[], Told]
    again: Callable[[Told], int]


def keep(repeated: Iterable[Repeated], path: Path) -> bool:
    """Write what each tells into a private file; False, and no file, where there is nothing to repeat."""
    told = {one.name: one.read() for one in repeated}
    if not any(told.values()):
        return False
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(told, file)
    return True


def repeat(repeated: Iterable[Repeated], path: Path) -> dict[str, int]:
    """Do again what the file tells; {name: how often}. Safe twice."""
    told = json.loads(path.read_text())
    return {one.name: one.again(told.get(one.name, [])) for one in repeated}
