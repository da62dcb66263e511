"""A matter from a resident's phone with a photo to its rating, by two workers, as each of them clicks."""

from datetime import date

import pytest
from django.urls import reverse

from communities.notices.forms import public
from leaders.cases.models import Case
from leaders.consents.models import ConsentText
from registry.accounts.roles import Role
from tests.browser.test_pages import open_as
from tests.factories import make_picture, make_tree, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """One worker at a desk, who acts on the matter through the buttons of its page."""

    def __init__(self, browser, live_server, user, case):
        self.page = open_as(browser, live_server, user.username, 1366)
        self.address = live_server.url + case.get_absolute_url()

    def press(self, way, case):
        """Open the matter and press the way to an act: its button, or the link to its form."""
        self.page.goto(self.address)
        target = reverse(f"leaders:case-{way}", args=[case.pk])
        self.page.click(f"main a[href^='{target}'], main form[action='{target}'] button")

    def send(self):
        self.page.click("main form .formbar .btn-primary, main form .formbar .btn-danger")
        self.page.wait_for_url(self.address)


@pytest.fixture
def tree(monkeypatch, settings, tmp_path):
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "zh-hans", tmp_path
    monkeypatch.setattr(public, "SHORTEST_SECONDS", 0)
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    tree = make_tree()
    tree.worker = make_user(Role.WORKER, tree.community, display_name="江文静")
    tree.colleague = make_user(Role.WORKER, tree.community, display_name="陆建国")
    return tree


def test_a_matter_from_the_phone_to_its_rating(browser, live_server, tree):
    phone = open_as(browser, live_server, None, 390)
    phone.goto(live_server.url + reverse("directory:matter-new") + f"?place={tree.building.pk}")
    phone.check("[name=category][value=interest]")
    phone.fill("#id_text", "电梯停了三天。")
    phone.click("main form button.btn-primary")
    phone.fill("#id_name", "沈桂花")
    phone.fill("#id_contact", "139 0013 9012")
    picture = make_picture()
    phone.set_input_files("[name=photos]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.read()})
    phone.click("main form button.btn-primary")
    phone.wait_for_url("**/slip/")
    case = Case.objects.get()
    number, key = (line.inner_text() for line in phone.locator("main .num").all()[:2])
    assert number == case.number and case.photos.count() == 1

    first, second = (Desk(browser, live_server, user, case) for user in (tree.worker, tree.colleague))
    first.press("accept", case)
    first.page.wait_for_load_state()
    first.press("assign", case)
    first.page.select_option("[name=to]", label=str(tree.colleague))
    first.page.fill("[name=note]", "请接手")
    first.send()
    second.press("reply", case)
    second.page.fill("[name=text]", "周六修好。")
    second.send()

    # Another phone, with what stands on the slip alone.
    other = open_as(browser, live_server, None, 390)
    other.goto(live_server.url + reverse("directory:matter-follow"))
    other.fill("[name=number]", case.number)
    other.fill("[name=key]", key)
    other.click("main form button.btn-primary")
    assert "周六修好。" in other.inner_text("main")
    other.fill("form:has(#m-a) [name=text]", "周六没人来。")
    other.click("form:has(#m-a) button")
    case.refresh_from_db()
    assert (case.state, case.assignee) == ("handling", tree.colleague), "who answers back puts it in hand again"

    second.press("transfer", case)
    second.page.check("[name=destination] >> nth=0")
    second.page.fill("[name=text]", "已转请维修。")
    second.page.fill("[name=name]", "房管所")
    second.send()
    other.reload()
    assert "已转请维修。" in other.inner_text("main") and "房管所" in other.inner_text("main")

    second.press("reopen", case)
    second.page.fill("[name=text]", "街道接回办理。")
    second.send()
    second.press("reply", case)
    second.page.fill("[name=text]", "已修好。")
    second.send()
    other.reload()
    other.click("form:has(#m-c) button[value=solved]")
    other.check("form:has(#m-r) [name=score][value='4']")
    other.click("form:has(#m-r) button.btn-primary")
    other.wait_for_load_state()

    case.refresh_from_db()
    assert (case.state, case.outcome, case.satisfaction) == ("closed", "solved", 4)
    second.page.goto(second.address)
    shown = second.page.inner_text("main")
    for text in ("请接手", "周六修好。", "周六没人来。", "已转请维修。", "街道接回办理。", "已修好。"):
        assert text in shown
    assert "沈桂花" not in shown and "9012" not in shown
    second.page.click(f"form[action='{reverse('leaders:case-reveal', args=[case.pk])}'] button")
    assert "沈桂花" in second.page.inner_text("main") and "13900139012" in second.page.inner_text("main").replace(
        " ", ""
    )
    for page in (phone, other, first.page, second.page):
        page.context.close()
