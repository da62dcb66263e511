"""A library's stylesheet without the rules that no page of ours can meet.

Bootstrap brings the rules of every component there is; ours use a fifth of them, and a phone loads the rest before it
shows anything. When the static files are collected, a rule goes of which no selector is made of names that stand
somewhere in our templates, code and scripts (see docs/decisions/0052).
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.template.utils import get_app_template_dirs

TRIMMED = {"bootstrap/css/bootstrap.min.css"}
NAME = re.compile(r"[A-Za-z][\w-]*")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
BEHIND_NOT = re.compile(r":not\([^)]*\)")
BEFORE = re.compile(r"(?:\s*/\*.*?\*/\s*|@charset[^;]*;)*", re.DOTALL)
CODE = ("registry", "communities", "leaders")


def names_in_use() -> set[str]:
    """Every word that may be the name of a class; one that ends in "-" is the beginning of a name put together."""
    folders = [settings.BASE_DIR / "templates", *map(Path, get_app_template_dirs("templates"))]
    files = [path for folder in folders for path in folder.rglob("*.html")]
    files += [path for room in CODE for path in (settings.BASE_DIR / room).rglob("*.py")]
    files += (settings.BASE_DIR / "static").glob("*.js")
    return {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}


def trimmed(css: str, names: set[str]) -> str:
    """`css` without the rules whose selectors all ask for a class that is not among `names`."""
    begun = tuple(name for name in names if name.endswith("-") and len(name) > 2)
    return "".join(_kept(css, names, begun))


def _kept(css: str, names: set[str], begun: tuple[str, ...]) -> Iterator[str]:
    for head, body in _rules(css):
        said = BEFORE.match(head)
        before = said[0] if said else ""
        asks = head[len(before) :]
        if body is not None and asks.startswith(("@media", "@supports")):
            inside = "".join(_kept(body, names, begun))
            yield f"{before}{asks}{{{inside}}}" if inside else before
        elif body is None:
            yield head
        elif asks.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            kept = [one for one in _selectors(asks) if _is_used(one, names, begun)]
            yield f"{before}{','.join(kept)}{{{body}}}" if kept else before


def _is_used(selector: str, names: set[str], begun: tuple[str, ...]) -> bool:
    return all(name in names or name.startswith(begun) for name in CLASS.findall(BEHIND_NOT.sub("", selector)))


def _selectors(asks: str) -> Iterable[str]:
    """The selectors of a rule; one with a list in brackets is left whole."""
    return [asks] if re.search(r"\([^)]*,", asks) else asks.split(",")


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """(what stands before the braces, what stands in them), and last (what stands behind them all, None)."""
    at = 0
    while (opened := css.find("{", at)) >= 0:
        depth, end = 1, opened + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:opened], css[opened + 1 : end - 1]
        at = end
    yield css[at:], None
