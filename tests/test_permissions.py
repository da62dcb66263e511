"""The policy as a table: every page × every role × every place, with the exact answer."""

import pytest
from django.urls import reverse

from leaders.models import Kind
from registry.accounts.roles import Role
from tests.factories import (
    make_appointment,
    make_awarded_incentive,
    make_current,
    make_incentive,
    make_incentive_on_notice,
    make_leader,
    make_opinion,
    make_organization,
    make_rating,
    make_returned_incentive,
    make_superuser,
    make_tree,
    make_user,
)

ROLES = ["worker", "office", "manager", "overseer", "other", "nobody"]
# page, method, worker, office, manager, overseer, office of the other street, account without a posting
PAGES = [
    ("desk:dashboard", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:more", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:due-list", "get", None, 200, 200, 200, 200, 200, 200),
    ("communities:rule-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:rule-create", "get", None, 403, 403, 200, 403, 403, 403),
    ("desk:search", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:gallery", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:review-queue", "get", None, 403, 403, 200, 403, 403, 403),
    ("desk:audit-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("desk:read-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("accounts:account", "get", None, 200, 200, 200, 200, 200, 200),
    ("accounts:password", "get", None, 200, 200, 200, 200, 200, 200),
    ("leaders:leader-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:leader-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-roster", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-extend", "post", None, 403, 403, 302, 403, 403, 403),
    ("leaders:leader-duplicates", "post", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-detail", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-update", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-stage", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-reveal", "post", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-print", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:appointment-create", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:consent-list", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:appointment-detail", "get", "pending", 200, 200, 200, 403, 404, 403),
    ("leaders:appointment-detail", "post", "pending", 403, 403, 200, 403, 404, 403),
    ("leaders:appointment-end", "get", "current", 200, 200, 200, 403, 404, 403),
    ("communities:organization-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:organization-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:organization-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:organization-detail", "get", "organization", 200, 200, 200, 200, 404, 403),
    ("communities:organization-update", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:organization-end", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:member-count-edit", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:organization-publish", "post", "organization", 302, 302, 302, 403, 404, 403),
    ("communities:organization-unpublish", "post", "organization", 302, 302, 302, 403, 404, 403),
    ("communities:region-list", "get", None, 302, 302, 302, 302, 302, 403),
    ("communities:region-panel", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:region-detail", "get", "compound", 200, 200, 200, 200, 404, 403),
    ("communities:region-describe", "get", "compound", 200, 200, 200, 403, 404, 403),
    ("communities:region-add", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:region-rename", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:region-retire", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:region-reopen", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:person-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:person-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:person-detail", "get", "worker", 403, 200, 200, 403, 404, 403),
    ("leaders:incentive-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-batch", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-notice", "post", None, 403, 302, 302, 403, 302, 403),
    ("leaders:incentive-bulk-approve", "post", None, 403, 403, 302, 403, 403, 403),
    ("leaders:incentive-bulk-award", "post", None, 403, 403, 302, 403, 403, 403),
    ("leaders:incentive-detail", "get", "incentive", 200, 200, 200, 403, 404, 403),
    ("leaders:incentive-detail", "post", "incentive", 403, 403, 200, 403, 404, 403),
    ("leaders:incentive-update", "get", "incentive_back", 200, 200, 200, 403, 404, 403),
    ("leaders:incentive-award", "post", "incentive", 403, 403, 302, 403, 403, 403),
    ("leaders:incentive-leave-batch", "post", "incentive", 403, 302, 302, 403, 404, 403),
    ("leaders:incentive-object", "get", "incentive_shown", 403, 200, 200, 403, 404, 403),
    ("leaders:incentive-resume", "get", "incentive_shown", 403, 302, 302, 403, 404, 403),
    ("leaders:incentive-withdraw", "get", "incentive", 403, 403, 200, 403, 404, 403),
    ("leaders:incentive-certificate", "get", "incentive_given", 200, 200, 200, 403, 404, 403),
    ("communities:notice-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:notice-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:notice-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:notice-detail", "get", "notice", 200, 200, 200, 403, 404, 403),
    ("communities:notice-print", "get", "notice", 200, 200, 200, 403, 404, 403),
    ("communities:notice-close", "get", "notice", 403, 200, 200, 403, 404, 403),
    ("communities:notice-withdraw", "get", "notice", 403, 200, 200, 403, 404, 403),
    ("communities:notice-thank", "post", "notice", 403, 302, 302, 403, 404, 403),
    ("communities:notice-answer", "get", "opinion", 403, 200, 200, 403, 404, 403),
    ("communities:notice-reveal", "post", "opinion", 403, 200, 200, 403, 404, 403),
    ("communities:rating-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:rating-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:rating-export", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:rating-detail", "get", "rating", 200, 200, 200, 200, 404, 403),
    ("communities:rating-score", "get", "rating", 403, 200, 200, 403, 404, 403),
    ("communities:rating-submit", "post", "rating", 403, 302, 302, 403, 404, 403),
    ("communities:rating-decide", "get", "rating", 403, 403, 302, 403, 403, 403),
    ("communities:rating-enforce", "post", "rating", 403, 403, 302, 403, 403, 403),
    ("communities:rating-withdraw", "get", "rating", 403, 403, 200, 403, 403, 403),
    ("communities:rating-document-add", "get", "rating", 403, 200, 200, 403, 404, 403),
]


@pytest.fixture
def world(db):
    tree = make_tree()
    users = {
        "worker": make_user(Role.WORKER, tree.community),
        "office": make_user(Role.OFFICE, tree.street),
        "manager": make_user(Role.MANAGER, tree.street),
        "overseer": make_user(Role.OVERSEER, tree.county),
        "other": make_user(Role.OFFICE, tree.other_street),
        "nobody": make_user(),
    }
    leader = make_leader(tree.building, phone="13800138000")
    rows = {
        "leader": leader,
        "current": make_current(leader, region=tree.building),
        "pending": make_appointment(make_leader(tree.building2, name="钟桂英"), region=tree.building2),
        "organization": make_organization(tree.community),
        "compound": tree.compound,
        "worker": users["worker"],
        "incentive": make_incentive(leader, batch="2026"),
        "incentive_back": make_returned_incentive(leader),
        "incentive_shown": make_incentive_on_notice(leader),
        "incentive_given": make_awarded_incentive(leader),
        "rating": make_rating(organization=make_organization(tree.community)),
    }
    rows["notice"] = rows["incentive_shown"].notice
    rows["opinion"] = make_opinion(rows["notice"])
    return tree, users, rows


@pytest.mark.parametrize("place", range(len(ROLES)), ids=ROLES)
def test_each_role_gets_exactly_what_the_table_says(client, world, place):
    _tree, users, rows = world
    client.force_login(users[ROLES[place]], backend="django.contrib.auth.backends.ModelBackend")

    said = {}
    for name, method, row, *expected in PAGES:
        args = [rows[row].pk] if row else []
        said[name, method] = getattr(client, method)(reverse(name, args=args)).status_code, expected[place]

    assert {page: pair for page, pair in said.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("role", ["worker", "office", "manager"])
def test_a_row_elsewhere_answers_like_a_row_that_is_not_there(client, world, role):
    tree, users, _rows = world
    client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
    elsewhere = {
        "leaders:leader-detail": make_leader(tree.other_building).pk,
        "communities:organization-detail": make_organization(tree.other_community).pk,
        "communities:region-detail": tree.other_compound.pk,
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
    assert "Choose a region inside the own posting." in response.content.decode()


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


def test_kinds_stay_four():
    assert Kind.values == ["team", "opinion", "building", "estate"]
