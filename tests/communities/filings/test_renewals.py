from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.filings.actions import expire_filings
from communities.filings.models import Filing
from communities.records.terms import last_day, years_later
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    attach_pdf,
    make_filing,
    make_paper_filing,
    make_report,
    make_user,
)


def again(row):
    return type(row).objects.get(pk=row.pk)


def refusal(act, *args, **more):
    with pytest.raises(ValidationError) as refused:
        act(*args, **more)
    return refused.value


def end_of(filing, day, window=60):
    """As if the filing had been decided so that it ends on `day`."""
    Filing.objects.filter(pk=filing.pk).update(
        valid_from=day - timedelta(days=700), valid_until=day, renew_from=day - timedelta(days=window)
    )


def test_a_renewal_waits_for_its_window_and_loses_no_day(team):
    first = make_filing(team, state="filed")
    assert refusal(Filing.begin, again(team), kind="renewal", by=make_user()).code == "kind"
    end_of(first, TODAY + timedelta(days=15))

    renewal = again(make_filing(again(team), kind="renewal", state="filed"))

    first = again(first)
    assert renewal.valid_until == years_later(TODAY + timedelta(days=15), 2)
    assert (renewal.previous, renewal.is_standing, first.is_standing, first.state) == (first, True, False, "filed")
    assert first.shown == "replaced"


def test_a_late_renewal_begins_on_the_day_of_the_decision(team):
    first = make_filing(team, state="filed")
    end_of(first, TODAY - timedelta(days=3))
    assert expire_filings() == 1
    assert again(team).legal_status == "guided"

    renewal = again(make_filing(again(team), kind="renewal", state="filed"))

    assert renewal.valid_until == last_day(TODAY, 2)
    assert again(team).legal_status == "filed"


def test_a_renewal_needs_the_report_of_last_year(team):
    first = make_filing(team, state="filed")
    end_of(first, TODAY + timedelta(days=15))
    filing = Filing.begin(again(team), kind="renewal", by=make_user(), person_name="周文娟", purpose="健身")
    attach_pdf(filing, by=make_user(), kind="roster")

    assert "yearly report" in refusal(filing.submit, by=make_user()).messages[0]
    make_report(again(team))
    filing.submit(by=make_user())

    assert again(filing).state == "submitted"


def test_a_change_of_person_keeps_the_end_and_gets_a_number_of_its_own(team):
    first = again(make_filing(team, state="filed"))

    change = again(make_filing(again(team), kind="change", state="filed"))

    assert change.valid_until == first.valid_until
    assert (change.serial, change.previous) == (2, first)


def lose(filing):
    """As a filing was ended before what follows it was given up with it."""
    ended = {"ended_at": timezone.now(), "ended_by": make_user(), "end_reason": "解散"}
    Filing.objects.filter(pk=filing.pk).update(state="ended", is_standing=False, **ended)


def test_a_change_whose_base_was_ended_is_not_decided(team):
    first = make_filing(team, state="filed")
    change = make_filing(again(team), kind="change", state="reviewed")
    lose(first)

    assert refusal(change.decide, by=make_user()).code == "base"


def test_a_change_whose_base_was_ended_goes_nowhere_but_back_and_away(team):
    first = make_filing(team, state="filed")
    change = make_filing(again(team), kind="change", state="submitted")
    lose(first)

    stuck = refusal(change.review, by=make_user())
    change.send_back(by=make_user(), reason="上一次备案已失效")
    refused = refusal(again(change).submit, by=make_user())
    again(change).drop(by=make_user())

    assert (stuck.code, refused.code, again(change).state) == ("base", "base", "dropped")
    assert "return this one" in str(stuck.messages) and "give this one up" in str(refused.messages)


def test_expiring_has_a_dry_run_and_comes_once(team):
    filing = make_filing(team, state="filed")
    end_of(filing, TODAY - timedelta(days=1))

    assert [expire_filings(dry_run=True), expire_filings(), expire_filings()] == [1, 1, 0]
    assert again(filing).shown == "expired"
    assert AuditEntry.objects.filter(verb="organization.guided").count() == 1


@pytest.mark.parametrize(
    ("days", "shown"), [(-1, "expired"), (0, "renew"), (59, "renew"), (60, "renew"), (61, "filed")]
)
def test_the_window_and_the_end_are_told_by_the_day(team, days, shown):
    filing = make_filing(team, state="filed")
    end_of(filing, TODAY + timedelta(days=days))

    assert again(filing).shown == shown


def test_a_renewal_after_a_paper_that_says_no_purpose_begins_with_that_of_the_group(team, worker, sign_in):
    paper = make_paper_filing(team)
    paper.decide(by=make_user())
    end_of(paper, TODAY + timedelta(days=15))

    page = sign_in(worker).get(reverse("communities:filing-create", args=[team.pk]), {"kind": "renewal"})

    assert page.context["form"].initial["purpose"] == team.purpose != ""
