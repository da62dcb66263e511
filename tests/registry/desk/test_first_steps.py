"""The first day of a street: each step leads to its page, goes when it is done, and the list goes with the last."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.desk.first_steps import first_steps
from tests.factories import make_assessment, make_leader, make_organization, make_region, make_user

pytestmark = pytest.mark.django_db


def test_each_step_is_a_click_and_gone_when_it_is_done(client, sign_in):
    street = make_region(
        make_region(make_region(None, name="广东省", level="province"), name="深圳市", level="prefecture"),
        name="粤海街道",
        level="street",
    )
    manager = make_user(Role.MANAGER, street)
    made = {}
    do = {
        "communities": lambda: made.update(community=street.add_child(name="南油社区居委会", by=manager)),
        "accounts": lambda: make_user(Role.WORKER, made["community"]),
        "staff": lambda: make_user(Role.OFFICE, street),
        "buildings": lambda: made.update(
            building=made["community"].add_child(name="海悦苑", by=manager).add_child(name="1号楼", by=manager)
        ),
        "organizations": lambda: made.update(group=make_organization(made["community"])),
        "leaders": lambda: make_leader(made["building"]),
        "settings": lambda: client.post(reverse("communities:rule-accept", args=[street.pk])),
        "privacy": lambda: street.describe(by=manager, contact_phone="0755-26000000"),
        "assessment": lambda: make_assessment(street),
        "publication": lambda: made["group"].publish(by=manager),
    }
    sign_in(manager)
    left = list(do)
    for key, act in do.items():
        first = first_steps(manager)
        assert [step["key"] for step in first["steps"]] == left and first["done"] == len(do) - len(left)
        page = client.get(reverse("desk:dashboard")).content.decode()
        assert all(f'href="{step["url"]}"' in page for step in first["steps"])
        assert client.get(first["steps"][0]["url"]).status_code == 200
        act()
        left.remove(key)

    assert first_steps(manager) is None
    assert "First steps" in page and "First steps" not in client.get(reverse("desk:dashboard")).content.decode()


def test_two_people_or_three_of_whom_one_made_the_others_are_no_three(tree, manager, worker):
    def is_left():
        cache.clear()
        return "staff" in {step["key"] for step in first_steps(User.objects.get(pk=manager.pk))["steps"]}

    assert is_left()
    clerk = make_user(Role.OFFICE, tree.street)
    assert not is_left()
    for account in (clerk, worker):
        account.give_first_password(by=manager)
        account.save()
    assert is_left()
    make_user(Role.MANAGER, tree.county)
    assert not is_left()
