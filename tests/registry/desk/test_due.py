"""The days of the to-do list that no column holds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from communities.filings.models import Filing
from registry.desk.due import tasks
from tests.factories import make_filing, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        ("2026-11-02T10:00", date(2026, 11, 16)),  # two weekends
        ("2026-11-02T00:10", date(2026, 11, 16)),  # the day of Shanghai, which is not yet that of Greenwich
        ("2026-09-24T10:00", date(2026, 10, 15)),  # the holidays of October, with their make-up days
    ],
)
def test_a_returned_filing_is_due_after_ten_working_days(tree, worker, returned, due):
    filing = make_filing(make_organization(tree.community), state="submitted")
    filing.send_back(by=make_user(), reason="改")
    moment = datetime.fromisoformat(returned).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    Filing.objects.filter(pk=filing.pk).update(returned_at=moment)

    [task] = [task for task in tasks(worker) if task.url == filing.get_absolute_url()]

    assert task.due_on == due
