"""A page with a form says where it stands, and leads back there."""

from registry.settings import BASE_DIR

FIRST = {
    "communities/pages/export.html",  # its view gives the way to the list it stands for
    "communities/regions/region_editions.html",  # a line of the menu
    "communities/regions/street_choose.html",  # the first act of whoever has no street yet
    "leaders/imports/import_list.html",  # a line of the menu
}


def test_each_form_of_the_desk_tells_the_way_to_it():
    without = set()
    for path in (BASE_DIR / "templates").rglob("*.html"):
        text, name = path.read_text(), path.relative_to(BASE_DIR / "templates").as_posix()
        if '{% extends "base_work.html" %}' in text and '<form class="sheet' in text and "block crumbs" not in text:
            without.add(name)

    assert without == FIRST
