"""The large population for measuring, made small: each province a whole copy of the first, under every constraint."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from communities.organizations.models import Organization
from communities.regions.models import Level, Region
from leaders.appointments.models import Appointment
from leaders.cases.models import Case
from leaders.demo import population
from leaders.people.models import Leader, LeaderToken
from registry.accounts.roles import Role
from tests.factories import make_region, make_user

PROVINCES = 3


@pytest.fixture
def populated(db, monkeypatch):
    few = [(level, 2) for level, _many in population.FAN]
    monkeypatch.setattr(population, "FAN", few)
    call_command("create_population", provinces=PROVINCES, stdout=StringIO())


def test_every_province_is_the_first_over_again(populated):
    provinces = list(Region.objects.filter(parent=None).order_by("path"))
    counted = [
        [model.objects.within(province).count() for model in (Region, Organization, Leader, Case)]
        + [LeaderToken.objects.filter(target__in=Leader.objects.within(province)).count()]
        for province in provinces
    ]

    connection.check_constraints()
    assert len(provinces) == len({province.name for province in provinces}) == PROVINCES
    assert counted[0][0] == 63 and counted == [counted[0]] * PROVINCES
    outside = [
        row for row in Appointment.objects.select_related("leader", "region", "organization")
        if row.region_path[:4] != row.leader.region_path[:4]
        or row.organization and row.organization.region_path[:4] != row.region_path[:4]
    ]  # fmt: skip
    assert Appointment.objects.count() and outside == []


def test_its_pages_open_and_what_is_written_next_gets_a_key_of_its_own(populated, client, sign_in):
    last = Region.objects.filter(level=Level.STREET).order_by("-path")[0]
    sign_in(make_user(Role.MANAGER, last))

    for name in ("leaders:leader-list", "communities:organization-list", "leaders:case-list"):
        page = client.get(reverse(name))
        assert page.status_code == 200 and list(page.context["page"].rows), name
    for model in (Leader, Organization, Case):
        row = model.objects.within(last).order_by("-pk")[0]
        assert client.get(row.get_absolute_url()).status_code == 200
    assert make_region(last, "新建社区").pk > last.pk
