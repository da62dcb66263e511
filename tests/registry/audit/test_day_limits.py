"""What carries people's data away has a limit a day, counted for each account by the log of looks itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
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
