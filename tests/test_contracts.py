"""The contracts that lint-imports keeps are the house that docs/architecture.md draws: loosening one means redrawing it."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from registry.desk.subjects import ROOMS

ROOT = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
# {containers: (how the page calls them, the rooms that need no layer; None where a layer may be missing)}
DRAWN = {
    (): ("floors", None),
    ("leaders",): ("leaders", ["apps", "models", "migrations", "templatetags"]),
    ("communities",): ("communities", ["apps", "models", "migrations", "templatetags"]),
    ("communities.*", "leaders.*"): ("inside a room", None),
}


def drawn(name):
    """[the rooms of a layer], from the top down, as the page draws them; no room imports one beside or above it."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    line = re.search(rf"^{name}: +(.+(?:\n +\|.+)*)$", page, re.MULTILINE)[1]
    return [set(layer.split()) for layer in line.split("|")]


def kept(contract):
    """The same as the contract says it, its optional rooms without their brackets."""
    return [set(re.sub(r"[()|]", " ", layer).split()) for layer in contract["layers"]]


def test_there_is_a_contract_for_each_part_of_the_house_and_no_other_kind():
    assert {tuple(contract.get("containers", ())) for contract in CONTRACTS} == set(DRAWN)
    assert {contract["type"] for contract in CONTRACTS} == {"layers"} and len(CONTRACTS) == len(DRAWN)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])
def test_a_contract_keeps_what_is_drawn_and_excuses_nothing(contract):
    name, without_layer = DRAWN[tuple(contract.get("containers", ()))]
    excuses = set(contract) - {"name", "type", "layers", "containers", "exhaustive", "exhaustive_ignores"}

    assert kept(contract) == drawn(name), "docs/architecture.md draws another order"
    assert not any(":" in layer for layer in contract["layers"]), "rooms of one layer do not import each other"
    assert excuses == set(), "an import is mended, not excused"
    assert contract.get("exhaustive_ignores") == without_layer and contract.get("exhaustive", False) == bool(
        without_layer
    )


def test_every_desk_is_asked_by_the_roof():
    desks = {
        f"{path.parts[-3]}.{path.parts[-2]}"
        for app in ("communities", "leaders")
        for path in ROOT.glob(f"{app}/*/desk.py")
    }

    assert sorted(ROOMS) == sorted(desks), "name the room in registry/desk/subjects.py, once"
