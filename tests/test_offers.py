"""No page offers a way that is closed to whoever reads it: each role follows every link of every page it opens."""

import re
from html import unescape

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from tests.test_permissions import PAGES, ROLES
from tests.world import address

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
CLOSED = (403, 404, 405)


@pytest.mark.parametrize("role", ["worker", "office", "manager", "overseer"])
def test_every_link_of_a_page_opens(client, world, role):
    _tree, users, rows = world
    client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
    opened, offered = set(), {}
    for name, method, row, *answers in PAGES:
        if method == "get" and answers[ROLES.index(role)] == 200:
            page = address(name, rows, row)
            opened.add(place_of(page))
            for link in links_on(asked(client, page)):
                offered.setdefault(place_of(link), (link, name))
    left = [told for place, told in offered.items() if place not in opened]
    closed = {link: name for link, name in left if asked(client, link).status_code in CLOSED}

    assert len(offered) > 50
    assert closed == {}, "link: the page that offers it"


def asked(client, page):
    with transaction.atomic():
        answer = client.get(page)
        transaction.set_rollback(True)
    return answer


def links_on(answer):
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return []
    return [unescape(link) for link in LINK.findall(answer.content.decode())]


def place_of(link):
    """The page of a link and the row it is about, whatever its filters are."""
    try:
        found = resolve(link.partition("?")[0])
    except Resolver404:
        return link
    return found.view_name, tuple(found.kwargs.items())
