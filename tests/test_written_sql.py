"""ASVS V1.2.4: no SQL put together by hand, and no question whose keys a visitor chooses."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = [
    path
    for room in ("communities", "leaders", "registry")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
]
ASKED = {
    "filter",
    "exclude",
    "get",
    "order_by",
    "annotate",
    "values",
    "values_list",
    "update",
    "create",
    "get_or_create",
}
FROM_OUTSIDE = {"GET", "POST", "COOKIES", "headers", "META"}


def _from_outside(node):
    """Whether `node` holds what a visitor sent: request.GET, request.POST …"""
    return any(isinstance(one, ast.Attribute) and one.attr in FROM_OUTSIDE for one in ast.walk(node))


def wrong_in(text):
    """[(line, what)] of the calls that write SQL by hand or let a visitor name a column."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id == "RawSQL":
            found.append((node.lineno, "RawSQL"))
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        if name in ("raw", "extra"):
            found.append((node.lineno, name))
        if name not in ASKED or _from_outside(node.func.value):  # request.GET.get(…) is a dict's
            continue
        keys = [keyword.value for keyword in node.keywords if keyword.arg is None]
        keys += node.args if name in ("order_by", "values", "values_list") else []
        if any(_from_outside(key) for key in keys):
            found.append((node.lineno, f"{name} by what was sent"))
    return found


def test_no_sql_by_hand_and_no_key_of_a_visitor():
    wrong = {str(path.relative_to(ROOT)): found for path in SOURCES if (found := wrong_in(path.read_text()))}
    assert wrong == {}
    assert len(SOURCES) > 300


@pytest.mark.parametrize(
    "text",
    [
        "rows.raw('select 1')", "rows.extra(where=['1'])", "rows.annotate(x=RawSQL('1', []))",
        "rows.filter(**request.GET.dict())", "rows.order_by(request.GET['o'])", "rows.values(*request.POST.getlist('c'))",
        "rows.exclude(**self.request.POST)",
    ],
)  # fmt: skip
def test_the_guard_sees_each(text):
    assert wrong_in(text)
