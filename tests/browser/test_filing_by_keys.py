"""A filing is begun, given its papers and handed in with keys alone, on a desk and on a phone with a keyboard."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.filings.models import Filing
from leaders.consents.models import ConsentText
from registry.accounts.roles import Role
from tests.browser.test_leader_by_keys import tab_to
from tests.browser.test_pages import open_as
from tests.factories import make_current, make_leader, make_organization, make_tree, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAPERS = ["charter", "roster", "choice"]
SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def attach(page, filing, kind):
    """Tab to the adding of a paper, choose its kind with the arrows and its file with Space."""
    tab_to(page, f"a[href='{reverse('communities:filing-document-add', args=[filing.pk])}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/new/")
    page.wait_for_load_state()
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    for _step in range(10):
        if page.evaluate("document.activeElement.value") == kind:
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, "#id_file")
    page.keyboard.press("Space")
    for _look in range(100):
        if page.evaluate("document.activeElement.files.length"):
            break
        page.wait_for_timeout(50)
    tab_to(page, ".formbar .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{filing.get_absolute_url()}")
    page.wait_for_load_state()


def test_a_filing_is_handed_in_by_keys_alone(browser, live_server, settings, tmp_path):
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "zh-hans", tmp_path
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    tree = make_tree()
    worker = make_user(Role.WORKER, tree.community)
    for width in (1366, 390):
        group = make_organization(tree.community, by=worker, meeting_place="活动室")
        group.set_members(by=worker, year=timezone.localdate().year, members=20)
        post = make_current(make_leader(tree.building, name="周文娟"), kind="team", organization=group)
        page = open_as(browser, live_server, worker.username, width)
        # One listener for the whole way: a browser that is asked only before the key may miss it.
        page.on("filechooser", lambda asked: asked.set_files(SCAN))
        page.goto(live_server.url + group.get_absolute_url())
        tab_to(page, f"a[href^='{reverse('communities:filing-create', args=[group.pk])}']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/filings/new/**")
        page.wait_for_load_state()

        tab_to(page, "[name=person]")
        page.keyboard.press("Space")
        if page.evaluate("document.activeElement.value") != str(post.pk):
            page.keyboard.press("ArrowUp")
        tab_to(page, "#id_purpose")
        page.keyboard.type("健身交友，自愿参加")
        tab_to(page, ".formbar .btn-primary")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/new/" not in url)
        page.wait_for_load_state()
        filing = Filing.objects.get(organization=group)
        for kind in PAPERS:
            attach(page, filing, kind)
        hand_in = f"form[action='{reverse('communities:filing-submit', args=[filing.pk])}'] button"
        tab_to(page, hand_in)
        page.keyboard.press("Enter")
        page.locator(hand_in).wait_for(state="detached")

        filing.refresh_from_db()
        assert (filing.state, filing.appointment, filing.purpose) == ("submitted", post, "健身交友，自愿参加")
        assert page.locator("[role=status]").count(), "what happened is said"
        page.context.close()
