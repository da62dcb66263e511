"""A table that goes round on paper says whose it is."""

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.factories import make_leader, make_organization, make_session, make_support, make_user

pytestmark = pytest.mark.django_db


def test_printed_tables_name_the_office_or_committee_they_are_of(tree, sign_in):
    make_leader(tree.building)
    make_support(make_organization(tree.community))
    session = make_session(tree.community)
    client = sign_in(make_user(Role.MANAGER, tree.street))
    sheet = reverse("leaders:training-sheet", args=[session.pk])
    asked = {
        reverse("leaders:leader-roster"): f"Drawn up for {tree.street.name}",
        reverse("communities:support-print"): f"Drawn up for {tree.street.name}",
        sheet: f"Organized by {tree.community.name}",
    }
    for address, said in asked.items():
        assert said in client.get(address).content.decode(), address
