"""The guides of docs/manual, one a role and language, read for the pages of the program: one text, so none can drift.

Of Markdown only what they use: one title, headings, paragraphs, two kinds of lists, pictures, and **names** of
buttons and pages, each of which stands in the catalogue.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from registry.accounts.roles import Role

FOLDER = Path(settings.BASE_DIR) / "docs" / "manual"
ADMINISTRATOR, RESIDENT = "administrator", "resident"
WORK_GUIDES = {role.value: role.label for role in Role} | {ADMINISTRATOR: _("Administrator")}
PICTURE = re.compile(r"^!\[(.+)\]\(\.\./\.\./static/(help/[a-z]+\.[a-z]+\.webp)\)$")
NAME = re.compile(r"\*\*(.+?)\*\*")


class Block(NamedTuple):
    """`kind` is h2, p, ul, ol or img; `lines` are its lines as [(text, is it a name)]."""

    kind: str
    lines: list
    source: str = ""


class Guide(NamedTuple):
    title: str
    blocks: list


@cache
def guide(role: str, language: str) -> Guide:
    """The guide of one role in a language of the program."""
    text = (FOLDER / f"{role}.{'en' if language == 'en' else 'zh'}.md").read_text(encoding="utf-8")
    title, *parts = [part.strip() for part in text.strip().split("\n\n")]
    return Guide(title.removeprefix("# "), [_block(part) for part in parts])


def guide_now(role: str) -> Guide:
    return guide(role, translation.get_language())


def _block(part: str) -> Block:
    picture = PICTURE.match(part)
    if picture:
        return Block("img", [_runs(picture[1])], picture[2])
    if part.startswith("## "):
        return Block("h2", [_runs(part[3:])])
    if re.match(r"- |\d\. ", part):
        lines = [re.sub(r"^(- |\d\. )", "", line) for line in part.split("\n")]
        return Block("ul" if part.startswith("- ") else "ol", [_runs(line) for line in lines])
    return Block("p", [_runs(part)])


def _runs(line: str) -> list[tuple[str, bool]]:
    return [(text, bool(number % 2)) for number, text in enumerate(NAME.split(line)) if text]
