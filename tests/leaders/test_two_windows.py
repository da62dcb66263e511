"""A verdict on a post or an incentive binds to what its page showed."""

import pytest
from django.urls import reverse

from leaders.appointments.models import Appointment
from leaders.incentives.models import Incentive
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import make_appointment, make_incentive, make_leader, make_tree, make_user
from tests.windows import answer, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_user(role=Role.MANAGER, region=tree.street)


def test_a_verdict_on_a_post_that_was_changed_meanwhile_is_answered_409_with_both_and_decides_nothing(
    tree, manager, sign_in
):
    post = make_appointment(make_leader(tree.building), region=tree.building, declared_interests="无")
    page = post.get_absolute_url()
    read = seen_on(sign_in(manager).get(page))
    post.send_back(by=make_user(), reason="请核实")
    changed = Appointment.objects.get(pk=post.pk)
    changed.declared_interests = "与物业公司有亲属关系"
    changed.submit(by=make_user())

    response = sign_in(manager).post(page, {"decision": "pass", "seen": read})

    assert response.status_code == 409
    assert "<del>无</del>" in response.content.decode() and "与物业公司有亲属关系" in response.content.decode()
    assert Appointment.objects.get(pk=post.pk).state == "pending"

    again = sign_in(manager).post(page, {"decision": "pass", "seen": seen_on(response)})

    assert again.status_code == 302
    assert Appointment.objects.get(pk=post.pk).state == "current"


def test_a_verdict_on_an_incentive_that_was_raised_meanwhile_is_answered_409_with_both_and_decides_nothing(
    tree, manager, sign_in
):
    row = make_incentive(make_leader(tree.building), form="allowance", amount="100.00", budget_source="社区经费")
    page = row.get_absolute_url()
    read = seen_on(sign_in(manager).get(page))
    row.send_back(by=make_user(), reason="请核实")
    changed = Incentive.objects.get(pk=row.pk)
    changed.amount = "9000.00"
    changed.propose(by=make_user())

    response = sign_in(manager).post(page, {"decision": "pass", "seen": read})

    assert response.status_code == 409
    assert "100.00" in response.content.decode() and "9000.00" in response.content.decode()
    assert Incentive.objects.get(pk=row.pk).state == "proposed"

    again = sign_in(manager).post(page, {"decision": "pass", "seen": seen_on(response)})

    assert again.status_code == 302
    assert AuditEntry.objects.filter(verb="incentive.decide", object_id=row.pk).count() == 1


@pytest.mark.parametrize("make", [make_appointment, make_incentive])
def test_a_verdict_that_does_not_say_what_it_read_decides_nothing(tree, manager, sign_in, make):
    leader = make_leader(tree.building)
    row = make(leader, region=tree.building) if make is make_appointment else make(leader)

    response = sign_in(manager).post(row.get_absolute_url(), {"decision": "pass"})

    assert response.status_code == 200
    assert type(row).objects.get(pk=row.pk).state in ("pending", "proposed")


def test_a_verdict_without_a_reason_does_not_return(tree, manager, sign_in):
    post = make_appointment(make_leader(tree.building), region=tree.building)

    response = answer(sign_in(manager), post.get_absolute_url(), {"decision": "return", "reason": " "})

    assert "Say what is to be changed." in response.content.decode()
    assert Appointment.objects.get(pk=post.pk).state == "pending"


def test_an_end_sent_from_a_page_that_showed_an_older_term_asks_again(tree, manager, sign_in):
    post = make_appointment(make_leader(tree.building), region=tree.building)
    post.decide(by=make_user())
    page = reverse("leaders:appointment-end", args=[post.pk])
    read = seen_on(sign_in(manager).get(page))
    typed = {"ended_on": post.started_on.isoformat(), "end_reason": "moved"}
    post.extend(by=make_user(), until=post.term_ends_on.replace(year=post.term_ends_on.year + 1))

    response = sign_in(manager).post(page, typed | {"seen": read})

    assert response.status_code == 409
    assert Appointment.objects.get(pk=post.pk).state == "current"
    assert sign_in(manager).post(page, typed | {"seen": seen_on(response)}).status_code == 302
    assert Appointment.objects.get(pk=post.pk).state == "ended"
