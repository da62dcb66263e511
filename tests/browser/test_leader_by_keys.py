"""A leader is registered from the list to the record with keys alone, on a desk and on a phone with a keyboard."""

from datetime import date

import pytest
from django.urls import reverse

from leaders.appointments.models import Appointment
from leaders.consents.models import ConsentText
from leaders.people.models import Leader
from registry.accounts.roles import Role
from tests.browser.test_pages import open_as
from tests.factories import make_tree, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TABS = 60
OUT_OF_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
  const met = document.elementFromPoint(x, y);
  return !met || !(met.contains(document.activeElement) || document.activeElement.contains(met));
}"""


def tab_to(page, selector):
    """Press Tab until an element that matches has the focus; there it is in sight."""
    for _stop in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            for _look in range(20):  # scrolling there takes a few frames
                if not page.evaluate(OUT_OF_SIGHT):
                    return
                page.wait_for_timeout(50)
            raise AssertionError(f"{selector} has the focus out of sight")
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")


def choose_place(page, field, place):
    tab_to(page, f"#id_{field}")
    page.keyboard.press("Enter")
    page.locator(f"#{field}_q:focus").wait_for()
    page.keyboard.type(place.name)
    page.keyboard.press("Enter")
    page.locator(f"input[name={field}_was][value='{place.name}']").wait_for(state="attached")
    tab_to(page, f"button[name={field}_set][value='{place.pk}']")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"id_{field}", "the focus comes back to the field"


def test_a_leader_is_registered_by_keys_alone(browser, live_server, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    tree = make_tree()
    worker = make_user(Role.WORKER, tree.community)
    for width, name, building in ((1366, "桂花香", tree.building), (390, "梅竹兰", tree.building2)):
        page = open_as(browser, live_server, worker.username, width)
        page.goto(live_server.url + reverse("leaders:leader-list"))
        tab_to(page, f"a[href='{reverse('leaders:leader-create')}']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/leaders/new/")
        page.wait_for_load_state()

        tab_to(page, "#id_kind_0")
        for key in ("Space", "ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.value") == "building"
        choose_place(page, "building", building)
        tab_to(page, "#id_how_chosen")
        page.keyboard.press("ArrowDown")
        tab_to(page, "#id_name")
        page.keyboard.type(name)
        tab_to(page, "[name=gender]")
        page.keyboard.press("Space")
        choose_place(page, "region", building)
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "id_region", "Esc closes what Enter opened"
        tab_to(page, "[name=basis]")
        page.keyboard.press("Space")
        tab_to(page, ".formbar .btn-primary")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/new/" not in url)

        made = Leader.objects.get(name=name)
        assert made.region == building and Appointment.objects.get(leader=made).region == building
        page.context.close()
