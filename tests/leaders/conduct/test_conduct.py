"""The conduct procedure: both sides heard, another verifies, the body decides, nothing public, gone on expiry."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communities.settings_of_street.models import Rule
from leaders.conduct.models import ConductReview, ConductStep
from leaders.conduct.retention import delete_expired_reviews
from registry.accounts.roles import GRANTS, Permission, Role
from registry.audit.models import AuditEntry, ReadLog
from registry.desk.waiting import entries, queues_of
from tests.factories import make_current, make_departure, make_leader, make_tree, make_user
from tests.factories.conduct import make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    tree = make_tree()
    tree.clerk, tree.manager = make_user(Role.OFFICE, tree.street), make_user(Role.MANAGER, tree.street)
    tree.leader = make_leader(tree.building, name="陆建国")
    tree.seat = make_current(tree.leader, region=tree.building)
    return tree


def step_of(review, state):
    return reverse("leaders:conduct-step", args=[review.pk, state])


def test_the_whole_way_in_the_browser(client, sign_in, tree):
    sign_in(tree.clerk)
    found = client.get(reverse("leaders:conduct-raise"), {"q": "陆建国"}).content.decode()
    assert f"?leader={tree.leader.pk}" in found
    client.post(
        reverse("leaders:conduct-raise") + f"?leader={tree.leader.pk}",
        {"appointment": tree.seat.pk, "ground": "accounts", "facts": "三月经费没有公布"},
    )
    review = ConductReview.objects.get()
    for state, text in (("accepted", ""), ("told", "当面"), ("heard", "已补公布")):
        assert client.post(step_of(review, state), {"text": text}).status_code == 302
    refused = client.post(step_of(review, "verified"), {"text": "属实"})
    assert refused.status_code == 409 and "Nobody decides" in refused.content.decode()

    sign_in(tree.manager)
    client.post(step_of(review, "verified"), {"text": "四月已公布"})
    client.post(step_of(review, "decided"), {"body": "居民会议", "is_founded": "yes", "text": "提醒一次"})
    client.post(step_of(review, "informed"), {"text": "书面"})
    client.post(step_of(review, "appealed"), {"text": "不服"})
    client.post(step_of(review, "decided"), {"body": "居民会议", "is_founded": "no", "text": "撤销提醒"})
    client.post(step_of(review, "informed"), {"text": "书面"})
    client.post(step_of(review, "archived"), {"text": ""})

    review.refresh_from_db()
    assert (review.state, review.verified_by, review.is_founded) == ("archived", tree.manager, False)
    assert review.expires_on == timezone.localdate() + timedelta(days=30)
    assert ConductStep.objects.filter(review=review).count() == 10


def test_the_check_of_the_queue_leads_to_the_next_in_it(client, sign_in, tree):
    review = make_review(tree.seat, by=tree.clerk, state="heard")
    sign_in(tree.manager)
    kept = "?queue=conduct&at=1"
    assert (
        f'href="{step_of(review, "verified")}{kept.replace("&", "&amp;")}"'
        in client.get(review.get_absolute_url() + kept).content.decode()
    )
    page = step_of(review, "verified") + kept
    assert "Submit, then the next" in client.get(page).content.decode()

    done = client.post(page, {"text": "属实", "next": "1"})

    assert done.url == reverse("desk:review-next") + kept
    assert "Submit, then the next" not in client.get(step_of(review, "decided")).content.decode()


def test_no_step_is_left_out(tree):
    review = make_review(tree.seat, "accepted")
    for act in (
        lambda: review.hear(by=tree.clerk, text="x"),
        lambda: review.verify(by=tree.manager, text="x"),
        lambda: review.decide(by=tree.clerk, text="x", body="居民会议", is_founded=True),
        lambda: review.archive(by=tree.clerk),
        lambda: review.dismiss(by=tree.clerk, text="x"),
    ):
        with pytest.raises(ValidationError, match="moved on"):
            act()
    with pytest.raises(ValidationError, match="Write down"):
        review.tell(by=tree.clerk, text=" ")


def test_the_database_wants_another_to_verify_and_a_body_to_decide(tree):
    review = make_review(tree.seat, "heard", by=tree.clerk)
    for wrong in (
        {"state": "verified", "verified_by": tree.clerk},
        {"state": "verified"},
        {"state": "decided", "verified_by": tree.manager},
        {"state": "dismissed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConductReview.objects.filter(pk=review.pk).update(**wrong)


def test_what_is_over_is_deleted_after_two_years_or_thirty_days(tree):
    today = timezone.localdate()
    founded, unfounded = make_review(tree.seat, "archived"), make_review(tree.seat, "archived", is_founded=False)
    dismissed, running = make_review(tree.seat, "dismissed"), make_review(tree.seat, "told")
    assert (founded.expires_on - today).days == 730
    assert {(row.expires_on - today).days for row in (unfounded, dismissed)} == {30}
    ConductReview.objects.filter(pk__in=[unfounded.pk, dismissed.pk]).update(expires_on=today - timedelta(days=1))

    assert delete_expired_reviews(dry_run=True) == 2 and ConductReview.objects.count() == 4
    assert delete_expired_reviews() == 2

    assert set(ConductReview.objects.all()) == {founded, running}
    assert not ConductStep.objects.filter(review_id__in=[unfounded.pk, dismissed.pk]).exists()


def test_a_street_may_keep_them_for_less_and_never_for_longer(tree):
    for name, days in (("conduct_founded", 365), ("conduct_unfounded", 10)):
        Rule(name=name, region=tree.street, value=days, effective_from=timezone.localdate(), note="街道决定").set(
            by=make_user()
        )
        longer = Rule(name=name, region=tree.street, value=731, effective_from=timezone.localdate(), note="x")
        with pytest.raises(ValidationError):
            longer.clean()

    kept = [make_review(tree.seat, "archived"), make_review(tree.seat, "dismissed")]
    assert [(row.expires_on - timezone.localdate()).days for row in kept] == [365, 10]


def test_the_log_learns_no_name_no_ground_and_no_text(tree):
    make_review(tree.seat, "archived")

    about = AuditEntry.objects.filter(verb__startswith="conduct.")
    said = str(list(about.values_list("object_label", "changes", "note")))

    assert about.count() == 8
    for word in ("陆建国", "accounts", "经费", "居民会议", "书面送达"):
        assert word not in said


def test_it_stands_nowhere_else_and_each_look_is_written_down(client, sign_in, tree):
    review = make_review(tree.seat, "heard", by=tree.clerk)
    sign_in(tree.manager)
    for address in (
        tree.leader.get_absolute_url(), reverse("desk:search") + f"?q={review.number}",
        reverse("directory:place", args=[tree.building.pk]), reverse("desk:dashboard"),
    ):  # fmt: skip
        assert "没有公布" not in client.get(address).content.decode()
    assert client.get(review.get_absolute_url()).status_code == 200
    assert ReadLog.objects.filter(verb="conduct.view", actor=tree.manager).count() == 1
    assert [one.url for one in entries(queues_of(tree.manager), tree.manager)] == [review.get_absolute_url()]
    assert entries(queues_of(tree.clerk), tree.clerk) == []


def test_its_permission_is_its_own():
    assert {role for role, held in GRANTS.items() if Permission.CONDUCT_HANDLE in held} == {Role.OFFICE, Role.MANAGER}


def test_nobody_is_named_outside_the_reach(client, sign_in, tree):
    sign_in(make_user(Role.OFFICE, tree.other_street))
    assert client.get(reverse("leaders:conduct-raise"), {"leader": tree.leader.pk}).status_code == 404
    assert client.get(make_review(tree.seat).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", ["accepted", "told", "heard"])
def test_a_review_of_somebody_who_died_can_come_to_its_end_and_no_other(sign_in, tree, state):
    """Nobody could be told or heard any more; who moved away can."""
    review = make_review(tree.seat, by=tree.clerk)
    for verb, next_state in (("accept", "accepted"), ("tell", "told"), ("hear", "heard")):
        getattr(review, verb)(by=tree.clerk, text="当面")
        if next_state == state:
            break
    client = sign_in(tree.manager)
    page = review.get_absolute_url()
    with pytest.raises(ValidationError):
        review.dismiss(by=tree.manager, text="证据不足")
    moved = make_departure(tree.leader)
    assert step_of(review, "dismissed") not in client.get(page).content.decode()
    moved.take_back(by=tree.manager, reason="填错了")
    make_departure(tree.leader, how="died")

    shown = client.get(page).content.decode()
    assert step_of(review, "dismissed") in shown and "has passed away" in shown
    client.post(step_of(review, "dismissed"), {"text": "当事人已逝世"})

    review.refresh_from_db()
    assert review.state == "dismissed" and review.expires_on is not None
    assert "has passed away" not in client.get(page).content.decode()
