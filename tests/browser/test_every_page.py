"""Every page of the permission table in Chromium: axe finds nothing and nothing overflows, on a desk and on a phone."""

from datetime import date

import pytest
from django.apps import apps

from communities.ratings import defaults as rating_defaults
from communities.ratings.models import RatingScheme
from leaders.consents.models import ConsentText
from tests.browser.test_pages import faults_of, open_as
from tests.test_permissions import PAGES, ROLES
from tests.world import address, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = 4  # so that two processes share the work
NO_PAGES = (
    "-export",
    "-photo",
    "-file",
    "-feed",
    "-ics",
    "-panel",
    "-progress",
)  # files, and parts that stand inside a page


def pages_seen_by(role):
    """[(name, row)] of the pages that answer 200 to `role`; each page is looked at in the first role that sees it."""
    place = ROLES.index(role)
    earlier = [ROLES.index(other) for other in ("manager",) if other != role]
    for name, method, row, *expected in PAGES:
        seen = method == "get" and expected[place] == 200 and not name.endswith(NO_PAGES)
        if seen and not any(expected[other] == 200 for other in earlier):
            yield name, row


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("role", ["manager"])
def test_no_page_has_a_fault(browser, live_server, settings, role, part):
    settings.LANGUAGE_CODE = "zh-hans"
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    if not RatingScheme.objects.exists():
        rating_defaults.fill(apps, None)
    _tree, users, rows = make_world()
    page = open_as(browser, live_server, users[role].username, 1366)

    faults = []
    for name, row in list(pages_seen_by(role))[part::PARTS]:
        faults += faults_of(page, live_server.url + address(name, rows, row))

    assert faults == []
