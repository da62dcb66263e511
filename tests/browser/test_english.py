"""The lists in English on a desk: its words are longer than the Chinese, and still no column and no action is cut off."""

from datetime import date

import pytest
from django.apps import apps

from communities.ratings import defaults as rating_defaults
from communities.ratings.models import RatingScheme
from leaders.consents.models import ConsentText
from tests.browser.test_long_names import LOST
from tests.browser.test_pages import open_as
from tests.test_permissions import PAGES, ROLES
from tests.world import address, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = ("-list", "-buildings", "-compounds", "-organizations", "-hours", "-short", "-sums", "-detail", "dashboard")


def test_no_list_in_english_is_cut_off_on_a_desk(browser, live_server):
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    if not RatingScheme.objects.exists():
        rating_defaults.fill(apps, None)
    _tree, users, rows = make_world()
    page = open_as(browser, live_server, users["manager"].username, 1366)
    page.context.add_cookies([{"name": "language", "value": "en", "url": live_server.url}])

    cut, seen = [], 0
    for name, method, row, *answers in PAGES:
        if method == "get" and name.endswith(LISTS) and answers[ROLES.index("manager")] == 200:
            page.goto(live_server.url + address(name, rows, row))
            assert page.locator("html").get_attribute("lang") == "en"
            seen += 1
            cut += [(name, lost) for lost in page.evaluate(LOST, ".scroll-x")]

    assert cut == []
    assert seen > 60
