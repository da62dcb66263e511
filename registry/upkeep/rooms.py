"""The rooms of an app: its packages, of which each keeps its models, its admin and the rest under the same names."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


def modules_of(app: str, name: str) -> list[ModuleType]:
    """The module or package `name` ("models") of every room of the package `app` that has one, in the rooms' order."""
    [folder] = import_module(app).__path__
    rooms = sorted(room.parent.name for room in Path(folder).glob("*/__init__.py"))
    found = [f"{app}.{room}.{name}" for room in rooms]
    return [import_module(one) for one in found if find_spec(one)]
