"""What may happen to a matter, and by when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.settings_of_street.models import Rule
from leaders.cases.models import Case, CaseEntry
from leaders.cases.models.case import number_of
from leaders.cases.models.clock import due_days, workdays_taken
from leaders.cases.models.receiving import title_of
from leaders.cases.retention import forget_reporters
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.factories import (
    make_case,
    make_case_in,
    make_case_request,
    make_leader,
    make_organization,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tree):
    """The tree with its people: .worker and .colleague of the community, .clerk of the street."""
    tree.worker, tree.colleague = make_user(Role.WORKER, tree.community), make_user(Role.WORKER, tree.community)
    tree.clerk = make_user(Role.OFFICE, tree.street)
    return tree


def kinds(case):
    return list(case.entries.order_by("id").values_list("kind", flat=True))


def days_ago(case, days):
    """The case as it would stand had it been settled so many days ago."""
    Case.objects.filter(pk=case.pk).update(settled_at=timezone.now() - timedelta(days=days))
    return Case.objects.get(pk=case.pk)


def test_a_matter_goes_from_received_to_closed_by_two_workers(tree):
    case = make_case(tree.building)
    assert (case.state, case.due_on) == ("received", case.acknowledge_by)

    case.accept(by=tree.worker)
    assert (case.state, case.assignee, case.due_on) == ("handling", tree.worker, case.reply_by)
    case.assign(by=tree.worker, to=tree.colleague, note="下周我休假")
    case.reply(by=tree.colleague, text="配件周五到。")
    assert (case.state, case.due_on, case.answered_on) == ("answered", case.close_by, timezone.localdate())
    case.close(by=tree.colleague, outcome="solved", text="已修好")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.due_on, case.assignee) == ("closed", "solved", None, tree.colleague)
    assert kinds(case) == ["received", "accepted", "handed", "reply", "closed"]
    verbs = AuditEntry.objects.filter(object_type="leaders.case", object_id=case.pk).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "case.receive", "case.accept", "case.assign", "case.reply", "case.close",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # 2026 National Day: 1–7 October off; Saturday 10 October is a working day.
        (date(2026, 9, 30), (date(2026, 10, 8), date(2026, 10, 13), date(2026, 10, 27))),
        (date(2026, 10, 3), (date(2026, 10, 8), date(2026, 10, 13), date(2026, 10, 27))),
        (date(2026, 3, 2), (date(2026, 3, 3), date(2026, 3, 9), date(2026, 3, 23))),
    ],
)
def test_the_clock_counts_working_days_over_a_holiday_week(tree, day, expected):
    assert tuple(due_days(tree.building.path, day).values()) == expected


def test_the_working_days_taken_leave_the_first_day_out():
    assert workdays_taken(date(2026, 9, 30), date(2026, 9, 30)) == 0
    assert workdays_taken(date(2026, 9, 30), date(2026, 10, 8)) == 1
    assert workdays_taken(date(2026, 10, 3), date(2026, 10, 4)) == 0


def test_a_street_sets_its_own_days(tree):
    today = timezone.localdate()
    Rule(name="case_reply", region=tree.street, value=2, effective_from=today, note="1").set(by=make_superuser())

    near, far = make_case(tree.building), make_case(tree.other_building)

    assert near.reply_by == due_days(tree.building.path, today)["reply_by"] < far.reply_by


def test_late_is_derived_from_the_day(tree):
    case = make_case(tree.building, on=timezone.localdate() - timedelta(days=30))

    assert case.is_late and case.tag[0] == "bad"
    assert list(Case.objects.late()) == [case]
    case.accept(by=tree.worker)
    assert case.is_late  # the day of the answer is past too


def test_only_who_can_handle_the_place_is_handed_a_matter(tree):
    case = make_case_in("handling", tree.building, by=tree.worker)

    for person, said in [(make_user(Role.WORKER, tree.other_community), "does not handle"), (tree.worker, "already")]:
        with pytest.raises(ValidationError, match=said) as refused:
            case.assign(by=tree.worker, to=person)
        assert "to" in refused.value.error_dict


def test_nobody_answers_before_taking_up_or_closes_before_answering(tree):
    case = make_case(tree.building)
    with pytest.raises(ValidationError, match="Take the matter up"):
        case.reply(by=tree.worker, text="好")
    case.accept(by=tree.worker)
    with pytest.raises(ValidationError):
        case.close(by=tree.worker, outcome="solved")
    with pytest.raises(ValidationError, match="Write the answer"):
        case.reply(by=tree.worker, text="  ")


def test_a_second_answer_adds_a_line_and_keeps_the_first_day(tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    Case.objects.filter(pk=case.pk).update(answered_on=case.received_on, answer_workdays=0)

    case.reply(by=tree.worker, text="又来了一次。")

    case.refresh_from_db()
    assert (case.state, case.answer_workdays) == ("answered", 0)
    assert kinds(case).count("reply") == 2


def test_two_workers_decide_once(tree):
    first, second = make_case(tree.building), None
    second = Case.objects.get(pk=first.pk)
    first.accept(by=tree.worker)

    with pytest.raises(ValidationError, match="moved on"):
        second.accept(by=tree.colleague)
    assert kinds(first) == ["received", "accepted"]


def test_what_is_passed_on_names_where_to(tree):
    case = make_case_in("handling", tree.building, by=tree.worker)
    for destination, name in [("", ""), ("district", ""), ("nowhere", "某处"), ("street", "  ")]:
        with pytest.raises(ValidationError, match="Name the body"):
            case.transfer(by=tree.worker, destination=destination, name=name, text="请查收")

    case.transfer(by=tree.worker, destination="hotline", name="", text="已转")

    case.refresh_from_db()
    assert (case.state, case.destination_name, case.due_on) == ("transferred", "12345", None)
    case.reopen(by=tree.worker, text="热线退回，由我们办")
    assert (case.state, case.destination_name, case.settled_at) == ("handling", "", None)


def test_more_time_is_given_once_by_a_second_person_with_the_reason_told(tree):
    case = make_case_in("handling", tree.building, by=tree.worker)
    before = case.reply_by
    request = make_case_request(case, by=tree.clerk, days=5)
    with pytest.raises(ValidationError, match="Nobody decides"):
        request.agree(by=tree.clerk)

    request.agree(by=make_user(Role.OFFICE, tree.street))

    case.refresh_from_db()
    assert case.extended_days == 5 and case.due_on == case.reply_by > before
    assert case.entries.get(kind="extended").text == "配件要从外地运来"
    assert CaseEntry.Kind.EXTENDED in CaseEntry.PUBLIC
    with pytest.raises(ValidationError, match="only once"):
        make_case_request(case, by=tree.worker)


def test_more_time_than_the_street_allows_is_refused(tree):
    request = make_case_request(make_case_in("handling", tree.building, by=tree.worker), days=30)

    with pytest.raises(ValidationError) as refused:
        request.agree(by=tree.clerk)

    assert refused.value.error_dict["days"]
    request.refresh_from_db()
    assert request.state == "waiting"


def test_doubles_are_joined_and_taken_apart(tree):
    main, double = make_case_in("handling", tree.building, by=tree.worker), make_case(tree.building2)

    double.merge(by=tree.worker, into=main)
    assert (double.is_open, double.due_on, list(Case.objects.open())) == (False, None, [main])
    for act in (lambda: double.accept(by=tree.worker), lambda: main.merge(by=tree.worker, into=double)):
        with pytest.raises(ValidationError):
            act()
    with pytest.raises(ValidationError):
        main.merge(by=tree.worker, into=main)

    double.unmerge(by=tree.worker)
    assert (double.is_open, double.due_on) == (True, double.acknowledge_by)
    double.accept(by=tree.worker)


def test_a_matter_opened_again_has_a_new_clock_and_is_rated_anew(tree):
    case = make_case_in("closed", tree.building, by=tree.worker, on=timezone.localdate() - timedelta(days=40))
    case.rate(score=2)

    case.reopen(by=None, text="又坏了")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.satisfaction, case.is_late) == ("handling", "", None, False)
    assert case.assignee == tree.worker


def test_after_the_days_of_the_street_only_the_staff_opens_it_again(tree):
    case = days_ago(make_case_in("closed", tree.building, by=tree.worker), 30)

    with pytest.raises(ValidationError, match="raise it anew"):
        case.reopen(by=None, text="又坏了")
    case.reopen(by=tree.worker, text="又坏了")


def test_a_message_after_the_answer_puts_it_in_hand_again_and_a_closed_one_says_so(tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    case.answer_back(text="周六没人来")
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("handling", case.reply_by)

    closed = make_case_in("closed", tree.building)
    with pytest.raises(ValidationError) as refused:
        closed.answer_back(text="还在吗")
    assert refused.value.code == "closed"


def test_satisfaction_is_asked_once_and_after_closing(tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    with pytest.raises(ValidationError):
        case.rate(score=5)
    case.close(by=None, outcome="solved")
    with pytest.raises(ValidationError):
        case.rate(score=6)
    case.rate(score=4)
    with pytest.raises(ValidationError):
        case.rate(score=1)

    assert Case.objects.get(pk=case.pk).satisfaction == 4


def test_four_weeks_later_it_is_asked_whether_it_is_still_solved(tree):
    case = make_case_in("closed", tree.building)
    assert not case.is_asked_again
    with pytest.raises(ValidationError):
        case.say_whether_solved(is_solved=True)

    case = days_ago(case, 28)
    assert case.is_asked_again
    case.say_whether_solved(is_solved=False)

    assert Case.objects.get(pk=case.pk).still_solved is False


def test_who_raised_it_is_sealed_and_opened_by_the_handling_worker_alone(tree):
    case = make_case(
        tree.building, name="沈阿姨", contact="13900139000", text="我是沈阿姨，电话13900139000，电梯坏了。"
    )
    assert "沈阿姨" not in case.text and "13900139000" not in case.text
    case.accept(by=tree.worker)

    for person in (tree.colleague, tree.clerk, make_superuser()):
        with pytest.raises(PermissionDenied):
            case.open_reporter(by=person)
    assert case.open_reporter(by=tree.worker) == ("沈阿姨", "13900139000")

    assert ReadLog.objects.filter(verb="case.reveal").count() == 1
    stored = str(list(Case.objects.values_list())) + str(list(AuditEntry.objects.values_list()))
    stored += str(list(CaseEntry.objects.values_list())) + str(list(ReadLog.objects.values_list()))
    assert "沈阿姨" not in stored and "13900139000" not in stored


def test_the_name_is_forgotten_after_the_days_of_the_street(tree):
    said = {"name": "沈阿姨", "contact": "021-5555 0199"}
    fresh = make_case_in("closed", tree.building, **said)
    old, elsewhere = (make_case_in("closed", place, **said) for place in (tree.building, tree.other_building))
    opened = make_case_in("closed", tree.building, **said)
    for case in (old, elsewhere, opened):
        days_ago(case, 60)
    opened = Case.objects.get(pk=opened.pk)
    opened.reopen(by=make_user(), text="又坏了")
    Rule(name="case_forget", region=tree.street, value=40, effective_from=timezone.localdate(), note="1").set(
        by=make_superuser()
    )

    assert forget_reporters(dry_run=True).forgotten == 1
    assert forget_reporters().forgotten == 1

    held = {case.pk: Case.objects.get(pk=case.pk).has_reporter for case in (fresh, old, elsewhere, opened)}
    assert held == {fresh.pk: True, old.pk: False, elsewhere.pk: True, opened.pk: True}
    assert AuditEntry.objects.get(verb="case.forget").changes == {"forgotten": 1}


def test_a_new_key_takes_the_place_of_the_old_one(tree):
    case = make_case(tree.building)
    assert case.opens_with(case.key) and case.opens_with(f"{case.key[:5].lower()} - {case.key[5:]}")
    assert not case.opens_with("") and not case.opens_with("AAAAAAAAAA")

    key = case.renew_key(by=tree.worker)

    case.refresh_from_db()
    assert case.opens_with(key) and not case.opens_with(case.key)
    assert key not in str(list(Case.objects.values_list())) and key not in str(list(AuditEntry.objects.values_list()))


def test_the_database_keeps_what_a_form_only_asks_for(tree):
    case = make_case(tree.building)
    for wrong in (
        {"state": "handling"},
        {"state": "closed"},
        {"outcome": "solved"},
        {"destination": "hotline"},
        {"satisfaction": 6},
        {"due_on": timezone.localdate(), "state": "transferred"},
        {"answered_on": timezone.localdate()},
        {"merged_into": case.pk},
        {"source": "leader"},
        {"region_path": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**wrong)


def test_publication_needs_consent_an_answer_and_a_second_person(tree):
    with pytest.raises(ValidationError):
        make_case_request(make_case_in("answered", tree.building), "publication")
    with pytest.raises(ValidationError):
        make_case_request(make_case(tree.building, may_publish=True), "publication")
    case = make_case_in("closed", tree.building, may_publish=True)
    request = make_case_request(case, "publication", by=tree.worker)
    shown = type(request).objects.public()
    assert not shown.all().exists()

    request.agree(by=tree.clerk)
    assert list(shown.all()) == [request]
    Case.objects.get(pk=case.pk).withhold()
    assert not shown.all().exists()


def test_a_joint_matter_names_several_organizations(tree):
    first, second = make_organization(tree.community), make_organization(tree.community)
    case = make_case(tree.community, source="organization", organization=first, channel="desk")

    case.add_partner(second, by=tree.worker)

    assert list(case.partners.all()) == [second]
    for again in (first, second):
        with pytest.raises(ValidationError):
            case.add_partner(again, by=tree.worker)


def test_a_leader_raises_a_matter_by_name(tree):
    leader = make_leader(tree.building, name="陆建国")
    case = make_case(tree.building, source="leader", leader=leader, channel="desk")

    assert case.raised_by == "陆建国"


@pytest.mark.parametrize(
    ("text", "title"),
    [("电梯坏了。三天了。", "电梯坏了"), ("\n\n 停水！ ", "停水"), ("长" * 50, "长" * 39 + "…"), ("ok", "ok")],
)
def test_the_title_is_the_first_sentence(text, title):
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SQ-000123", 123),
        ("sq123", 123),
        ("123", 123),
        ("ＳＱ-000123", 123),
        ("SQ", None),
        ("电梯", None),
        ("1" * 19, None),
    ],
)
def test_a_number_is_read_however_it_was_typed(text, number):
    assert number_of(text) == number
