"""Activities: what may happen to one, who may do it, and what wrong input does."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communities.activities.models import Activity
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import at, make_activity, make_organization, make_tree, make_user


@pytest.fixture
def over(team):
    return make_activity(organization=team, days=-1)


def test_a_held_activity_keeps_its_counts_and_who_entered_them(over):
    clerk = make_user()

    over.hold(by=clerk, attended=22, new_members=5, volunteers=3)

    over.refresh_from_db()
    assert (over.state, over.attended, over.new_members, over.volunteers) == ("held", 22, 5, 3)
    assert over.counted_by == clerk and over.counted_at is not None


def test_what_has_not_begun_is_not_counted(team):
    with pytest.raises(ValidationError) as refused:
        make_activity(organization=team, days=2).hold(by=make_user(), attended=5)

    assert refused.value.code == "early"


def test_calling_off_needs_a_reason_and_happens_once(team):
    activity = make_activity(organization=team)
    with pytest.raises(ValidationError):
        activity.cancel(by=make_user(), reason="  ")
    activity.cancel(by=make_user(), reason="台风")

    with pytest.raises(ValidationError) as refused:
        activity.cancel(by=make_user(), reason="台风")

    assert refused.value.code == "stale"
    assert AuditEntry.objects.filter(verb="activity.cancelled").count() == 1


def test_counts_are_corrected_and_the_log_keeps_the_old_ones(over):
    over.hold(by=make_user(), attended=22)
    over.refresh_from_db()

    over.recount(by=make_user(), attended=25)

    assert AuditEntry.objects.get(verb="activity.recount").changes == {"attended": ["22", "25"]}


def test_a_stale_correction_of_counts_is_refused(over):
    over.hold(by=make_user(), attended=22)
    first, second = Activity.objects.get(pk=over.pk), Activity.objects.get(pk=over.pk)
    first.recount(by=make_user(), attended=23)

    with pytest.raises(ValidationError) as refused:
        second.recount(by=make_user(), attended=24)

    assert refused.value.code == "stale"
    assert Activity.objects.get().attended == 23


def test_a_change_made_on_an_old_page_does_not_undo_the_calling_off(team):
    activity = make_activity(organization=team)
    old = Activity.objects.get(pk=activity.pk)
    activity.cancel(by=make_user(), reason="台风")
    old.title = "新的名字"

    with pytest.raises(ValidationError):
        old.revise(by=make_user(), before={})

    activity.refresh_from_db()
    assert (activity.state, activity.title != "新的名字") == ("cancelled", True)


def test_an_activity_in_the_past_is_entered_with_its_counts_only(team):
    day = TODAY - timedelta(days=4)
    values = {"organization": team, "title": "体育节", "place": "广场", "starts_at": at(day), "ends_at": at(day, 11)}

    with pytest.raises(ValidationError):
        Activity(kind="event", **values).plan(by=make_user())
    Activity(kind="event", **values).enter_held(by=make_user(), attended=16)

    assert Activity.objects.get().attended == 16


@pytest.mark.parametrize(
    ("hidden", "code"),
    [({"restraint": "restricted"}, "restrained"), ({"is_published": False}, "hidden")],
)
def test_an_organization_that_residents_may_not_see_publishes_nothing(team, hidden, code):
    activity = make_activity(organization=team)
    type(team).objects.filter(pk=team.pk).update(**hidden)

    with pytest.raises(ValidationError) as refused:
        activity.publish(by=make_user())

    assert refused.value.code == code
    assert not Activity.objects.get().is_published


def test_the_place_follows_from_the_organization(tree, team):
    activity = make_activity(tree.other_community, organization=team)

    assert (activity.region, activity.region_path) == (tree.community, tree.community.path)


@pytest.mark.parametrize(
    "broken",
    [
        {"ends_at": at(TODAY - timedelta(days=9))},
        {"state": "held"},
        {"state": "cancelled"},
        {"attended": 5},
        {"new_members": 100_001},
        {"kind": "competition"},
        {"result": "第二名"},
        {"cancelled_at": timezone.now()},
        {"region_path": ""},
        {"rule_date": TODAY},
    ],
)
def test_the_database_refuses_what_no_form_would_send(team, broken):
    activity = make_activity(organization=team)

    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(**broken)


@pytest.mark.django_db(transaction=True)
def test_of_four_who_count_or_call_off_at_once_one_wins():
    team = make_organization(make_tree().community, is_published=True)
    activity = make_activity(organization=team, days=-1)
    clerks, barrier, won = [make_user() for _n in range(4)], Barrier(4), []

    def act(number, clerk):
        row = Activity.objects.get(pk=activity.pk)
        barrier.wait()
        try:
            if number % 2:
                row.hold(by=clerk, attended=number)
            else:
                row.cancel(by=clerk, reason="雨")
            won.append(clerk)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=act, args=pair) for pair in enumerate(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(won) == 1
    assert AuditEntry.objects.filter(verb__in=["activity.held", "activity.cancelled"]).count() == 1
