"""What the review queue says of each entry."""

import pytest
from django.urls import reverse

from tests.factories import make_organization, make_support

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("granted", "shown"), [("1234.50", "1,234.50"), ("0.05", "0.05"), ("9000.00", "9,000.00")])
def test_money_reaches_the_screen_to_the_fen(tree, manager, sign_in, granted, shown):
    make_support(make_organization(tree.community, name="晨光合唱队"), granted=granted, confirmed=False, title="球拍")

    text = sign_in(manager).get(reverse("desk:review-queue"), {"kind": "support"}).content.decode()

    assert f"晨光合唱队 球拍 {shown} yuan<" in text.replace("\n", "").replace(" <", "<")
