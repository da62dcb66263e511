"""A day known whole leaves as a day; a year, or a year and a month, in words."""

import pytest
from django.urls import reverse

from communities.text.dates import Precision
from registry.accounts.roles import Role
from tests.exports import export_rows, export_text
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("communities:organization-export")
KNOWN = [(Precision.DAY, True), (Precision.MONTH, False), (Precision.YEAR, False)]


@pytest.mark.parametrize(("precision", "is_day"), KNOWN)
def test_the_day_a_group_was_founded(tree, sign_in, precision, is_day):
    make_organization(tree.community, founded_on="2019-05-02", founded_precision=precision)
    client = sign_in(make_user(Role.MANAGER, tree.street))

    header, row = export_rows(client, PAGE, columns=["name", "founded"])
    told = row[header.index("Founded on")]

    assert (getattr(told, "year", None) == 2019) is is_day
    assert is_day or "2019" in told
    assert ("2019-05-02" in export_text(client, PAGE, columns=["name", "founded"])) is is_day
