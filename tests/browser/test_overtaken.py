"""The page shown when a form was overtaken, with the longest names and texts: read by axe, and nothing overflows."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from communities.notices.models import Notice
from communities.organizations.models import Organization
from communities.ratings import defaults as rating_defaults
from communities.ratings.models import RatingScheme
from leaders.consents.models import ConsentText
from leaders.training.models import TrainingSession
from tests.browser.test_long_names import faults_now
from tests.browser.test_pages import WIDTHS, open_as
from tests.long_world import HAN, LATIN, make_long_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = (HAN + LATIN) * 4


def test_what_overtook_a_form_is_told_to_staff_and_to_residents_in_full_width(browser, live_server, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    if not RatingScheme.objects.exists():
        rating_defaults.fill(apps, None)
    tree, users, rows = make_long_world()
    page = open_as(browser, live_server, users["manager"].username, WIDTHS[0])
    faults = []

    # Cancelled meanwhile: its state and the last that was done to it; and, by its address, that it cannot be done.
    session = TrainingSession.objects.filter(state=TrainingSession.State.PLANNED).first()
    address = live_server.url + reverse("leaders:training-update", args=[session.pk])
    page.goto(address)
    page.fill("main [name=description]", TYPED[:500])
    TrainingSession.objects.get(pk=session.pk).cancel(by=users["office"], reason=TYPED[:200])
    faults += sent(page, 409)
    assert page.goto(address).status == 404 and page.locator("main form").count() == 0
    faults += faults_now(page, "404")

    # Moved away: nothing but what was typed.
    group = Organization.objects.filter(pk=rows["organization"].pk)
    page.goto(live_server.url + reverse("communities:organization-update", args=[rows["organization"].pk]))
    page.fill("main [name=purpose]", TYPED[:500])
    group.update(region=tree.other_community, region_path=tree.other_community.path)
    faults += sent(page, 409)

    # A resident's words about a notice that came down.
    page = open_as(browser, live_server, None, WIDTHS[0])
    notice = Notice.objects.public().first()
    page.goto(live_server.url + reverse("directory:notice", args=[notice.pk]))
    page.fill("main [name=text]", TYPED[:300])
    page.check("main [name=side] >> nth=0")
    notice.withdraw(by=users["manager"], reason=TYPED[:200])
    faults += sent(page, 409)

    assert faults == []


def sent(page, status):
    """The faults of the page that answers the form on this one."""
    with page.expect_navigation() as answer:
        page.locator("main form[method=post] .btn-primary[type=submit]").first.click()
    assert answer.value.status == status
    assert page.locator("main", has_text=TYPED[:40]).count() == 1
    return faults_now(page, page.url)
