"""A person's page and printed form tell the whole story; matters are a count, and only those raised as a leader."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leaders.people.models import Kind
from leaders.training.models import Enrolment
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import (
    make_awarded_incentive,
    make_case,
    make_current,
    make_enrolment,
    make_leader,
    make_organization,
    make_session,
    make_support,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(tree):
    leader, team = make_leader(tree.building), make_organization(tree.community, name="舞蹈队")
    make_current(leader, Kind.TEAM, organization=team)
    make_support(team, granted="1200.00", title="演出服装")
    make_support(team, granted="50.00", title="上任以前", period_from=TODAY - timedelta(days=9000),
                 period_until=TODAY - timedelta(days=8000))  # fmt: skip
    make_support(make_organization(tree.community), granted="7.00", title="别的队")
    make_enrolment(make_session(tree.street, title="老年营养"), leader)
    Enrolment.objects.update(
        attendance="present", minutes=90, session_minutes=90, marked_at=timezone.now(), marked_by=make_user()
    )
    make_awarded_incentive(leader, title="热心邻里")
    make_case(tree.community, source="leader", leader=leader, text="电梯坏了很久")
    make_case(tree.community, text="居民自己提的事")
    return leader


def test_page_and_form_tell_training_thanks_support_and_matters(client, tree, person, sign_in):
    sign_in(make_user(Role.WORKER, tree.community))
    story = client.get(person.get_absolute_url() + "?tab=story").content.decode()
    support = client.get(person.get_absolute_url() + "?tab=support").content.decode()
    form = client.get(reverse("leaders:leader-print", args=[person.pk])).content.decode()

    for text in (story, form):
        assert all(word in text for word in ("老年营养", "热心邻里", "演出服装")), text
    assert "1,200.00" in form and "1,200.00" in support
    assert not any(word in text for text in (story, support, form) for word in ("上任以前", "别的队"))
    assert "1 matter raised, 0 answered" in form
    assert "电梯坏了很久" not in form + story and "居民自己提的事" not in form + story


def test_the_printed_form_bears_the_photo_where_there_is_one(client, tree, person, sign_in):
    sign_in(make_user(Role.WORKER, tree.community))
    page = reverse("leaders:leader-print", args=[person.pk])
    photo = reverse("leaders:leader-photo", args=[person.pk])

    assert photo not in client.get(page).content.decode()
    type(person).objects.filter(pk=person.pk).update(photo="leaders/x.jpg")
    assert photo in client.get(page).content.decode()
