"""Two people with the same record open: neither is overruled unseen, and nobody is refused for ever."""

from decimal import Decimal

import pytest
from django.urls import reverse

from communities.support.models import Support
from registry.accounts.roles import Role
from tests.factories import make_organization, make_support, make_tree, make_user
from tests.windows import seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def clerk(tree):
    return make_user(role=Role.OFFICE, region=tree.street)


@pytest.fixture
def manager(tree):
    return make_user(role=Role.MANAGER, region=tree.street)


def typed(support, **changes):
    values = {name: getattr(support, name) for name in (
        "kind", "title", "granted", "budget_source", "year", "document_number", "period_from", "period_until", "contact"
    )}  # fmt: skip
    return {"organization": support.organization_id, **values, **changes}


def test_a_verdict_on_an_amount_that_was_raised_meanwhile_is_answered_409_with_both_and_grants_nothing(
    tree, clerk, manager, sign_in
):
    money = make_support(make_organization(tree.community), granted="500.00", confirmed=False, by=clerk)
    page = reverse("communities:support-detail", args=[money.pk])
    read = seen_on(sign_in(manager).get(page))
    money.send_back(by=make_user(role=Role.MANAGER, region=tree.street), reason="金额核对")
    raised = Support.objects.get(pk=money.pk)
    raised.applied = raised.granted = Decimal("50000.00")
    raised.enter(by=clerk)

    response = sign_in(manager).post(page, {"decision": "pass", "seen": read})

    assert response.status_code == 409
    assert "500.00" in response.content.decode() and "50000.00" in response.content.decode()
    assert Support.objects.get(pk=money.pk).state == "pending"

    again = sign_in(manager).post(page, {"decision": "pass", "seen": seen_on(response)})

    assert again.status_code == 302
    assert Support.objects.get(pk=money.pk).state == "granted"


def test_a_verdict_that_does_not_say_what_it_read_decides_nothing(tree, clerk, manager, sign_in):
    money = make_support(make_organization(tree.community), granted="500.00", confirmed=False, by=clerk)

    response = sign_in(manager).post(reverse("communities:support-detail", args=[money.pk]), {"decision": "pass"})

    assert response.status_code == 200
    assert Support.objects.get(pk=money.pk).state == "pending"


def test_fields_that_only_one_window_changed_are_merged(tree, clerk, sign_in):
    thing = make_support(make_organization(tree.community), contact="王老师")
    page = reverse("communities:support-update", args=[thing.pk])
    client = sign_in(clerk)
    first, second = seen_on(client.get(page)), seen_on(client.get(page))
    client.post(page, typed(thing, contact="李老师", seen=second))

    response = client.post(page, typed(thing, title="排练厅", seen=first))

    assert response.status_code == 302
    kept = Support.objects.get(pk=thing.pk)
    assert (kept.title, kept.contact) == ("排练厅", "李老师")


@pytest.mark.parametrize(("choice", "left"), [("mine", "排练厅"), ("theirs", "会议室"), ("", "会议室")])
def test_a_field_that_both_changed_is_chosen_and_saved_with_the_next_press(tree, clerk, sign_in, choice, left):
    thing = make_support(make_organization(tree.community), title="活动室")
    page = reverse("communities:support-update", args=[thing.pk])
    client = sign_in(clerk)
    first = seen_on(client.get(page))
    client.post(page, typed(thing, title="会议室", seen=seen_on(client.get(page))))

    asked = client.post(page, typed(thing, title="排练厅", seen=first))

    assert asked.status_code == 409
    assert "会议室" in asked.content.decode() and 'value="排练厅"' in asked.content.decode()
    assert Support.objects.get(pk=thing.pk).title == "会议室"
    chosen = {"keep-title": choice} if choice else {}

    done = client.post(page, typed(thing, title="排练厅", seen=seen_on(asked), **chosen))

    assert done.status_code == 302
    assert Support.objects.get(pk=thing.pk).title == (left if choice else "排练厅")
