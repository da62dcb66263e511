"""Terms that are over, posts that come back, ends that lie ahead."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from leaders.appointments.actions import decide_appointment, end_appointments
from leaders.appointments.models import Appointment
from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.clock import NOW, TODAY
from tests.factories import (
    make_appointment,
    make_current,
    make_leader,
    make_organization,
    make_returned,
    make_tree,
    make_user,
)
from tests.windows import answer, form_on

PAST = {"started_on": date(2019, 3, 1), "term_ends_on": date(2021, 2, 28)}


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def head(tree):
    since = {"started_on": date(2024, 3, 1), "term_ends_on": TODAY + timedelta(days=400)}
    return make_current(make_leader(tree.building), region=tree.building, **since)


@pytest.mark.parametrize("replace", [False, True])
def test_a_past_term_confirmed_is_history_and_the_present_head_stays(tree, head, replace):
    past = make_appointment(make_leader(tree.building2, name="钟桂英"), region=tree.building, **PAST)

    decide_appointment(past, by=make_user(), replace=replace)

    past.refresh_from_db()
    head.refresh_from_db()
    past.leader.refresh_from_db()
    assert (past.state, past.ended_on, past.end_reason) == ("ended", date(2021, 2, 28), "term_over")
    assert (head.state, head.ended_on) == ("current", None)
    assert (past.leader.leads_building, past.leader.stage) == (False, "backbone")


def test_its_page_says_so_and_asks_nobody_to_leave(tree, head, sign_in):
    past = make_appointment(make_leader(tree.building2, name="钟桂英"), region=tree.building, **PAST)
    client = sign_in(make_user(Role.MANAGER, tree.street))

    text = client.get(past.get_absolute_url()).content.decode()
    assert "it goes into the history" in text and "The predecessor leaves" not in text
    assert "whoever serves goes on" in text and "takes effect at once" not in text
    answer(client, past.get_absolute_url(), {"decision": "pass", "replace": "on"})

    assert list(Appointment.objects.order_by("id").values_list("state", flat=True)) == ["current", "ended"]


@pytest.mark.parametrize("kind", [Kind.BUILDING, Kind.ESTATE, Kind.TEAM, Kind.OPINION])
def test_a_returned_post_is_sent_again_by_the_form_as_the_page_shows_it(tree, sign_in, kind):
    where = {
        Kind.BUILDING: {"region": tree.building},
        Kind.ESTATE: {"region": tree.compound},
        Kind.TEAM: {"organization": make_organization(tree.community)},
        Kind.OPINION: {},
    }[kind]
    post = make_returned(make_leader(tree.building), kind, **where)
    client, page = (
        sign_in(make_user(Role.WORKER, tree.community)),
        reverse("leaders:appointment-update", args=[post.pk]),
    )

    response = client.post(page, form_on(client.get(page)) | {"declared_interests": "无"})

    post.refresh_from_db()
    assert response.status_code == 302
    assert (post.state, post.declared_interests) == ("pending", "无")


def test_what_a_kind_needs_is_not_called_optional(tree, sign_in):
    client = sign_in(make_user(Role.WORKER, tree.community))

    text = client.get(reverse("leaders:leader-create")).content.decode()

    for label in ("Building", "Compound", "Term from", "Term until", "How chosen"):
        after = text.split(f">{label}", 1)[1]
        assert not after.split("</label>", 1)[0].strip().endswith("optional</span>"), label
    assert "optional</span>" in text.split(">Declared interests", 1)[1].split("</label>", 1)[0]


def test_an_end_may_lie_ahead_and_comes_on_its_day(tree, head, sign_in, clock):
    client, last = sign_in(make_user(Role.WORKER, tree.community)), TODAY + timedelta(days=10)

    answer(client, reverse("leaders:appointment-end", args=[head.pk]), {"ended_on": last, "end_reason": "moved"})

    head.refresh_from_db()
    assert (head.state, head.ended_on, head.tag[0]) == ("current", last, "info")
    clock.move_to(NOW + timedelta(days=10))
    assert end_appointments(dry_run=False) == 0
    clock.move_to(NOW + timedelta(days=11))
    assert [end_appointments(dry_run=dry) for dry in (True, False, False)] == [1, 1, 0]
    head.refresh_from_db()
    head.leader.refresh_from_db()
    assert (head.state, head.ended_on, head.end_reason, head.leader.leads_building) == ("ended", last, "moved", False)
