"""An award given by mistake is revoked by a manager, with the reason, and a notice says so."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from communities.notices.models import Notice
from leaders.incentives.actions import put_on_notice, recall, recall_text
from leaders.incentives.models import Incentive
from leaders.incentives.views.honours import public_honours
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_approved_incentive,
    make_awarded_incentive,
    make_incentive,
    make_leader,
    make_organization,
    make_tree,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(tree):
    return make_awarded_incentive(make_organization(tree.community, is_published=True), title="暖心团队")


def taken_back(row, **text):
    return recall(row, by=make_user(Role.MANAGER), reason="名单有误", **recall_text(row) | text)


def test_it_leaves_the_honours_its_number_stays_used_and_a_notice_says_so(given, client):
    number = given.certificate_number
    assert given in public_honours()

    notice, masked = taken_back(given)

    row = Incentive.objects.get()
    assert (row.state, row.reason, row.certificate_number, masked) == ("recalled", "名单有误", number, False)
    assert given not in public_honours()
    assert number in notice.body and notice.state == "open"
    page = client.get(reverse("directory:notice", args=[notice.pk])).content.decode()
    assert "暖心团队" in page and "Award revoked" in page
    entry = AuditEntry.objects.get(verb="incentive.recalled")
    assert entry.note == "名单有误"
    assert notice.subjects() == [row] and row.notice.subjects() == [row]


def test_the_manager_revokes_it_on_one_page(tree, given, sign_in):
    client = sign_in(make_user(Role.MANAGER, tree.street))
    page = reverse("leaders:incentive-recall", args=[given.pk])
    text = recall_text(given)

    shown = client.get(page)
    assert text["title"] in shown.content.decode()
    assert client.post(page, text).status_code == 200  # without a reason
    assert client.post(page, text | {"reason": "先进名单有误", "title": "先进团队撤销公示"}).status_code in (200, 409)
    assert Incentive.objects.get().state == "awarded" and Notice.objects.count() == 1
    answer = client.post(page, text | {"reason": "名单有误"})

    row = Incentive.objects.get()
    assert answer.url == row.recall_notice.get_absolute_url()
    detail = client.get(row.get_absolute_url()).content.decode()
    assert reverse("leaders:incentive-certificate", args=[row.pk]) not in detail and row.recall_notice.title in detail
    assert client.get(reverse("leaders:incentive-certificate", args=[row.pk])).status_code == 404
    assert client.get(page).status_code == 404
    client.post(page, text | {"reason": "再来"})
    assert Notice.objects.count() == 2


def test_what_was_not_awarded_is_not_taken_back_and_leaves_no_notice(tree):
    row = make_approved_incentive(make_leader(tree.building))

    with pytest.raises(ValidationError) as refused:
        recall(row, by=make_user(), reason="误", title="撤销", body="撤销", workdays=5)

    assert refused.value.code == "stale" and not Notice.objects.exists()


def test_the_same_honour_may_come_again_after_it_was_taken_back(given):
    taken_back(given)

    assert make_incentive(given.organization, title="暖心团队").pk


def test_a_notice_of_thanks_is_called_like_thanks(tree):
    row = make_approved_incentive(make_leader(tree.building))

    with pytest.raises(ValidationError) as refused:
        put_on_notice([row], by=make_user(), title="年度先进表彰公示", body="请提意见。", workdays=5)

    assert refused.value.error_dict["title"][0].code == "reserved"
    row.refresh_from_db()
    assert row.state == "approved"


def test_a_notice_on_which_an_award_was_revoked_can_be_taken_down(given):
    notice, _masked = taken_back(given)

    notice.withdraw(by=make_user(), reason="另行发布")

    assert Incentive.objects.get().state == "recalled"


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_one_honour_at_once_leave_one():
    leader, gate = make_leader(make_tree().building), Barrier(2)
    people = [make_user(), make_user()]

    def propose(by):
        gate.wait(timeout=30)
        try:
            Incentive(leader=leader, form="letter", title="暖心邻里", achievements="热心。").propose(by=by)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=propose, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert Incentive.objects.count() == 1


def test_an_old_award_can_be_taken_back_years_later(given, clock):
    clock.shift(3 * 365 * 24 * 3600)

    notice, _masked = taken_back(given)

    assert notice.published_on > TODAY + timedelta(days=1000)
