from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from communities.documents.models import Document
from communities.filings.actions import expire_filings
from communities.filings.models import Filing, FilingCase, FilingCounter
from communities.filings.models.number import short_name
from communities.filings.models.reading import years_later
from communities.organizations.models import Category, Organization
from communities.regions.models import Region
from communities.settings_of_street.models import Rule
from leaders.people.models import Kind
from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    attach_pdf,
    make_current,
    make_filing,
    make_leader,
    make_organization,
    make_report,
    make_tree,
    make_user,
)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def team(tree):
    return make_organization(tree.community)


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


def test_a_filing_goes_from_draft_to_number_and_status(tree, team):
    filing = again(make_filing(team, state="filed"))

    assert filing.number == f"古美备〔{TODAY.year}〕0001号"
    assert (filing.valid_from, filing.valid_until) == (TODAY, years_later(TODAY, 2) - timedelta(days=1))
    assert filing.renew_from == filing.valid_until - timedelta(days=60)
    assert (filing.is_standing, filing.members, filing.street) == (True, 20, tree.street)
    assert again(team).legal_status == "filed"
    assert len(filing.token) >= 32
    verbs = AuditEntry.objects.filter(object_type="communities.filing", object_id=filing.pk).values_list(
        "verb", flat=True
    )
    assert list(verbs) == ["filing.filed", "filing.reviewed", "filing.submitted", "filing.draft"]


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


@pytest.mark.parametrize(("name", "short"), [("莘庄镇", "莘庄"), ("古美街道", "古美"), ("镇", "镇"), ("马陆", "马陆")])
def test_the_short_name_of_a_street(name, short):
    assert short_name(Region(name=name)) == short


def test_three_people_take_part(team):
    by, reviewer = make_user(), make_user()
    filing = make_filing(team, state="submitted", by=by)

    assert refusal(filing.review, by=by).code == "own"
    assert refusal(filing.return_, by=by, reason="x").code == "own"
    filing.review(by=reviewer)
    assert refusal(filing.file, by=by).code == "own"
    assert refusal(filing.file, by=reviewer).code == "reviewer"
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
    "submitted": {"review", "return_", "withdraw"},
    "reviewed": {"file", "return_", "withdraw"},
    "returned": {"submit", "drop"},
    "filed": {"end"},
    "ended": set(),
    "dropped": set(),
}


def in_state(team, state):
    filing = make_filing(team, state={"returned": "submitted", "ended": "filed", "dropped": "draft"}.get(state, state))
    more = {"returned": ("return_", {"reason": "改"}), "ended": ("end", {"reason": "解散"}), "dropped": ("drop", {})}
    if state in more:
        verb, values = more[state]
        getattr(filing, verb)(by=make_user(), **values)
    return again(filing)


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("verb", ["submit", "withdraw", "drop", "review", "return_", "file", "end"])
def test_every_verb_in_every_state(team, state, verb):
    filing = in_state(team, state)
    more = {"reason": "原因"} if verb in ("return_", "end") else {}

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
    assert refusal(filing.return_, by=make_user(), reason=" ").code == "reason"
    assert (
        refusal(make_filing(make_organization(team.region), state="filed").end, by=make_user(), reason="").code
        == "reason"
    )


def test_a_decision_on_what_changed_meanwhile_is_stale(team):
    filing = make_filing(team, state="submitted")
    seen = again(filing).version
    filing.withdraw(by=make_user())
    again(filing).submit(by=filing.drafted_by)

    assert refusal(again(filing).review, by=make_user(), seen=seen).code == "stale"


def test_two_windows_do_not_overwrite_a_draft(team):
    filing = make_filing(team)
    seen = again(filing).version
    again(filing).revise(by=make_user(), seen=seen, purpose="第一个窗口")

    assert refusal(again(filing).revise, by=make_user(), seen=seen, purpose="第二个窗口").code == "stale"
    assert again(filing).purpose == "第一个窗口"


def test_one_open_filing_at_a_time(team):
    make_filing(team)

    assert refusal(Filing.begin, team, kind="first", by=make_user()).code == "open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.create(
            organization=team, street=team.region, region_path="1", kind="first", year=2026, drafted_by=make_user()
        )


def test_submitting_names_everything_that_is_missing(team):
    filing = Filing.begin(team, kind="first", by=make_user())

    refused = refusal(filing.submit, by=make_user())

    assert refused.code == "missing"
    text = refused.messages[0]
    for part in (
        "Members of this or the last year",
        "meeting place",
        "person in charge",
        "Purpose",
        "charter",
        "roster",
    ):
        assert part in text
    assert again(filing).state == "draft"


@pytest.mark.parametrize(("back", "members", "fine"), [(0, 5, True), (1, 5, True), (2, 50, False), (0, 4, False)])
def test_the_count_of_this_or_last_year_must_reach_the_rule(team, back, members, fine):
    team.set_members(by=make_user(), year=TODAY.year - back, members=members)

    check = next(check for check in FilingCase(team).organization_checks() if check.key == "members")

    assert check.is_met is fine


def test_the_rules_of_the_street_count(tree, team):
    for name, value in [("filing_members", 30), ("filing_years", 3), ("filing_renewal", 90)]:
        Rule(name=name, region=tree.street, value=value, effective_from=TODAY, note="沪民〔2026〕1号").set(
            by=make_user()
        )
    filing = make_filing(team)
    assert refusal(filing.submit, by=make_user()).code == "missing"
    team.set_members(by=make_user(), year=TODAY.year, members=30)

    filing.submit(by=make_user())
    filing.review(by=make_user())
    filing.file(by=make_user())

    filing = again(filing)
    assert filing.valid_until == years_later(TODAY, 3) - timedelta(days=1)
    assert filing.valid_until - filing.renew_from == timedelta(days=90)


@pytest.mark.parametrize(
    ("name", "category"),
    [("平南苑业主委员会", "便民服务"), ("团队", "业委会"), ("12号楼楼组", "舞蹈"), ("团队", "楼组长")],
)
def test_owners_committees_and_building_groups_are_refused_with_the_reason(tree, name, category):
    group = Category.objects.get_or_create(name="为民服务", parent=None, defaults={"national_class": "service"})[0]
    kind = Category.objects.get_or_create(name=category, parent=group, defaults={"national_class": "service"})[0]
    team = make_organization(tree.community, name=name, category=kind)

    refused = refusal(Filing.begin, team, kind="first", by=make_user())

    assert refused.code == "bar"
    assert "not filed here" in refused.messages[0]


def test_a_dance_team_of_a_building_group_is_a_team(tree):
    assert make_filing(make_organization(tree.community, name="楼组舞蹈队")).pk


def test_a_retired_region_and_a_restrained_or_ended_organization_are_refused(tree):
    retired, restrained, ended = [make_organization(tree.community2) for _number in range(3)]
    Organization.objects.filter(pk=restrained.pk).update(restraint="restricted")
    ended.end(by=make_user(), note="解散")
    tree.community2.retired_on = TODAY
    tree.community2.save()

    assert refusal(Filing.begin, again(retired), kind="first", by=make_user()).code == "bar"
    assert refusal(Filing.begin, again(restrained), kind="first", by=make_user()).code == "restrained"
    assert refusal(Filing.begin, again(ended), kind="first", by=make_user()).code == "ended"


def test_what_happened_after_the_pre_check_stops_the_decision(team):
    filing = make_filing(team, state="reviewed")
    Organization.objects.filter(pk=team.pk).update(restraint="restricted")

    assert refusal(filing.file, by=make_user()).code == "restrained"
    assert FilingCounter.objects.count() == 0


def test_the_person_in_charge_must_still_lead(tree, team):
    post = make_current(make_leader(tree.building), Kind.TEAM, organization=team)
    filing = make_filing(team)
    filing.revise(by=make_user(), seen=again(filing).version, appointment=post, person_name="")
    assert again(filing).person_in_charge == "陆建国"
    post.end(by=make_user(), reason="own_wish")

    refused = refusal(again(filing).submit, by=make_user())

    assert "陆建国 has left office" in refused.messages[0]


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

    assert renewal.valid_until == years_later(TODAY, 2) - timedelta(days=1)
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


def test_a_change_whose_base_was_ended_is_not_decided(team):
    first = make_filing(team, state="filed")
    change = make_filing(again(team), kind="change", state="reviewed")
    first.end(by=make_user(), reason="解散")

    assert refusal(change.file, by=make_user()).code == "base"


def test_ending_gives_the_status_back_and_never_the_number(team):
    filing = make_filing(team, state="filed")
    filing.end(by=make_user(), reason="自愿注销")

    assert again(team).legal_status == "guided"
    again_filed = again(make_filing(again(team), state="filed"))
    assert (again_filed.kind, again_filed.serial) == ("first", 2)


def test_the_end_of_an_organization_closes_its_filings(team):
    filing = make_filing(team, state="filed")
    change = make_filing(again(team), kind="change", state="reviewed")

    again(team).end(by=make_user(), note="解散")

    assert (again(filing).state, again(change).state) == ("ended", "dropped")


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


def test_an_organization_that_moves_takes_its_filings_along(tree, team):
    filing = make_filing(team, state="filed")
    team, before = again(team), snapshot(again(team))
    team.region = tree.community2

    team.revise(by=make_user(), before=before)

    assert again(filing).region_path == tree.community2.path


def test_the_charter_of_an_earlier_filing_counts(team):
    make_filing(team, state="filed")
    change = make_filing(again(team), kind="change")
    for paper in Document.objects.of(change).filter(kind="charter"):
        paper.remove(by=make_user())

    change.submit(by=make_user())

    assert again(change).state == "submitted"


def test_a_leap_day_ends_on_the_28th():
    assert years_later(date(2028, 2, 29), 1) == date(2029, 2, 28)


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
                    Filing.objects.get(pk=pk).file(by=user)
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
    assert AuditEntry.objects.filter(verb="filing.filed").count() == 50
