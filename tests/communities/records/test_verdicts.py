"""A verdict binds to what its page showed: what was returned, changed and handed in again is not decided unseen."""

from decimal import Decimal

import pytest
from django.urls import reverse

from communities.filings.models import Filing
from communities.notices.models import Notice
from communities.pages.verdict import VerdictForm
from registry.accounts.roles import Role
from tests.factories import (
    make_authority_decision,
    make_filing,
    make_organization,
    make_proposal,
    make_report,
    make_scored_rating,
    make_user,
)
from tests.windows import seen_on

pytestmark = pytest.mark.django_db


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def resubmitted_filing(tree, state):
    """(a filing that waits, what changes it behind the back of whoever reads it, the words shown then)."""
    filing = make_filing(make_organization(tree.community), state=state)

    def change():
        again(filing).send_back(by=make_user(), reason="宗旨写清楚")
        again(filing).revise(by=make_user(), purpose="改成收费培训")
        again(filing).submit(by=make_user())
        if state == "reviewed":
            again(filing).review(by=make_user())

    return filing, change, "改成收费培训"


def to_review(tree):
    return resubmitted_filing(tree, "submitted")


def to_decide(tree):
    return resubmitted_filing(tree, "reviewed")


def report(tree):
    row = make_report(make_organization(tree.community))

    def change():
        again(row).send_back(by=make_user(), reason="合计不对")
        higher = again(row)
        higher.expense = Decimal("8888.88")
        higher.submit(by=make_user())

    return row, change, "8888.88"


def mode(tree):
    row = make_proposal(make_organization(tree.community))

    def change():
        again(row).send_back(by=make_user(), reason="改为自主管理以外的理由")
        other = again(row)
        other.reason = "换了一个理由"
        other.propose(by=make_user())

    return row, change, "换了一个理由"


def authority(tree):
    row = make_authority_decision(make_organization(tree.community))

    def change():
        again(row).send_back(by=make_user(), reason="文号不对")
        other = again(row)
        other.document_number = "闵民 999 号"
        other.enter(by=make_user())

    return row, change, "闵民 999 号"


@pytest.mark.parametrize("waiting", [to_review, to_decide, report, mode, authority])
def test_a_verdict_on_what_was_handed_in_anew_decides_nothing_and_shows_the_change(tree, sign_in, waiting):
    row, change, words = waiting(tree)
    make_user(Role.MANAGER, tree.street)  # somebody is left who may decide what this one checks
    client = sign_in(make_user(Role.MANAGER, tree.street))
    page, state = row.get_absolute_url(), row.state
    read = seen_on(client.get(page))
    change()

    answer = client.post(page, {"decision": "pass", "seen": read})

    assert answer.status_code == 409
    assert f"<ins>{words}</ins>" in answer.content.decode()
    assert again(row).state == state

    assert client.post(page, {"decision": "pass", "seen": seen_on(answer)}).status_code == 302
    assert again(row).state != state


def test_a_pre_check_on_what_waits_for_the_decision_by_now_does_not_pass_the_decision(tree, sign_in):
    filing = make_filing(make_organization(tree.community), state="submitted")
    client = sign_in(make_user(Role.MANAGER, tree.street))
    read = seen_on(client.get(filing.get_absolute_url()))
    filing.review(by=make_user())

    answer = client.post(filing.get_absolute_url(), {"decision": "pass", "seen": read})

    assert answer.status_code == 409
    assert Filing.objects.get().state == "reviewed"


def test_stars_that_were_scored_anew_are_not_put_on_notice_unseen(tree, sign_in):
    rating = make_scored_rating(organization=make_organization(tree.community), points=95)
    client = sign_in(make_user(Role.MANAGER, tree.street))
    page = reverse("communities:rating-decide", args=[rating.pk])
    typed = {"decision": "pass", "title": "星级", "body": "拟评星级", "workdays": 5}
    read = seen_on(client.get(page))
    again(rating).send_back(by=make_user(), reason="证据不足")
    reviewer = again(rating).scores.first().reviewer
    lower = {indicator: (65, "复核", None) for indicator in rating.scheme.indicators.all()}
    again(rating).score(by=reviewer, points=lower)
    again(rating).submit(by=reviewer)

    answer = client.post(page, typed | {"seen": read})

    assert answer.status_code == 409
    assert "<ins>65.00</ins>" in answer.content.decode()
    assert (again(rating).state, Notice.objects.count()) == ("scored", 0)

    assert client.post(page, typed | {"seen": seen_on(answer)}).status_code == 302
    assert (again(rating).state, Notice.objects.count()) == ("on_notice", 1)


@pytest.mark.parametrize("waiting", [to_review, to_decide, report, mode, authority])
def test_what_changes_while_the_verdict_is_read_is_not_decided_either(tree, sign_in, waiting, monkeypatch):
    """The page compared what it showed, and the row is written only then: the verb holds the version against it."""
    row, change, _words = waiting(tree)
    make_user(Role.MANAGER, tree.street)
    client = sign_in(make_user(Role.MANAGER, tree.street))
    page, state, reads = row.get_absolute_url(), row.state, VerdictForm.is_valid
    read = seen_on(client.get(page))

    def reads_late(form):
        monkeypatch.setattr(VerdictForm, "is_valid", reads)
        change()
        return form.is_valid()

    monkeypatch.setattr(VerdictForm, "is_valid", reads_late)
    answer = client.post(page, {"decision": "pass", "seen": read})

    assert answer.status_code == 409
    assert again(row).state == state
