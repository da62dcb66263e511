"""Rows outside the own places do not exist: not on a page, not as a choice, not in a bulk act."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_case,
    make_center,
    make_filing,
    make_inspection,
    make_leader,
    make_organization,
    make_report,
    make_session,
    make_superuser,
)


@pytest.mark.parametrize("role", ["worker", "office", "manager"])
def test_a_row_elsewhere_answers_like_a_row_that_is_not_there(client, world, role):
    tree, users, _rows = world
    client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
    elsewhere = {
        "leaders:leader-detail": make_leader(tree.other_building).pk,
        "communities:organization-detail": make_organization(tree.other_community).pk,
        "communities:region-detail": tree.other_compound.pk,
        "communities:center-detail": make_center(tree.other_street).pk,
        "communities:inspection-detail": make_inspection(make_organization(tree.other_community)).pk,
        "communities:filing-detail": make_filing(make_organization(tree.other_community)).pk,
        "communities:report-detail": make_report(make_organization(tree.other_community)).pk,
        "leaders:training-detail": make_session(tree.other_street).pk,
        "leaders:case-detail": make_case(tree.other_building).pk,
    }

    for name, pk in elsewhere.items():
        hidden = client.get(reverse(name, args=[pk]))
        missing = client.get(reverse(name, args=[99_999_999]))

        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without_token(hidden, pk) == without_token(missing, 99_999_999)


def without_token(response, pk):
    lines = response.content.decode().splitlines()
    return [line.replace(f"/{pk}/", "/ID/") for line in lines if "csrfmiddlewaretoken" not in line]


def test_own_above_below_and_sibling_are_told_apart(client, world):
    tree, users, _rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    places = {
        "own": (tree.community, 200),
        "below": (tree.building, 200),
        "above": (tree.street, 404),
        "sibling": (tree.community2, 404),
        "other street": (tree.other_street, 404),
    }

    said = {what: client.get(region.get_absolute_url()).status_code for what, (region, _code) in places.items()}

    assert said == {what: code for what, (_region, code) in places.items()}


def test_an_ended_posting_opens_nothing_from_the_next_request_on(client, world):
    _tree, users, rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    page = rows["leader"].get_absolute_url()
    assert client.get(page).status_code == 200

    users["worker"].postings.get().end(by=users["manager"])

    assert client.get(page).status_code == 403


def test_a_posted_region_out_of_reach_is_an_error_and_not_a_hole(client, world):
    tree, users, _rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    typed = {
        "name": "外面的人",
        "gender": "female",
        "basis": "consent",
        "region": tree.other_building.pk,
        "kind": "none",
        "stage": "backbone",
    }

    response = client.post(reverse("leaders:leader-create"), typed)

    assert response.status_code == 200
    assert "Choose a region inside your posting." in response.content.decode()


def test_ids_from_elsewhere_are_no_part_of_a_bulk_act(client, world):
    tree, users, rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    elsewhere = make_organization(tree.other_community)

    client.post(
        reverse("communities:organization-bulk-publish"),
        {"shown": "1", "pick": [elsewhere.pk, rows["organization"].pk]},
    )

    elsewhere.refresh_from_db()
    rows["organization"].refresh_from_db()
    assert (elsewhere.is_published, rows["organization"].is_published) == (False, True)


def test_a_superuser_reaches_every_place(client, world):
    _tree, _users, rows = world
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(rows["leader"].get_absolute_url()).status_code == 200
