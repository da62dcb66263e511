"""A series of sessions is announced at once, a week apart, all or none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leaders.training.models import TrainingSession

pytestmark = pytest.mark.django_db


def typed(tree, **fields):
    begin = timezone.localtime() + timedelta(days=3)
    return {
        "title": "合唱团带头人读书会",
        "content_area": "knowledge",
        "format": "seminar",
        "region": tree.community.pk,
        "starts_at": begin.strftime("%Y-%m-%dT%H:%M"),
        "minutes": 90,
        "place": "会议室",
        "capacity": 20,
    } | fields


def test_five_weeks_are_five_sessions_each_of_its_own(tree, worker, sign_in):
    client = sign_in(worker)
    client.post(reverse("leaders:training-create"), typed(tree, times=5))

    rows = list(TrainingSession.objects.order_by("starts_at"))
    assert [row.starts_at - rows[0].starts_at for row in rows] == [timedelta(weeks=week) for week in range(5)]
    assert len({row.feedback_token for row in rows}) == 5
    assert 'name="times"' not in client.get(reverse("leaders:training-update", args=[rows[0].pk])).content.decode()


@pytest.mark.parametrize("times", ["", "1"])
def test_one_is_one(tree, worker, sign_in, times):
    answer = sign_in(worker).post(reverse("leaders:training-create"), typed(tree, times=times))

    assert answer.url == TrainingSession.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    "fields", [{"times": 0}, {"times": 27}, {"times": "x"}, {"times": 3, "starts_at": "2020-01-01T10:00"}]
)
def test_a_wrong_series_leaves_none(tree, worker, sign_in, fields):
    answer = sign_in(worker).post(reverse("leaders:training-create"), typed(tree, **fields))

    assert 'aria-invalid="true"' in answer.content.decode() and not TrainingSession.objects.exists()
