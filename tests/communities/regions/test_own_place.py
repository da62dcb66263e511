"""A form that is about a place begins with that of whoever works at a single one."""

import pytest
from django.urls import reverse

from communities.postings.models import Posting
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["leaders:training-create", "communities:venue-create"])
def test_the_own_place_stands_there_and_nothing_is_guessed_of_two(sign_in, tree, page):
    def begun(user):
        form = sign_in(user).get(reverse(page)).context["form"]
        return form["region"].initial

    clerk = make_user(Role.OFFICE, tree.street)
    assert begun(clerk) == tree.street.pk
    Posting.objects.create(user=clerk, region=tree.other_street, role=Role.OFFICE, started_on=TODAY)
    assert begun(clerk) is None and begun(make_superuser()) is None
