"""The year's figures, recomputed by hand; nothing small in public; raising matters counts against nobody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.filings.models.eligibility import FilingCase
from communities.scope import step_below
from leaders.cases.figures import figures_by_kind, figures_by_place, public_figures
from leaders.cases.models import Case
from leaders.incentives.models.eligibility import refuse_unless_eligible
from registry.accounts.roles import Role
from tests.clock import LATE, TODAY
from tests.factories import make_case, make_case_in, make_case_request, make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


@pytest.fixture(autouse=True)
def late(clock):
    """What was raised some days ago was raised in the same year."""
    clock.move_to(LATE)


def test_the_figures_of_a_year_are_those_of_the_rows(tree):
    rows = [make_case_in(state, tree.building) for state in ("received", "answered", "closed", "closed")]
    rows.append(make_case_in("closed", tree.other_building, category="resource"))
    Case.objects.filter(pk=rows[1].pk).update(answer_workdays=5)
    Case.objects.filter(pk=rows[2].pk).update(answer_workdays=1)
    before = make_case_in("answered", tree.building)
    Case.objects.filter(pk=before.pk).update(
        received_on=before.received_on - timedelta(days=365), answered_on=before.received_on, answer_workdays=9
    )
    double = make_case(tree.building)
    double.merge(by=make_user(), into=rows[0])

    kinds, whole = figures_by_kind(Case.objects.all(), YEAR)
    now, earlier = kinds["interest"]
    assert {name: now[name] for name in ("raised", "answered", "solved", "closed", "days")} == {
        "raised": 4, "answered": 3, "solved": 2, "closed": 2, "days": 2.0,
    }  # fmt: skip
    assert (earlier["raised"], earlier["days"]) == (1, 9.0)
    assert whole[0]["raised"] == sum(now["raised"] for now, _before in kinds.values() if now)
    assert whole[0]["days"] == 1.5 and whole[1]["days"] == 9.0
    assert kinds["resource"][1] is None
    places = figures_by_place(Case.objects.all(), YEAR, step_below(tree.county.path))
    assert {path: pair[0]["raised"] for path, pair in places.items()} == {
        tree.street.path: 4,
        tree.other_street.path: 1,
    }


def test_satisfaction_shows_from_five_answers_on(tree):
    rows = [make_case_in("closed", tree.building) for _n in range(5)]
    for row in rows[:4]:
        row.rate(score=4)
    assert figures_by_kind(Case.objects.all(), YEAR)[0]["interest"][0]["mean"] is None
    rows[4].rate(score=5)

    assert figures_by_kind(Case.objects.all(), YEAR)[0]["interest"][0]["mean"] == 4.2


def test_the_report_leads_down_and_stays_in_reach(client, sign_in, tree):
    make_case_in("closed", tree.building)
    make_case_in("closed", tree.other_building)
    sign_in(make_user(Role.MANAGER, tree.street))

    shown = client.get(reverse("leaders:case-report")).content.decode()
    assert tree.community.name in shown and tree.other_community.name not in shown
    below = client.get(reverse("leaders:case-report"), {"region": tree.community.pk, "year": "x"}).content.decode()
    assert tree.compound.name in below
    elsewhere = client.get(reverse("leaders:case-report"), {"region": tree.other_street.pk}).content.decode()
    assert tree.other_community.name not in elsewhere


def test_a_street_shows_sums_and_nothing_under_three(client, tree):
    for _n in range(3):
        make_case_in("answered", tree.building, text="三楼沈家漏水")
    make_case_in("closed", tree.building)
    assert public_figures(Case.objects.within(tree.street), YEAR) == {"raised": 4, "answered": 4, "closed": None}

    shown = client.get(reverse("directory:place-matters", args=[tree.street.pk])).content.decode()

    assert "fewer than 3" in shown and "沈家" not in shown


def test_what_two_agreed_on_shows_without_names_until_the_consent_is_taken_back(client, tree):
    case = make_case_in("closed", tree.building, may_publish=True, name="沈阿姨")
    request = make_case_request(case, "publication")
    page = reverse("directory:place-matters", args=[tree.street.pk])
    assert "电梯何时修好" not in client.get(page).content.decode()
    request.agree(by=make_user())
    shown = client.get(page).content.decode()
    assert "电梯何时修好" in shown and "沈阿姨" not in shown

    Case.objects.get(pk=case.pk).withhold()

    assert "电梯何时修好" not in client.get(page).content.decode()


def test_the_page_of_a_leader_counts_matters(client, sign_in, tree):
    leader = make_leader(tree.building)
    for state in ("received", "answered"):
        make_case_in(state, tree.building, source="leader", leader=leader, channel="desk")
    sign_in(make_user(Role.WORKER, tree.community))

    shown = client.get(leader.get_absolute_url() + "?tab=cases").content.decode()

    assert "2 matters raised, 1 answered" in shown


def test_raising_matters_or_being_complained_about_lowers_no_eligibility(tree):
    """Every rule is asked with its statements watched, and no rule's module knows the rooms of matters."""
    leader, group = make_leader(tree.building), make_organization(tree.community)
    for _n in range(3):
        make_case(tree.building, source="leader", leader=leader, channel="desk")
        make_case(tree.building, source="organization", organization=group, channel="desk")

    with CaptureQueriesContext(connection) as asked:
        refuse_unless_eligible(is_material=True, leader=leader)
        refuse_unless_eligible(is_material=True, organization=group)
        case = FilingCase(group)
        assert [case.standing, case.open, case.count, case.least_members] == [None, None, None, 5]

    statements = " ".join(query["sql"] for query in asked.captured_queries)
    assert not re.search(r"leaders_(case|conduct)", statements)


def test_no_other_subject_reads_matters_or_conduct_reviews():
    """Stages, incentives, filings, ratings, training and nominations cannot take account of what they never import.

    Replies to satisfaction read figures of matters; those only the public pages of a place and a group read further.
    Privacy copies for a person what is held about them, and erases it; nothing is decided there by what it says.
    """
    rooms = {"cases", "topics", "conduct", "replies", "demo", "record_page", "imports", "privacy"}
    root = Path(settings.BASE_DIR)
    files = [path for name in ("leaders", "communities") for path in (root / name).rglob("*.py")]
    found = [
        str(path.relative_to(root))
        for path in files
        if path.parent != root / "leaders"
        and path.relative_to(root).parts[1] not in rooms | {"migrations"}
        and re.search(r"leaders\.(cases|conduct|topics)", path.read_text(encoding="utf-8"))
    ]

    assert found == []
    readers = {path.relative_to(root).parts[1] for path in files if "leaders.replies" in path.read_text("utf-8")}
    assert readers == {"replies", "directory", "demo", "urls.py"}


def test_the_year_begins_on_new_years_day(tree, clock):
    make_case(tree.building, on=timezone.localdate().replace(month=1, day=1))

    assert figures_by_kind(Case.objects.all(), YEAR)[0]["interest"][0]["raised"] == 1
