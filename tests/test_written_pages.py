"""What the documentation promises, compared with the program."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import get_resolver, resolve, reverse
from django.utils import translation

from leaders.cultivation.views.vacancies import VacancyList
from registry.desk.daily import JOBS

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
STATUS = re.compile(r"^- Status: (proposed|accepted|replaced by \[\d+\]\(\S+\.md\))$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")
RUN = re.compile(r"[`\n/]\./run ([a-z]+)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# What the pages of today name; a decision keeps the names of its day, the changelog those of its release.
TOLD = [page for page in PAGES if page.parent.name != "decisions" and page.name != "CHANGELOG.md"]
FILE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|html|txt|toml|css|js|in|yml)|(?:[\w-]+/)+)`")
# The example of a new record, what an operator puts there, an address.
ELSEWHERE = (
    "communities/visits/", "templates/communities/visits/", "tests/communities/visits/",
    "deploy/tls/", "media/", "kept/", "PUBLIC_ADDRESS/",
)  # fmt: skip


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_into_a_page_lead_to_a_heading(page):
    linked = re.findall(r"\]\(((?!https?:)[^)#\s]*)#([^)]+)\)", page.read_text())
    targets = [((page.parent / name) if name else page, anchor) for name, anchor in linked]

    assert [anchor for target, anchor in targets if anchor not in anchors(target)] == []


def anchors(page):
    """What the headings of a page are linked by, as the places that host such pages make it."""
    headings = HEADING.findall(page.read_text())
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.fixture(scope="module")
def files():
    """Every file of the project as "/path", every folder as "/path/"."""
    tops = [top for top in ROOT.iterdir() if top.name not in {".venv", ".git", "media", "staticfiles"}]
    found = [path for top in tops for path in (top, *top.rglob("*"))]
    return [f"/{path.relative_to(ROOT).as_posix()}{'/' if path.is_dir() else ''}" for path in found]


@pytest.mark.parametrize("page", TOLD, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page, files):
    named = {name for name in FILE.findall(page.read_text()) if not name.startswith(ELSEWHERE)}

    assert {name for name in named if not any(path.endswith(f"/{name}") for path in files)} == set()


@pytest.mark.parametrize("page", [*TOLD, ROOT / ".env.example"], ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_a_page_names_exist(page):
    text, run = page.read_text(), (ROOT / "run").read_text()

    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - set(get_commands()) == set()
    assert {name for name in RUN.findall(text) if not re.search(rf"^{name}\b.*\)", run, re.MULTILINE)} == set()


def test_operations_tell_every_daily_job():
    rows = re.findall(r"^\| `([a-z_]+)` \|", (DOCS / "operations.md").read_text(), re.MULTILINE)

    assert rows == [job.name for job in JOBS]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_row_of_a_table_stands_in_one(page):
    """Behind an empty line a row begins a table of its own, which without a line of dashes is drawn as text."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    tables = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)

    assert [table for table in tables if not re.match(r".*\n\|[-| :]+\|\n", table)] == []


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
