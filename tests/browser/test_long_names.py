"""The long world in Chromium: names as long and lists as many as they may be; nothing overflows, no column is lost."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps

from communities.ratings import defaults as rating_defaults
from communities.ratings.models import RatingScheme
from leaders.consents.models import ConsentText
from tests.browser.test_pages import WIDTHS, open_as
from tests.long_world import make_long_world
from tests.world import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Name and row of the pages that show such names; the public ones go without a sign-in.
WORK = [
    ("desk:dashboard", None), ("desk:review-queue", None), ("desk:statistics", None), ("leaders:leader-list", None),
    ("leaders:leader-detail", "busy"), ("leaders:leader-update", "busy"), ("leaders:vacancy-buildings", None),
    ("leaders:training-short", None), ("leaders:case-list", None), ("communities:organization-list", None),
    ("communities:organization-detail", "organization"), ("communities:activity-list", None),
    ("communities:support-list", None), ("communities:filing-detail", "filed"), ("communities:region-detail", "large"),
    ("leaders:topic-detail", "topic"),
]  # fmt: skip
PUBLIC = [("directory:home", None), ("directory:place", "large"), ("directory:activities", None)]
PUBLIC += [("directory:organizations", None), ("directory:building-heads", None)]
LOST = """() => [...document.querySelectorAll(".scroll-x")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.scrollWidth - box.clientWidth)"""


def faults_of(page, address):
    """[(width, size, address, points too wide, points of a list out of sight, what axe finds)]."""
    page.goto(address)
    found = []
    for size in ("", "xl"):
        page.evaluate("size => { document.documentElement.dataset.size = size }", size)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            lost = page.evaluate(LOST) if width == WIDTHS[0] else []
            is_read = (size, width) == ("", WIDTHS[0])
            axe = [fault["id"] for fault in Axe().run(page).response["violations"]] if is_read else []
            if over > 0 or lost or axe:
                found.append((width, size, address, over, lost, axe))
    return found


def test_long_names_and_many_rows_overflow_nowhere_and_push_no_column_out(browser, live_server, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    if not RatingScheme.objects.exists():
        rating_defaults.fill(apps, None)
    _tree, users, rows = make_long_world()

    faults = []
    for username, pages in ((users["manager"].username, WORK), (None, PUBLIC)):
        page = open_as(browser, live_server, username, WIDTHS[0])
        for name, row in pages:
            faults += faults_of(page, live_server.url + address(name, rows, row))

    assert faults == []
