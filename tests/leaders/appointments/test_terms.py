"""The end of a term is near by the same days on the desk, in the list and in the to-do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leaders.appointments.desk import terms_ending
from leaders.appointments.models import Appointment
from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.desk.views.dashboard import _people, _stats
from tests.factories import make_current, make_leader, make_organization, make_superuser, make_tree, make_user

pytestmark = pytest.mark.django_db
NAMES = {60: "陆建国", 61: "周桂芳", 150: "蒋文娟", 151: "傅明德", 0: "江文静"}


@pytest.fixture
def office():
    """A street with one post for each number of days left: 60 and 61 in teams, 150 and 151 in compounds, one over."""
    tree = make_tree()
    team = make_organization(tree.community)
    for days, place in ((150, tree.compound), (151, tree.other_compound)):
        make_current(_person(tree, days), kind=Kind.ESTATE, region=place, term_ends_on=_in(days))
    for days in (60, 61):
        make_current(_person(tree, days), kind=Kind.TEAM, organization=team, term_ends_on=_in(days))
    over = make_current(_person(tree, 0), kind=Kind.BUILDING, region=tree.building)
    Appointment.objects.filter(pk=over.pk).update(term_ends_on=_in(-1))
    over.leader.refresh_standing()
    return make_user(Role.OVERSEER, tree.county)


def _in(days):
    return timezone.localdate() + timedelta(days=days)


def _person(tree, days):
    return make_leader(tree.building, name=NAMES[days])


def test_figure_list_and_to_do_name_the_same_posts(client, office):
    client.force_login(office)

    shown = {kind: row for kind, _label, row in _stats(_people(office))}
    ending, over = ({kind: row[what] for kind, row in shown.items()} for what in ("ending", "over"))
    listed = client.get(reverse("leaders:leader-list"), {"term": "soon"}).context["rows"]
    asked = {row.leader.name for row in terms_ending(make_superuser())}

    assert ending == {"team": 1, "opinion": 0, "building": 0, "estate": 1}
    assert over == {"team": 0, "opinion": 0, "building": 1, "estate": 0}
    assert {row.name for row in listed} == {NAMES[60], NAMES[150]}
    assert asked == {NAMES[60], NAMES[150], NAMES[0]}
