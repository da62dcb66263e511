"""A matter sent from a phone without scripts, and each of its public pages looked at by axe."""

from datetime import date

import pytest
from django.urls import reverse

from communities.notices.forms import public
from leaders.cases.models import Case
from leaders.consents.models import ConsentText
from registry.accounts.roles import Role
from tests.browser.test_pages import faults_of, open_as
from tests.factories import make_case_in, make_tree, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree(monkeypatch, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    monkeypatch.setattr(public, "SHORTEST_SECONDS", 0)
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    tree = make_tree()
    make_user(Role.OFFICE, tree.street)
    return tree


def test_a_phone_without_scripts_sends_a_matter_and_follows_it(browser, live_server, tree):
    page = open_as(browser, live_server, None, 390, java_script_enabled=False)
    page.goto(live_server.url + reverse("directory:matter-new") + "?q=12号楼")
    page.click(f"a[href='?place={tree.building.pk}']")
    page.fill("#id_text", "楼上着火了，快来看。")
    page.click("main form button[type=submit]")
    assert page.locator("a[href='tel:119']").count() == 1
    page.fill("#id_contact", "021-5555 0199")
    page.click("main form button.btn-primary")

    assert Case.objects.get().number in page.inner_text("main")
    page.click("a.btn-line")
    page.fill("#id_text", "补充：三楼。")
    page.click("form:has(#m-a) button")
    assert "补充：三楼。" in page.inner_text("main")


def test_the_public_pages_of_matters_have_no_fault(browser, live_server, tree):
    case = make_case_in("answered", tree.building, may_publish=True)
    key = case.renew_key(by=make_user())
    page = open_as(browser, live_server, None, 390)
    addresses = [
        reverse("directory:matter-new"),
        reverse("directory:matter-new") + f"?place={tree.building.pk}",
        reverse("directory:matter-new") + f"?place={tree.other_building.pk}",
        reverse("directory:matter-follow"),
        reverse("directory:matter-open", args=[case.pk, key]),
        reverse("directory:matter-slip", args=[case.pk]),
    ]

    faults = [fault for address in addresses for fault in faults_of(page, live_server.url + address)]

    assert faults == []
