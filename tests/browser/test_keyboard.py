"""Forms and menus by the keyboard alone, and the end of a sign-in as the page tells it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.organizations.models import Organization
from communities.support.models import Support
from leaders.consents.models import ConsentText
from registry.accounts.models import UserSession
from registry.accounts.roles import Role
from tests.browser.test_pages import open_as
from tests.factories import PASSWORD, make_category, make_organization, make_support, make_tree, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree(settings):
    settings.LANGUAGE_CODE = "zh-hans"
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    tree = make_tree()
    tree.user, tree.category = make_user(Role.WORKER, tree.community), make_category()
    return tree


def is_open(page, box):
    return page.locator(box).get_attribute("open") is not None


def has_focus(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_a_record_is_made_and_found_by_the_keyboard_alone(browser, live_server, tree):
    page = open_as(browser, live_server, tree.user.username, 1366)
    page.goto(live_server.url + reverse("communities:organization-create"))
    picker = "details[data-region=region]"
    page.fill("#id_name", "桂花合唱队")
    page.select_option("#id_category", str(tree.category.pk))

    page.locator(f"{picker} summary").press("Enter")
    page.locator("#region_q:focus").wait_for()
    page.keyboard.press("Escape")
    assert not is_open(page, picker) and has_focus(page, f"{picker} summary")
    page.keyboard.press("Enter")
    page.locator("#region_q:focus").wait_for()
    page.locator("#region_q").press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert not is_open(page, picker), "leaving it with Tab closes it"
    page.click("label[for=id_region]")
    assert is_open(page, picker), "its label opens it"
    page.locator("#region_q").fill(tree.community.name[:3])
    page.locator("#region_q").press("Enter")
    page.locator(f"input[name=region_was][value='{tree.community.name[:3]}']").wait_for(state="attached")
    page.locator(f"{picker} ul[aria-label] button[name=region_set]").first.press("Enter")
    assert not is_open(page, picker) and has_focus(page, f"{picker} summary")
    snapshot = page.locator(f"{picker} summary").aria_snapshot()
    assert "区域" in snapshot and tree.community.name in snapshot
    page.fill("#id_founded_on", "2019年5月")
    page.goto(live_server.url + reverse("communities:organization-list"))
    page.go_back()
    assert tree.community.name in page.inner_text(f"{picker} summary"), "the browser's Back brings it back"
    assert page.input_value("#id_founded_on") == "2019年5月"

    page.locator("#id_name").press("Enter")
    page.wait_for_url("**/work/organizations/*/")
    made = Organization.objects.get()
    assert made.region == tree.community

    page.goto(live_server.url + reverse("communities:organization-list"))
    page.fill("#id_q", "桂花")
    page.locator("#id_q").press("Enter")
    page.wait_for_url("**q=*")
    assert "桂花合唱队" in page.inner_text("main") and "region_at" not in page.url
    menu = "details.menu >> nth=-1"
    page.locator(menu).locator("summary").press("Enter")
    assert is_open(page, menu)
    for _stop in range(8):
        page.keyboard.press("Tab")
    assert not is_open(page, menu), "a menu is left with Tab"

    phone = open_as(browser, live_server, tree.user.username, 390)
    phone.goto(live_server.url + reverse("communities:organization-list"))
    phone.fill("#id_q", "桂花")
    phone.locator(".filter__find").click()
    phone.wait_for_url("**q=*")


def test_the_page_tells_the_end_of_the_sign_in_and_the_form_outlives_it(browser, live_server, tree):
    page = open_as(browser, live_server, tree.user.username, 390)
    page.goto(live_server.url + "/work/")
    UserSession.objects.update(expire_date=timezone.now() + timedelta(hours=7, minutes=58))
    page.clock.install()
    page.goto(live_server.url + reverse("communities:organization-create"))
    note = page.locator("[data-session-left]")
    assert not note.is_visible()

    page.clock.fast_forward("07:52:00")
    assert "不到10分钟" in note.inner_text()
    note.locator("button").click()
    note.wait_for(state="hidden")
    page.clock.fast_forward("07:56:00")
    assert note.is_visible()
    page.clock.fast_forward("00:10:00")
    assert "已过期" in note.inner_text() and not note.locator("button").is_visible()

    UserSession.objects.all().delete()
    page.fill("#id_name", "桂花合唱队")
    page.locator("#id_name").press("Enter")
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".errsum").wait_for()
    assert page.input_value("#id_name") == "桂花合唱队"


def test_the_queue_is_cleared_by_the_keyboard_alone(browser, live_server, tree):
    team, manager = make_organization(tree.community), make_user(Role.MANAGER, tree.street)
    for title in ("甲", "乙", "丙"):
        make_support(team, granted="9.00", confirmed=False, title=title)
    page = open_as(browser, live_server, manager.username, 1366)
    page.goto(live_server.url + reverse("desk:review-queue"))
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    page.locator(".review__page").wait_for()
    page.wait_for_load_state()

    for title, coming in (("甲", "乙"), ("乙", "丙"), ("丙", None)):
        assert title in page.locator(".review__page h1").inner_text()
        for key in ("Enter", "Space", "Enter"):
            page.keyboard.press(key)
        page.locator(f".queue [aria-current] b:has-text('{coming}')" if coming else ".empty").wait_for()
        page.wait_for_load_state()  # the keys are heard from then on

    assert {row.state for row in Support.objects.all()} == {"granted"}
