"""What carries people's data away has a limit a day, counted for each account by the log of looks itself."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse

from registry.accounts.roles import Role
from registry.audit import day_limits
from registry.audit.log import record_read
from registry.audit.models import ReadLog
from tests.clock import NOW
from tests.exports import export
from tests.factories import make_leader, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_a_day(settings):
    settings.DAY_LIMITS = settings.DAY_LIMITS | {"reveal": 1, "export": 1}


def test_numbers_shown(sign_in, clock, worker, tree):
    one, other = (make_leader(tree.building, phone=phone) for phone in ("13800138000", "13900139000"))
    client = sign_in(worker)

    assert "13800138000" in client.post(reverse("leaders:leader-reveal", args=[one.pk])).content.decode()
    over = client.post(reverse("leaders:leader-reveal", args=[other.pk]))

    assert over.status_code == 429 and "1 numbers today" in over.content.decode()
    assert "13900139000" not in over.content.decode() and ReadLog.objects.filter(verb="leader.reveal").count() == 1
    colleague = sign_in(make_user(Role.WORKER, tree.community))
    assert colleague.post(reverse("leaders:leader-reveal", args=[other.pk])).status_code == 200
    clock.move_to(NOW + timedelta(days=1))
    assert sign_in(worker).post(reverse("leaders:leader-reveal", args=[other.pk])).status_code == 200


def test_files_taken(sign_in, worker, team):
    page, client = reverse("communities:organization-export"), sign_in(worker)
    assert export(client, page).headers["Content-Type"].startswith("text/csv")

    over = export(client, page)

    assert over.status_code == 429 and "1 files today" in over.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_pass_by_the_last_one(monkeypatch):
    worker, ended = make_user(), []
    counted = day_limits._is_enough

    def slowly(*asked):
        found = counted(*asked)
        time.sleep(0.3)  # the other one counts meanwhile, unless it has to wait
        return found

    def take():
        try:
            record_read("leader.reveal", worker, by=worker)
            ended.append("done")
        except day_limits.DayLimitReached:
            ended.append("over")
        finally:
            connections.close_all()

    monkeypatch.setattr(day_limits, "_is_enough", slowly)
    both = [threading.Thread(target=take) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(ended) == ["done", "over"]
    assert ReadLog.objects.filter(verb="leader.reveal").count() == 1
