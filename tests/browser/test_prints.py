"""What is printed, with the longest names: every column on the paper, and a button that prints above it."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from communities.ratings import defaults as rating_defaults
from communities.ratings.models import RatingScheme
from leaders.consents.models import ConsentText
from tests.browser.test_pages import open_as
from tests.long_world import make_long_world
from tests.test_permissions import PAGES, ROLES
from tests.world import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAPERS = ("-print", "-certificate", "-certificates", "-sheet", "-roster", "-proof", "-slip")
# Points of A4 between the margins, upright and lying.
UPRIGHT, LYING = 182 * 96 // 25.4, 277 * 96 // 25.4
# What is wider than the paper, or begins left of it: nothing scrolls there, so it would be cut.
CUT = """() => [...document.querySelectorAll("main *")]
  .filter((box) => box.checkVisibility() && !box.closest(".visually-hidden"))
  .filter((box) => box.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    || box.getBoundingClientRect().left < -1)
  .map((box) => box.tagName + "." + box.className).slice(0, 3)"""


def test_no_paper_loses_a_column_and_each_is_printed_by_a_button(browser, live_server, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    if not RatingScheme.objects.exists():
        rating_defaults.fill(apps, None)
    _tree, users, rows = make_long_world()
    page = open_as(browser, live_server, users["manager"].username, 1366)

    cut, without, seen = [], [], 0
    for name, method, row, *answers in PAGES:
        if method != "get" or not name.endswith(PAPERS) or answers[ROLES.index("manager")] != 200:
            continue
        seen += 1
        page.set_viewport_size({"width": 1366, "height": 844})
        page.goto(live_server.url + address(name, rows, row))
        without += [name] if page.locator("main [data-print]").count() != 1 else []
        page.emulate_media(media="print")
        lies = page.locator(".cert").count()
        page.set_viewport_size({"width": int(LYING if lies else UPRIGHT), "height": 1000})
        cut += [(name, part) for part in page.evaluate(CUT)]
        page.emulate_media(media="screen")

    for name, row in (("communities:filing-detail", "draft"), ("leaders:leader-detail", "leader")):
        page.goto(live_server.url + address(name, rows, row))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": int(UPRIGHT), "height": 1000})
        cut += [(name, part) for part in page.evaluate(CUT)]
        cut += [(name, "a button")] if page.locator("main .btn:visible").count() else []
        page.emulate_media(media="screen")
    page.goto(live_server.url + reverse("desk:calendar") + "?view=month")
    page.emulate_media(media="print")
    columns = page.locator(".cal--month").evaluate(
        "(box) => getComputedStyle(box).gridTemplateColumns.split(' ').length"
    )

    assert (cut, without) == ([], [])
    assert seen > 12 and columns == 7
