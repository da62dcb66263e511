from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communities.filings.models import Filing, YearlyReport
from communities.filings.models.owed import owing, with_due_days
from communities.filings.models.report import report_due
from communities.organizations.models import Organization
from communities.pages.seen import pack
from communities.settings_of_street.models import Rule
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import make_filing, make_organization, make_report, make_user

LAST = TODAY.year - 1
TYPED = {"summary": "全年活动", "activities": 30, "members": 20, "income": "100.50", "expense": "90"}


def shown(report):
    return pack(YearlyReport.objects.get(pk=report.pk))


@pytest.fixture
def team(tree):
    """On file since before last year ended."""
    team = make_organization(tree.community)
    make_filing(team, state="filed", on=date(LAST, 12, 31))
    return Organization.objects.get(pk=team.pk)


def test_a_report_is_handed_in_returned_corrected_and_accepted(team):
    report, clerk = make_report(team), make_user()
    report.send_back(by=clerk, reason="合计不对")
    report.summary = "改过"
    report.submit(by=make_user())
    report.decide(by=clerk)

    row = YearlyReport.objects.get()
    assert (row.state, row.summary, row.return_reason) == ("accepted", "改过", "")


def test_nobody_accepts_their_own_report_not_even_in_the_database(team):
    clerk = make_user()
    report = make_report(team, by=clerk)

    with pytest.raises(ValidationError) as refused:
        report.decide(by=clerk)
    assert refused.value.code == "own"
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReport.objects.filter(pk=report.pk).update(
            state="accepted", decided_by=report.submitted_by, decided_at=timezone.now()
        )


def test_a_report_comes_once_and_not_before_the_year_is_over(team):
    make_report(team)

    with pytest.raises(ValidationError) as refused:
        make_report(team)
    assert refused.value.code == "taken"
    with pytest.raises(ValidationError) as refused:
        make_report(team, year=TODAY.year)
    assert refused.value.code == "early"


@pytest.mark.parametrize("field", ["income", "expense"])
def test_negative_money_is_refused_by_form_and_database(client, sign_in, tree, team, field):
    sign_in(make_user(Role.WORKER, tree.community))
    response = client.post(reverse("communities:report-create", args=[team.pk]), TYPED | {field: "-1"})
    assert response.status_code == 200
    assert not YearlyReport.objects.exists()

    report = make_report(team)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReport.objects.filter(pk=report.pk).update(**{field: -1})


def test_who_owes_a_report(tree, team):
    late_comer = make_organization(tree.community)
    make_filing(late_comer, state="filed", on=date(TODAY.year, 1, 1))
    make_organization(tree.community)
    returned = make_organization(tree.community)
    make_filing(returned, state="filed", on=date(LAST, 1, 1))
    make_report(returned).send_back(by=make_user(), reason="改")
    done = make_organization(tree.community)
    make_filing(done, state="filed", on=date(LAST, 1, 1))
    make_report(done)

    assert set(owing(Organization.objects.all(), LAST)) == {team, returned}


def test_the_last_day_is_the_streets_own(tree, team, django_assert_num_queries):
    other = make_organization(tree.other_community)
    rule = Rule(name="filing_report", region=tree.street, value=430, effective_from=TODAY, note="沪民〔2026〕1号")
    rule.set(by=make_user())

    with django_assert_num_queries(1):
        rows = with_due_days([team, other], LAST)

    assert [row.due_on for row in rows] == [date(TODAY.year, 4, 30), date(TODAY.year, 3, 31)]


def test_the_29th_of_february_is_the_28th_in_a_common_year():
    assert report_due(2026, 229) == date(2027, 2, 28)
    assert report_due(2027, 229) == date(2028, 2, 29)


def test_a_worker_writes_a_report_and_a_clerk_accepts_it(client, sign_in, tree, team):
    sign_in(make_user(Role.WORKER, tree.community))
    client.post(reverse("communities:report-create", args=[team.pk]), TYPED)
    report = YearlyReport.objects.get()
    assert (report.year, str(report.income), report.region_path) == (LAST, "100.50", tree.community.path)
    sign_in(make_user(Role.OFFICE, tree.street))
    assert str(report) in client.get(reverse("desk:review-queue")).content.decode()

    client.post(report.get_absolute_url(), {"decision": "pass", "seen": shown(report)})

    report.refresh_from_db()
    assert report.state == "accepted"
    again = client.post(report.get_absolute_url(), {"decision": "pass", "seen": shown(report)})
    assert again.status_code == 409


def test_a_worker_does_not_accept(client, sign_in, tree, team):
    report = make_report(team)
    sign_in(make_user(Role.WORKER, tree.community))

    assert client.post(report.get_absolute_url(), {"decision": "pass", "seen": shown(report)}).status_code == 403


def test_a_returned_report_is_corrected_on_its_page(client, sign_in, tree, team):
    report = make_report(team)
    report.send_back(by=make_user(), reason="合计不对")
    sign_in(make_user(Role.WORKER, tree.community))
    address = reverse("communities:report-update", args=[report.pk])
    assert "全年活动" in client.get(address).content.decode()

    client.post(address, TYPED | {"summary": "改过的", "seen": shown(report)})

    report.refresh_from_db()
    assert (report.state, report.summary) == ("submitted", "改过的")
    assert client.get(address).status_code == 302
    assert client.post(address, TYPED | {"seen": shown(report)}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_who_owes_asks_the_database_equally_often(client, sign_in, tree, count, django_assert_num_queries):
    for _number in range(count):
        make_filing(make_organization(tree.community), state="filed", on=date(LAST, 1, 1))
    sign_in(make_user(Role.WORKER, tree.community))

    with django_assert_num_queries(8):
        response = client.get(reverse("communities:report-owed-list"))

    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reports_asks_the_database_equally_often(client, sign_in, tree, count, django_assert_num_queries):
    for _number in range(count):
        make_report(make_organization(tree.community))
    sign_in(make_user(Role.WORKER, tree.community))

    with django_assert_num_queries(7):
        response = client.get(reverse("communities:report-list"))

    assert len(response.context["page"].rows) == count


def test_the_export_names_the_figures_and_is_logged(client, sign_in, tree, team):
    make_report(team)
    sign_in(make_user(Role.WORKER, tree.community))

    text = export_text(client, reverse("communities:report-export"))

    assert team.name in text and "100.00" in text


def test_a_late_report_stands_in_the_to_do_list(client, sign_in, tree, team):
    Filing.objects.update(renew_from=TODAY + timedelta(days=300))
    sign_in(make_user(Role.WORKER, tree.community))

    due = client.get(reverse("desk:due-list")).context["due"]

    assert [(task.title, task.due_on) for task in due] == [(team.name, date(TODAY.year, 3, 31))]


def test_no_report_is_offered_of_a_year_before_the_filing(client, sign_in, tree, team):
    young = make_organization(tree.community)
    make_filing(young, state="filed")
    sign_in(make_user(Role.WORKER, tree.community))

    for row, is_offered in ((young, False), (team, True)):
        tab = client.get(f"{row.get_absolute_url()}?tab=filings").content.decode()
        assert (reverse("communities:report-create", args=[row.pk]) in tab) == is_offered
