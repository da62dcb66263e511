from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities.organizations.models import Organization
from communities.regions.models import Region
from leaders.appointments.models import Appointment
from leaders.people.models import Leader
from registry.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_demo_is_as_large_as_promised_and_comes_once():
    call_command("create_demo", stdout=StringIO())
    before = (Leader.objects.count(), Organization.objects.count(), Region.objects.count())

    call_command("create_demo", stdout=StringIO())

    assert (Leader.objects.count(), Organization.objects.count(), Region.objects.count()) == before
    assert before[0] >= 300 and before[1] >= 60
    assert Region.objects.filter(level="building").count() >= 200
    assert Appointment.objects.pending().count() == 4
    assert {"worker", "worker2", "office", "manager", "overseer", "admin"} <= set(
        User.objects.values_list("username", flat=True)
    )
    salon = Organization.objects.get(name="古美旗袍沙龙")
    assert salon.member_counts.first().members > 200
    for name in ("康城舞蹈队", "康城合唱队", "康城棋牌队", "康城柔力球队"):
        assert Organization.objects.filter(name=name).count() == 1


def test_the_demo_refuses_to_stand_beside_real_data():
    make_user()

    with pytest.raises(CommandError):
        call_command("create_demo", stdout=StringIO())
