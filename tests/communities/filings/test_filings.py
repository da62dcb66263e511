from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from communities.documents.models import Document
from communities.filings.models import Filing, FilingCounter
from communities.records.terms import last_day
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    close,
    make_filing,
    make_organization,
    make_tree,
    make_user,
)


def again(row):
    return type(row).objects.get(pk=row.pk)


def refusal(act, *args, **more):
    with pytest.raises(ValidationError) as refused:
        act(*args, **more)
    return refused.value


def test_a_filing_goes_from_draft_to_number_and_status(tree, team):
    filing = again(make_filing(team, state="filed"))

    assert filing.number == f"古美备〔{TODAY.year}〕0001号"
    assert (filing.valid_from, filing.valid_until) == (TODAY, last_day(TODAY, 2))
    assert filing.renew_from == filing.valid_until - timedelta(days=60)
    assert (filing.is_standing, filing.members, filing.street) == (True, 20, tree.street)
    assert again(team).legal_status == "filed"
    assert len(filing.token) >= 32
    verbs = AuditEntry.objects.filter(object_type="communities.filing", object_id=filing.pk).values_list(
        "verb", flat=True
    )
    assert list(verbs) == ["filing.decide", "filing.review", "filing.submit", "filing.draft"]


def test_the_numbers_of_streets_and_years_run_apart(tree, team):
    make_filing(team, state="filed")
    make_filing(make_organization(tree.community), state="filed")
    other = again(make_filing(make_organization(tree.other_community), state="filed"))
    earlier = again(make_filing(make_organization(tree.community), state="filed", on=date(TODAY.year - 1, 5, 4)))

    assert other.number == f"莘庄备〔{TODAY.year}〕0001号"
    assert earlier.number == f"古美备〔{TODAY.year - 1}〕0001号"
    assert sorted(FilingCounter.objects.values_list("year", "last")) == [
        (TODAY.year - 1, 1),
        (TODAY.year, 1),
        (TODAY.year, 2),
    ]


def test_three_people_take_part(team):
    by, reviewer = make_user(), make_user()
    filing = make_filing(team, state="submitted", by=by)

    assert refusal(filing.review, by=by).code == "own"
    assert refusal(filing.send_back, by=by, reason="x").code == "own"
    filing.review(by=reviewer)
    assert refusal(filing.decide, by=by).code == "own"
    assert refusal(filing.decide, by=reviewer).code == "reviewer"
    assert FilingCounter.objects.count() == 0


@pytest.mark.parametrize("field", ["submitted_by", "reviewed_by"])
def test_the_database_too_knows_three_people(team, field):
    filing = make_filing(team, state="filed")

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(**{field: filing.decided_by})


@pytest.mark.parametrize(
    "change",
    [
        {"number": ""},
        {"token": None},
        {"decided_at": None, "decided_by": None},
        {"state": "draft"},
        {"is_standing": True, "state": "ended"},
        {"region_path": ""},
        {"valid_until": date(2000, 1, 1)},
        {"kind": "renewal"},
    ],
)
def test_the_database_refuses_a_filing_that_contradicts_itself(team, change):
    filing = make_filing(team, state="filed")

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(**change)


ALLOWED = {
    "draft": {"submit", "drop"},
    "submitted": {"review", "send_back", "withdraw"},
    "reviewed": {"decide", "send_back", "withdraw"},
    "returned": {"submit", "drop"},
    "filed": {"end"},
    "ended": set(),
    "dropped": set(),
}


def in_state(team, state):
    filing = make_filing(team, state={"returned": "submitted", "ended": "filed", "dropped": "draft"}.get(state, state))
    more = {"returned": ("send_back", {"reason": "改"}), "ended": ("end", {"reason": "解散"}), "dropped": ("drop", {})}
    if state in more:
        verb, values = more[state]
        getattr(filing, verb)(by=make_user(), **values)
    return again(filing)


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("verb", ["submit", "withdraw", "drop", "review", "send_back", "decide", "end"])
def test_every_verb_in_every_state(team, state, verb):
    filing = in_state(team, state)
    more = {"reason": "原因"} if verb in ("send_back", "end") else {}

    if verb in ALLOWED[state]:
        getattr(filing, verb)(by=make_user(), **more)
        return
    assert refusal(getattr(filing, verb), by=make_user(), **more).code == "stale"
    assert again(filing).state == state


def test_a_returned_filing_keeps_its_reason_until_it_comes_back(team):
    filing = in_state(team, "returned")
    assert (filing.return_reason, filing.takes_documents) == ("改", True)

    filing.submit(by=make_user())

    filing = again(filing)
    assert (filing.return_reason, filing.returned_at, filing.state) == ("", None, "submitted")


def test_returning_and_ending_need_a_reason(team):
    filing = make_filing(team, state="submitted")
    assert refusal(filing.send_back, by=make_user(), reason=" ").code == "reason"
    assert (
        refusal(make_filing(make_organization(team.region), state="filed").end, by=make_user(), reason="").code
        == "reason"
    )


def test_a_decision_on_what_changed_meanwhile_is_stale(team):
    filing = make_filing(team, state="submitted")
    read = again(filing)
    read.seen = read.version
    filing.withdraw(by=make_user())
    again(filing).submit(by=filing.drafted_by)

    assert refusal(read.review, by=make_user()).code == "stale"


def test_two_windows_do_not_overwrite_a_draft(team):
    filing = make_filing(team)
    read = again(filing)
    read.seen = read.version
    again(filing).revise(by=make_user(), purpose="第一个窗口")

    assert refusal(read.revise, by=make_user(), purpose="第二个窗口").code == "stale"
    assert again(filing).purpose == "第一个窗口"


def test_one_open_filing_at_a_time(team):
    make_filing(team)

    assert refusal(Filing.begin, team, kind="first", by=make_user()).code == "open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.create(
            organization=team, street=team.region, region_path="1", kind="first", year=2026, drafted_by=make_user()
        )


def test_ending_gives_the_status_back_and_never_the_number(team):
    filing = make_filing(team, state="filed")
    filing.end(by=make_user(), reason="自愿注销")

    assert again(team).legal_status == "guided"
    again_filed = again(make_filing(again(team), state="filed"))
    assert (again_filed.kind, again_filed.serial) == ("first", 2)


def test_the_end_of_an_organization_closes_its_filings(team):
    filing = make_filing(team, state="filed")
    change = make_filing(again(team), kind="change", state="reviewed")

    close(again(team))

    assert (again(filing).state, again(change).state) == ("ended", "dropped")


def test_an_organization_that_moves_takes_its_filings_along(tree, team):
    filing = make_filing(team, state="filed")

    again(team).amend(by=make_user(), note="莘庄备〔2026〕2号", region=tree.community2)

    assert again(filing).region_path == tree.community2.path


def test_the_charter_of_an_earlier_filing_counts(team):
    make_filing(team, state="filed")
    change = make_filing(again(team), kind="change")
    for paper in Document.objects.of(change).filter(kind="charter"):
        paper.remove(by=make_user())

    change.submit(by=make_user())

    assert again(change).state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_four_deciders_at_once_make_one_winner_each_and_numbers_without_a_gap():
    tree = make_tree()
    by, reviewer = make_user(), make_user()
    deciders = [make_user() for _number in range(4)]
    rows = [
        make_filing(make_organization(tree.community, by=by), state="reviewed", by=by, reviewer=reviewer).pk
        for _number in range(50)
    ]
    barrier, won, failed = Barrier(4), [], []

    def decide(user):
        barrier.wait(timeout=60)
        try:
            for pk in rows:
                try:
                    Filing.objects.get(pk=pk).decide(by=user)
                    won.append(pk)
                except ValidationError as refused:
                    failed.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[user]) for user in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)

    assert sorted(won) == rows
    assert failed == ["stale"] * 150
    assert sorted(Filing.objects.values_list("serial", flat=True)) == list(range(1, 51))
    assert FilingCounter.objects.get().last == 50
    assert AuditEntry.objects.filter(verb="filing.decide").count() == 50
