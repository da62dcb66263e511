"""The queue of what may be written twice."""

import pytest
from django.urls import reverse

from tests.factories import make_leader

pytestmark = pytest.mark.django_db


def test_the_queue_goes_on_from_page_to_page(tree, client, sign_in, worker, monkeypatch):
    monkeypatch.setattr("communities.merging.views.PAGE", 2)
    for number in range(5):
        for _twice in range(2):
            make_leader(tree.building, name=f"王建{chr(0x4E00 + number)}")
    client, shown, after = sign_in(worker), [], ""
    for _page in range(3):
        page = client.get(reverse("communities:double-leaders"), {"after": after})
        shown += [pair["one"].name for pair in page.context["pairs"]]
        after = page.context["next"] or ""

    assert len(shown) == len(set(shown)) == 5 and after == ""
