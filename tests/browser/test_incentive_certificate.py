"""The certificate on paper: one page, however long the words are."""

import re

import pytest

from leaders.incentives.models import Incentive
from tests.browser.test_pages import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("words", ["热心服务邻里。", "热心服务邻里，认真听取居民意见。" * 20])
def test_a_certificate_fits_one_landscape_page(browser, live_server, demo, words):
    row = Incentive.objects.exclude(certificate_number="").order_by("id").first()
    Incentive.objects.filter(pk=row.pk).update(achievements=words[:300], title="社区治理热心楼组长" * 4)
    page = open_as(browser, live_server, "manager", 1366)
    page.goto(f"{live_server.url}{row.get_absolute_url()}certificate/")

    paper = page.pdf(prefer_css_page_size=True)

    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1
    width, height = (float(number) for number in re.search(rb"MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert (round(width), round(height)) == (842, 595)
