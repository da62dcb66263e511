"""Entering an honour given before: what the row refuses of its day or its name stands beside the field that asks for it."""

import pytest
from django.urls import reverse

from leaders.incentives.models import EarlierHonour
from tests.clock import TODAY
from tests.factories import make_leader

pytestmark = pytest.mark.django_db
TYPED = {"title": "优秀组织者", "issuer": "区委", "level": "district", "when": "2019", "document_number": ""}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"when": str(TODAY.year + 1)}, "when"),
        ({"when": f"{TODAY.year + 1}-01-01"}, "when"),
        ({"when": "1850"}, "when"),
        ({"when": "someday"}, "when"),
        ({"level": "street", "title": "优秀志愿者"}, "title"),
    ],
)
def test_what_is_typed_wrongly_is_said_beside_it(client, tree, worker, sign_in, typed, field):
    sign_in(worker)
    page = f"{reverse('leaders:honour-create')}?leader={make_leader(tree.building).pk}"

    answer = client.post(page, TYPED | typed)

    assert list(answer.context["form"].errors) == [field]
    assert not EarlierHonour.objects.exists()
