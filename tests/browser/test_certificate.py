"""The certificate on paper: one A4 page, whatever the length of the name, with a QR code a reader can follow."""

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.browser.test_pages import open_as
from tests.factories import make_filing, make_organization, make_tree, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = b"/Type /Page\n"


@pytest.mark.parametrize("name", ["康城舞蹈队", "康城社区夕阳红民族舞蹈和广场舞联合志愿服务队" * 2])
def test_the_certificate_prints_on_one_page(browser, live_server, settings, name):
    settings.LANGUAGE_CODE = "zh-hans"
    tree = make_tree()
    worker = make_user(Role.WORKER, tree.community)
    filing = make_filing(make_organization(tree.community, name=name), state="filed")
    page = open_as(browser, live_server, worker.username, 1366)

    page.goto(live_server.url + reverse("communities:filing-certificate", args=[filing.pk]))

    assert page.locator("svg.qr").is_visible()
    assert page.pdf(prefer_css_page_size=True).count(PAGE) == 1
    page.goto(live_server.url + reverse("communities:filing-list"))
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>x</p>'.repeat(200))")
    assert page.pdf().count(PAGE) > 1  # the counting counts
    page.context.close()
