"""What was sent back to whoever handed it in can be done away with by that person: no to-do stays for ever."""

import re

import pytest
from django.urls import get_resolver

from communities.pages.decisions import DecisionPage
from communities.pages.seen import pack
from registry.accounts.roles import Role
from tests.factories import (
    make_appointment,
    make_authority_decision,
    make_earlier_honour,
    make_leader,
    make_organization,
    make_outside_hours,
    make_proposal,
    make_support,
    make_user,
)

MADE = {
    "appointment": lambda tree, by: make_appointment(make_leader(tree.building), region=tree.building, by=by),
    "managementdecision": lambda tree, by: make_proposal(make_organization(tree.community), by=by),
    "support": lambda tree, by: make_support(make_organization(tree.community), granted="9.00", confirmed=False, by=by),
    "authoritydecision": lambda tree, by: make_authority_decision(make_organization(tree.community), by=by),
    "outsidehours": lambda tree, by: make_outside_hours(make_leader(tree.building), by=by),
    "earlierhonour": lambda tree, by: make_earlier_honour(make_leader(tree.building), by=by),
}

FOR_ALL = {"outsidehours", "earlierhonour"}  # whoever may correct what somebody entered may do away with it
ADDRESS = r'action="([^"]*(?:withdraw|take-back)[^"]*)"'


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def taken_back_by_whoever_handed_in():
    """The names of the models whose page offers it and whose returned rows may end so."""
    pages, patterns = set(), list(get_resolver().url_patterns)
    while patterns:
        one = patterns.pop()
        patterns += getattr(one, "url_patterns", [])
        page = getattr(getattr(one, "callback", None), "view_class", None)
        if page and issubclass(page, DecisionPage) and page.withdraw_url:
            pages.add(page.model)
    return {model._meta.model_name for model in pages if model.MOVES.get("returned")}


def test_every_such_record_is_tried():
    assert taken_back_by_whoever_handed_in() == set(MADE)


@pytest.mark.parametrize("kind", sorted(MADE))
def test_what_was_sent_back_is_taken_back_on_its_page(tree, sign_in, kind):
    by = make_user(Role.OFFICE, tree.street)
    row = MADE[kind](tree, by)
    row.send_back(by=make_user(), reason="改")
    client = sign_in(by)

    page = client.get(row.get_absolute_url()).content.decode()
    [address] = re.findall(ADDRESS, page)
    others = sign_in(make_user(Role.OFFICE, tree.street)).get(row.get_absolute_url()).content.decode()
    sign_in(by).post(address, {"seen": pack(again(row))})

    assert (address in others) == (kind in FOR_ALL)
    assert again(row).state in ("withdrawn", "cancelled")
    assert re.findall(ADDRESS, sign_in(by).get(row.get_absolute_url()).content.decode()) == []
