"""The page of components is whole, and the stylesheet holds nothing that no page uses."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from registry.accounts.roles import Role
from tests.factories import make_superuser, make_user

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
GALLERY = reverse("desk:gallery")
# Components that no example can hold, each with where it is seen.
ELSEWHERE = {
    "head.html": "the frame of each page",
    "sprite.html": "the frame of each page",
    "topbar.html": "the frame of each page",
    "mark.html": "the frame of each page",
    "messages.html": "the frame of each page",
    "session_note.html": "the frame of each page",
    "sizes.html": "the frame of each page",
    "_runs.html": "a line of guide.html",
    "kept_form.html": "a part of old_page.html",
    "old_page.html": "a whole page of its own",
    "overtaken.html": "a whole page of its own",
    "as_it_is.html": "a part of overtaken.html",
    "typed_texts.html": "a part of overtaken.html and of kept_form.html",
    "paper_head.html": "the one heading of a printed paper",
    "verdict_bar.html": "a part of verdict.html",
    "gallery.html": "the page itself",
}
# Classes whose name is put together, or set by a script: the beginning, and where the rest comes from.
MADE = {
    "seal--": "the four kinds", "tag--": "the tones of a state", "cal--": "month or week", "htmx-": "the script htmx",
}  # fmt: skip


def test_each_component_has_an_example():
    shown = set(re.findall(r'"components/([\w.]+)"', (TEMPLATES / "components/gallery.html").read_text()))
    components = {path.name for path in (TEMPLATES / "components").glob("*.html")}

    assert components - shown == set(ELSEWHERE) & components == set(ELSEWHERE)


@pytest.mark.django_db
def test_the_page_shows_them_to_administrators_alone(sign_in, tree, settings):
    page = sign_in(make_superuser()).get(GALLERY)
    text = page.content.decode()

    assert page.status_code == 200
    for mark in (
        "crumbs",
        "steps",
        "checks",
        "stars",
        "errsum",
        "diff",
        "choice",
        "tl",
        "skyline",
        "guide",
        "tabs",
        "pager",
    ):
        assert re.search(rf'class="[^"]*\b{mark}\b', text), mark
    manager = sign_in(make_user(Role.MANAGER, tree.street))
    assert manager.get(GALLERY).status_code == 403
    settings.DEBUG = True
    assert manager.get(GALLERY).status_code == 200


def test_the_stylesheet_names_no_class_that_nobody_uses():
    sheet = re.sub(r"/\*.*?\*/", "", (ROOT / "static/registry.css").read_text(), flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+)\{", sheet))
    named = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    folders = ("templates", "registry", "communities", "leaders", "static")
    texts = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".html", ".py", ".js"}
    ]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text() for path in texts)))

    unused = {name for name in named - words if not name.startswith(tuple(MADE))}
    assert len(named) > 200 and unused == set()


def test_every_record_has_the_one_head():
    """Name, state, facts and what may be done stand in the head that base_record.html draws, on no page otherwise."""
    pages = [path for app in ("communities", "leaders") for path in (TEMPLATES / app).rglob("*_detail.html")]
    without = [
        path.name
        for path in pages
        if not re.search(r'{% extends "(base_record|leaders/people/entered_detail).html" %}', path.read_text())
    ]
    own = [path.name for path in TEMPLATES.rglob("*.html") if 'class="profile"' in path.read_text()]
    in_a_part = [path.name for path in TEMPLATES.rglob("*.html") if re.search(r'"sec-h">\s*<h1', path.read_text())]

    assert len(pages) > 25
    assert (without, own, in_a_part) == ([], ["base_record.html"], [])


def test_no_cell_of_a_card_is_a_dash_without_its_label():
    """A cell in full width shows no label on a phone; what may be empty is in full width only where it is not."""
    cell = re.compile(r'<td role="cell" class="full[^>]*>(.*?)</td>', re.DOTALL)
    found = [path.name for path in TEMPLATES.rglob("*.html") for text in cell.findall(path.read_text()) if "—" in text]

    assert found == []
