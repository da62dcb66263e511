"""Whatever stands in the address or in a posted box, no page fails: a sentence, a 404 or the list, never a 500."""

from urllib.parse import urlencode

import pytest

from tests.factories import make_superuser
from tests.walk.entries import ENTRIES

NAMES = (
    "pick", "organization", "region", "region_at", "leader", "center", "page", "year", "kind", "state", "stage",
    "after", "before", "order", "q", "tab", "day", "week", "month", "from", "until", "next", "seen", "to", "session",
    "appointment", "building", "compound", "category", "mode", "venue", "batch", "version", "decision",
)  # fmt: skip
NOT_PAGES = ("accounts:logout", "healthz", "healthz-live")
ODD = ["9" * 30, "9" * 5000, "-1", "\x00", "2026-02-30", "abc"]


@pytest.fixture
def admin_client(client, world):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD, ids=[repr(text)[:12] for text in ODD])
def test_no_page_fails_at_an_odd_value_of_any_parameter(admin_client, odd):
    values, failed = dict.fromkeys(NAMES, odd), []
    boxes = {"data": urlencode(values), "content_type": "application/x-www-form-urlencoded"}
    admin_client.raise_request_exception = False
    for entry in ENTRIES:
        if entry.name not in NOT_PAGES:
            where = entry.at_first()
            answers = [admin_client.get(where, values), admin_client.post(where, **boxes)]
            failed += [(entry.name, answer.status_code) for answer in answers if answer.status_code >= 500]

    assert failed == []
