"""The pages in Chromium, on a desk and on a phone: axe finds nothing, nothing overflows, the main jobs work."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from communities.organizations.models import Organization
from communities.regions.models import Region
from leaders.appointments.models import Appointment
from leaders.demo.content import STAFF
from leaders.people.models import Leader
from registry.accounts.models import User
from registry.accounts.sessions import SessionStore

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [1366, 390, 320]


def open_as(browser, live_server, username, width, **more):
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", **more)
    if username:
        user, session = User.objects.get(username=username), SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])
    return context.new_page()


def pages_of(username):
    """What the demo fills with life; `test_every_page` goes through all the others."""
    compound = Region.objects.get(name="康城一期")
    building = Region.objects.get(parent=compound, name="12号楼")
    leader = Leader.objects.filter(region=building).first()
    organization = Organization.objects.get(name="康城柔力球队")
    public = ["home", "places", "organizations", "building-heads", "estates", "privacy", "accessibility"]
    work = ["desk:dashboard", "desk:due-list", "leaders:leader-list", "communities:organization-list"]
    return {
        None: [reverse(f"directory:{name}") for name in public]
        + [reverse("directory:place", args=[place.pk]) for place in (compound, building)]
        + [reverse("directory:organization", args=[organization.pk])]
        + ["/find/?q=康城 12号楼", "/accounts/login/", "/nope/"],
        "worker": [reverse(name) for name in work]
        + [row.get_absolute_url() for row in (compound, building, leader, organization)],
        "manager": [reverse("desk:dashboard"), reverse("desk:review-queue"), reverse("desk:audit-list")],
        "overseer": [reverse("desk:dashboard"), reverse("leaders:leader-list")],
    }[username]


def faults_of(page, address):
    """[(width, address, points too wide, axe's findings)] of one page at all widths."""
    page.goto(address)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        broken = [fault["id"] for fault in Axe().run(page).response["violations"]] if width != 320 else []
        if over > 0 or broken:
            found.append((width, address, over, broken))
    return found


@pytest.mark.parametrize("username", [None, "worker", "manager", "overseer"])
def test_no_page_has_a_fault_for_axe_or_overflows(browser, live_server, demo, username):
    page = open_as(browser, live_server, username, WIDTHS[0])

    faults = [fault for path in pages_of(username) for fault in faults_of(page, live_server.url + path)]

    assert faults == [], faults


def test_a_worker_registers_a_head_with_the_picker_and_a_resident_finds_the_seat(browser, live_server, demo):
    page = open_as(browser, live_server, "worker", 1366)
    page.goto(live_server.url + reverse("leaders:leader-create"))
    page.fill("#id_name", "单晓晨")
    page.check("input[name=gender][value=female]")
    page.fill("#id_phone", "13800138000")
    choose(page, "region", "35号楼")
    page.check("input[name=kind][value=building]")
    choose(page, "building", "35号楼")
    page.fill("#id_started_on", "2026-01-01")
    page.fill("#id_term_ends_on", "2028-12-31")
    page.select_option("#id_how_chosen", "put_forward")
    page.click("button.btn-primary:has-text('提交登记')")
    page.wait_for_url("**/work/leaders/*/")
    assert "已登记单晓晨" in page.inner_text("main")
    row = Appointment.objects.get(leader__name="单晓晨")

    manager = open_as(browser, live_server, "manager", 1366)
    manager.goto(live_server.url + row.get_absolute_url())
    manager.check("input[name=decision][value=pass]")
    manager.get_by_role("button", name="提交意见", exact=True).click()
    manager.get_by_text("在任", exact=True).first.wait_for()

    resident = open_as(browser, live_server, None, 390, java_script_enabled=False)
    resident.goto(live_server.url + "/find/?q=" + "康城一期 35号楼")
    resident.click("main a:has-text('康城一期 35号楼')")
    assert "康城一期 35号楼 楼组长" in resident.inner_text("h1")
    assert "单晓晨" not in resident.content()


def choose(page, field, name):
    picker = page.locator(f"details[data-region={field}]")
    picker.locator("summary").click()
    picker.locator("input[type=search]").wait_for()
    picker.locator("input[type=search]").fill(name)
    picker.locator("input[type=search]").press("Enter")
    picker.locator(f"ul[aria-label] button[data-label$='{name}']").first.click()


def test_the_menu_closes_on_escape_and_gives_the_focus_back(browser, live_server, demo):
    page = open_as(browser, live_server, "worker", 1366)
    page.goto(live_server.url + "/work/")
    menu = page.locator("details.menu").last
    menu.locator("summary").press("Enter")
    assert menu.get_attribute("open") is not None

    page.keyboard.press("Escape")

    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_text_size_is_remembered_without_scripts(browser, live_server, demo):
    page = open_as(browser, live_server, None, 390, java_script_enabled=False)
    page.goto(live_server.url + "/")
    page.click("button:has-text('特大')")

    page.goto(live_server.url + "/organizations/")

    assert page.get_attribute("html", "data-size") == "xl"


def test_every_demo_account_is_named():
    assert set(STAFF) == {"worker", "worker2", "office", "manager", "overseer", "admin"}


def test_the_public_home_is_at_most_three_screens_of_a_phone_in_both_languages(browser, live_server, demo):
    for language in ("zh-hans", "en"):
        page = open_as(browser, live_server, None, 390)
        page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        page.goto(live_server.url)

        assert page.evaluate("document.documentElement.scrollHeight") <= 3 * 844, language


@pytest.mark.parametrize("username", ["worker", "office", "manager", "overseer"])
def test_the_desk_is_one_screen_of_an_office_computer(browser, live_server, demo, username):
    page = open_as(browser, live_server, username, 1366)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(live_server.url + "/work/")

    assert page.evaluate("document.documentElement.scrollHeight") <= 768
    assert page.locator(".todo li, .tbl tbody tr").count() > 1


def test_what_is_chosen_in_the_menu_is_in_sight_however_long_it_is(browser, live_server, demo):
    page = open_as(browser, live_server, "manager", 1366)
    page.goto(live_server.url + "/work/log/")

    box = page.locator(".side [aria-current]").bounding_box()
    assert 56 <= box["y"] and box["y"] + box["height"] < page.viewport_size["height"] + 1
