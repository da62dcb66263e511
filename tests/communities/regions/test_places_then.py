"""A record's page shows the name its place has today, and below its history the one of then."""

import pytest

from communities.regions import actions
from communities.regions.models import Region
from registry.accounts.roles import Role
from tests.factories import make_filing, make_leader, make_organization, make_superuser, make_user

ABOUT = {"reason": "区划调整", "document_number": "民〔2026〕1号"}

pytestmark = pytest.mark.django_db


def test_the_name_of_today_and_of_then_stand_on_the_record(tree, client, sign_in):
    manager, boss = make_user(Role.MANAGER, tree.street), make_superuser()
    filing = make_filing(make_organization(tree.community))
    leader = make_leader(tree.building)
    pages = [filing.get_absolute_url(), f"{leader.get_absolute_url()}?tab=history"]
    was = tree.community.name

    renamed = actions.rename(tree.community, "古美新村居委会", by=boss, **ABOUT)
    moved = actions.move(Region.objects.get(pk=tree.community.pk), tree.other_street, by=boss, **ABOUT)

    sign_in(make_user(Role.MANAGER, tree.other_street))
    for address in pages:
        page = client.get(address).content.decode()
        assert f"古美新村居委会 was called {was}." in page
        assert f"古美新村居委会 was part of {tree.street.name}." in page
    for act in (moved, renamed):
        actions.undo(act, by=boss)
    sign_in(manager)
    assert "was called" not in client.get(pages[0]).content.decode()


def test_what_was_made_afterwards_says_nothing_of_it(tree, client, sign_in, clock):
    actions.rename(tree.community, "古美新村居委会", by=make_superuser(), **ABOUT)
    clock.move_to("2026-11-27T10:00:00+08:00")
    filing = make_filing(make_organization(Region.objects.get(pk=tree.community.pk)))
    sign_in(make_user(Role.MANAGER, tree.street))

    assert "was called" not in client.get(filing.get_absolute_url()).content.decode()
