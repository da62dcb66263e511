"""The pages of filings: each person's part, wrong turns, the certificate, and what the public sees."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.filings.models import Filing
from communities.organizations.models import Organization
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    attach_pdf,
    make_filing,
    make_organization,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def page(name, *args):
    return reverse(f"communities:{name}", args=args)


def test_the_states_are_tabs_that_keep_the_other_conditions(client, sign_in, tree, team, office):
    make_filing(team, state="submitted")
    make_filing(make_organization(tree.community2), state="filed")
    make_filing(make_organization(tree.other_community), state="filed")
    sign_in(office)

    response = client.get(page("filing-list"), {"state": "filed", "region": tree.community2.pk})

    assert [row.organization.region for row in response.context["page"].rows] == [tree.community2]
    assert [(state, number) for state, _label, number, _chosen in response.context["tabs"]] == [("", 1), ("filed", 1)]


def test_words_find_names_and_numbers(client, sign_in, tree, office):
    dancers = make_organization(tree.community, name="平南舞蹈队")
    filing = again(make_filing(dancers, state="filed"))
    make_filing(make_organization(tree.community, name="合唱队"), state="filed")
    sign_in(office)

    for words in ("舞蹈", "pnwdd", filing.number, "0001"):
        found = client.get(page("filing-list"), {"q": words}).context["page"].rows
        assert [row.organization for row in found] == [dancers]


def test_a_number_is_found_with_whatever_brackets_and_spaces_it_is_typed(client, sign_in, tree, office):
    filing = make_filing(make_organization(tree.community), state="filed")
    sign_in(office)

    for left, right in ("[]", "【】", "（）", "()", "［］", "〔〕"):
        for typed in (filing.number.replace("〔", left).replace("〕", right), f"{left}{TODAY.year}{right} 0001"):
            found = client.get(page("filing-list"), {"q": typed}).context["page"].rows
            assert [row.pk for row in found] == [filing.pk], typed


@pytest.mark.parametrize("order", ["place", "submitted", "ends", "nonsense"])
def test_the_list_can_be_sorted(client, sign_in, tree, team, office, order):
    make_filing(team)
    make_filing(make_organization(tree.community), state="filed")

    response = sign_in(office).get(page("filing-list"), {"order": order})

    assert len(response.context["page"].rows) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_equally_often(client, sign_in, tree, worker, count, django_assert_num_queries):
    for _number in range(count):
        make_filing(make_organization(tree.community), state="filed")
    sign_in(worker)

    with django_assert_num_queries(6):
        response = client.get(page("filing-list"))

    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_filing_asks_the_database_equally_often(
    client, sign_in, team, worker, count, django_assert_num_queries
):
    filing = make_filing(team, by=worker)
    for _number in range(count):
        attach_pdf(filing, by=worker)
    sign_in(worker)

    with django_assert_num_queries(9):  # the last: what its place was called when it was made
        client.get(filing.get_absolute_url())


@pytest.mark.parametrize("tab", ["overview", "filings"])
def test_the_page_of_the_organization_stays_within_its_queries(client, sign_in, team, worker, tab):
    make_filing(team, state="filed")
    make_report(team)
    sign_in(worker)

    with CaptureQueriesContext(connection) as counted:
        client.get(team.get_absolute_url(), {"tab": tab})

    assert len(counted) <= 12


def test_the_export_is_the_filtered_list_and_logged(client, sign_in, tree, team, worker):
    make_filing(team, state="filed")
    make_filing(make_organization(tree.community), state="submitted")
    sign_in(worker)

    text = export_text(client, f"{page('filing-export')}?state=filed")

    assert team.name in text and len(text.strip().splitlines()) == 2
    assert ReadLog.objects.get(verb="filing.export").rows == 1


def test_renewals_and_returned_filings_stand_in_the_to_do_list(client, sign_in, tree, team, worker):
    filing = make_filing(team, state="filed")
    Filing.objects.filter(pk=filing.pk).update(valid_until=TODAY + timedelta(days=15), renew_from=TODAY)
    back = make_filing(make_organization(tree.community), state="submitted")
    back.send_back(by=make_user(), reason="章程缺页")
    sign_in(worker)

    due = client.get(reverse("desk:due-list")).context["due"]

    assert sorted((task.title, task.verb) for task in due) == sorted(
        [(team.name, "Renew filing"), (back.organization.name, "Correct filing")]
    )
    assert next(task for task in due if task.title == team.name).days_left == 15
    make_user(Role.OFFICE, tree.street)
    make_user(Role.MANAGER, tree.street)
    make_filing(again(team), kind="renewal", state="submitted")
    assert len(client.get(reverse("desk:due-list")).context["due"]) == 1


def test_the_panel_names_the_next_step_and_what_is_missing(client, sign_in, team, worker):
    sign_in(worker)
    Organization.objects.filter(pk=team.pk).update(meeting_place="")
    text = client.get(team.get_absolute_url()).content.decode()
    assert "Begin filing" in text and "A meeting place is entered" in text
    Organization.objects.filter(pk=team.pk).update(meeting_place="活动室")
    filing = make_filing(again(team), state="filed")
    Filing.objects.filter(pk=filing.pk).update(valid_until=TODAY + timedelta(days=15), renew_from=TODAY)

    text = client.get(team.get_absolute_url()).content.decode()

    assert "Renew filing" in text and "Renew it before" in text
