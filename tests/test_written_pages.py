"""What the documentation promises, compared with the program."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, resolve, reverse
from django.utils import translation

from leaders.cultivation.views.vacancies import VacancyList

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
STATUS = re.compile(r"^- Status: (proposed|accepted|replaced by \[\d+\]\(\S+\.md\))$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")


def exports(resolver=None, namespace=""):
    """The names of all pages that give a list away as a file, however deep they are included."""
    for page in (resolver or get_resolver()).url_patterns:
        if hasattr(page, "url_patterns"):
            yield from exports(page, page.namespace or namespace)
        elif (page.name or "").endswith("-export"):
            yield f"{namespace}:{page.name}"


@pytest.mark.parametrize("name", sorted(exports()))
def test_the_columns_of_every_export_stand_in_interfaces(name):
    listed = resolve(reverse(name)).func.view_initkwargs.get("of", VacancyList)  # that of vacancies chooses by kind
    with translation.override("zh-hans"):
        columns = ",".join(str(column.label) for column in listed.exports.columns)

    line = f"| `{reverse(name)}` | {columns} |"
    assert line in (DOCS / "interfaces.md").read_text(), (
        f"docs/interfaces.md: its table of exports lacks this line: {line}"
    )


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_when_whether_why_what_and_what_follows(page):
    text = page.read_text()
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert re.search(r"^- Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert STATUS.search(text)
    assert headings == ["Context", "Decision", "Consequences"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page):
    links = [link for link in LINK.findall(page.read_text()) if page.name != "template.md"]

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_index_names_every_page():
    index = (DOCS / "README.md").read_text()
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}

    assert {name for name in pages if f"]({name})" not in index} == set()


def test_the_changelog_has_an_unreleased_part_above_the_version_of_the_project():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]

    assert headings[:2] == ["Unreleased", version]


def test_every_setting_stands_in_the_sample(settings):
    source = (ROOT / "registry" / "settings.py").read_text()
    asked = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    told = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert asked == told
