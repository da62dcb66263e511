"""What programs ask for before a person reads: the page's description, the picture, what may be gathered."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from leaders.people.models import Kind
from tests.factories import make_consent, make_current, make_leader

pytestmark = pytest.mark.django_db


def test_search_engines_gather_no_person_and_nothing_of_one_reader(client, tree):
    leader = make_leader(tree.building)
    make_current(leader, Kind.OPINION)
    make_consent(leader)
    lines = client.get("/robots.txt").content.decode().splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]

    person = reverse("directory:leader", args=[leader.pk])
    assert lines[0] == "User-agent: *"
    for address in (person, reverse("desk:dashboard"), reverse("directory:matter-follow"), reverse("directory:find")):
        assert address.startswith(tuple(closed))
    for address in (reverse("directory:home"), reverse("directory:organizations"), reverse("directory:notices")):
        assert not address.startswith(tuple(closed))


def test_the_picture_is_found_where_older_browsers_ask(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert finders.find(answer.headers["Location"].removeprefix("/static/"))


def test_every_frame_says_what_it_is_and_how_to_draw_it(client, worker):
    public = client.get(reverse("directory:home")).content.decode()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    desk = client.get(reverse("desk:dashboard")).content.decode()

    for page in (public, desk):
        assert '<meta name="renderer" content="webkit">' in page
        assert '<meta name="description" content="Community leaders' in page
        assert 'rel="apple-touch-icon"' in page


def test_the_layout_asks_for_nothing_a_browser_of_2020_does_not_know():
    """Chromium 86 drops a whole rule with `:is()` or `:where()`, and a property such as `inset`; what a list with
    `:has()` says for others goes with it."""
    style = re.sub(r"/\*.*?\*/", "", Path(settings.BASE_DIR, "static", "registry.css").read_text(), flags=re.DOTALL)
    unknown = re.compile(r":is\(|:where\(|(?<![-\w])inset(?:-\w+)*\s*:|color-mix\(|@layer|@container|[0-9][dsl]vh")
    heads = [head.strip() for head in re.findall(r"([^{}]+)\{", style)]
    mixed = [head for head in heads if ":has(" in head and not all(":has(" in part for part in head.split(","))]

    assert [found[0] for found in unknown.finditer(style)] == [] and mixed == []
    assert len(heads) > 500
