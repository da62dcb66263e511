from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from communities.filings.models import Filing, YearlyReport
from communities.organizations.models import Organization
from communities.ratings.models import StarRating
from communities.regions.models import Region
from communities.support.models import Support
from leaders.appointments.models import Appointment
from leaders.demo import content
from leaders.incentives.models import Incentive
from leaders.people.models import Leader
from leaders.training.models import Enrolment, TrainingSession
from registry.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SPRING = datetime(2027, 2, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))  # before the first grants of a year are made
SMALL = {"康城一期": 28, "古美一村": 20}  # buildings; elsewhere 4


@pytest.fixture
def few_buildings(monkeypatch):
    """The demo's places with fewer buildings: every noun is there, in half the time."""

    def fewer(compounds):
        return [(name, min(buildings, SMALL.get(name, 4))) for name, buildings in compounds]

    streets = {
        code: (street, {key: (name, fewer(compounds)) for key, (name, compounds) in communities.items()})
        for code, (street, communities) in content.STREETS.items()
    }
    monkeypatch.setattr(content, "STREETS", streets)


def test_the_demo_is_as_large_as_promised_and_comes_once(clock):
    clock.move_to(SPRING, tick=False)  # built within one day
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
    assert set(TrainingSession.objects.values_list("state", flat=True)) == set(TrainingSession.State.values)
    assert {"", "present", "late", "leave", "absent"} <= set(Enrolment.objects.values_list("attendance", flat=True))
    assert Enrolment.objects.filter(state="waiting").exists()
    assert any(row.day == SPRING.date() for row in TrainingSession.objects.all())
    _is_of_its_day(SPRING.date())


def test_the_demo_refuses_to_stand_beside_real_data():
    make_user()

    with pytest.raises(CommandError):
        call_command("create_demo", stdout=StringIO())


@pytest.mark.parametrize("moment", ["2027-01-01T00:00:30", "2028-02-29T09:00:00", "2026-12-31T23:59:30"])
def test_the_demo_builds_on_any_day_of_the_year(clock, few_buildings, moment):
    clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)

    call_command("create_demo", stdout=StringIO())

    _is_of_its_day(datetime.fromisoformat(moment).date())


def _is_of_its_day(day):
    """Every subject stands in several states, and no grant begins later."""
    for model in (Filing, Support, StarRating, YearlyReport, Appointment, Incentive, TrainingSession):
        assert len(set(model.objects.values_list("state", flat=True))) > 1
    assert not Support.objects.filter(period_from__gt=day).exists()
