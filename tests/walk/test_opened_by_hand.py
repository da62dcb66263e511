"""What only takes a POST, opened as a page: from a bookmark, or by reloading after an error."""

import inspect
import re

import pytest
from django.urls import resolve, reverse

from registry.accounts.roles import Role
from registry.desk.views.errors import page_above
from tests.factories import make_filing, make_organization, make_superuser, make_user
from tests.walk.entries import ENTRIES, is_post_only

pytestmark = pytest.mark.django_db
FILE = re.compile(r"paper_response|picture_response|FileResponse")
TOLD = "Nothing to show at this address"


def posts_alone(client):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
    return [entry for entry in ENTRIES if client.get(entry.at_first()).status_code == 405]


def test_every_one_of_them_answers_in_the_look_of_the_house(client):
    entries = posts_alone(client)

    told = {entry.route: client.get(entry.at_first()) for entry in entries}

    assert [route for route, answer in told.items() if TOLD not in answer.content.decode()] == []
    assert [route for route, answer in told.items() if "POST" not in answer["Allow"]] == []
    assert {entry.name for entry in ENTRIES if is_post_only(entry)} <= {entry.name for entry in entries}
    assert len(entries) > 70


def test_the_way_on_leads_to_a_page_and_to_no_file(client):
    above = {entry.route: page_above(entry.at_first()) for entry in posts_alone(client)}
    pages = {route: resolve(address).func for route, address in above.items() if address}

    assert [route for route, address in above.items() if address and client.get(address).status_code == 405] == []
    assert [route for route, view in pages.items() if FILE.search(inspect.getsource(inspect.unwrap(view)))] == []
    assert [
        route for route, view in pages.items()
        if FILE.search(inspect.getsource(getattr(view, "view_class", inspect.unwrap(view))))
    ] == []  # fmt: skip
    assert len(pages) > 60


def test_the_record_is_told_as_it_is_now_where_it_is_in_reach(sign_in, tree):
    filing = make_filing(make_organization(tree.community), state="submitted")
    address = reverse("communities:filing-withdraw", args=[filing.pk])

    near = sign_in(make_user(Role.WORKER, tree.community)).get(address).content.decode()
    far = sign_in(make_user(Role.WORKER, tree.other_community)).get(address).content.decode()

    assert TOLD in near and str(filing) in near and filing.get_state_display() in near
    assert f'href="{filing.get_absolute_url()}"' in near
    assert TOLD in far and str(filing) not in far and filing.get_state_display() not in far


def test_a_part_of_a_page_that_is_fetched_gets_no_page(client):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get("/work/organizations/publish/", headers={"HX-Request": "true"})

    assert answer.status_code == 405 and answer.content == b""
