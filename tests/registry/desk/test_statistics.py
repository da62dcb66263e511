"""The figures of a place: every number again from the rows, the same number in the list it leads to, and no other place's."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from communities.filings.models import Filing
from communities.postings.models import Posting
from leaders.people.models import Kind, Leader
from leaders.training.models import TrainingYear
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from registry.desk.coverage import PLATES, coverage_of
from registry.desk.statistics import Statistics
from tests.clock import TODAY
from tests.factories import (
    make_awarded_incentive,
    make_case,
    make_current,
    make_filing,
    make_leader,
    make_organization,
    make_region,
    make_support,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:statistics")


@pytest.fixture
def district(tree):
    return make_user(Role.OVERSEER, tree.street.parent)


def figures(user, region, year=TODAY.year):
    return Statistics(user, region, year)


def test_each_part_shows_what_stands_and_happened_there(tree, manager, district):
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building)
    filed = make_organization(tree.community)
    make_filing(filed, state="filed")
    make_support(filed, granted=Decimal("1200.50"), year=TODAY.year)
    make_support(filed, granted=Decimal("99"), year=TODAY.year - 1)
    make_case(tree.building)
    make_awarded_incentive(make_leader(tree.building, name="得奖人"))

    [part] = [one for one in figures(district, tree.street).parts() if one.region == tree.community]

    assert (part.now["building"], part.now["people"]) == (1, 1)
    assert part.now["covered"] == 1 and part.coverage == round(100 / part.now["buildings"], 1)
    assert (part.now["organizations"], part.now["filed"]) == (1, 1)
    assert (part.granted, part.granted_before) == (Decimal("1200.50"), Decimal("99"))
    assert (part.now["raised"], part.now["answered"], part.answered_share) == (1, 0, 0)
    assert part.now["awarded"] == 1


def test_the_sum_is_that_of_its_parts_and_of_the_list_it_leads_to(tree, district, client, sign_in):
    for place in (tree.building, tree.other_building):
        make_current(make_leader(place), Kind.BUILDING, region=place)
    shown = figures(district, tree.street.parent)

    total = shown.total(shown.parts())

    sign_in(district)
    listed = client.get(reverse("leaders:leader-list"), {"term": "current", "region": tree.street.parent.pk})
    assert (
        total.now["people"]
        == Leader.objects.filter(term_ends_on__isnull=False).count()
        == len(listed.context["page"].rows)
    )
    assert total.now["building"] == sum(part.now["building"] for part in shown.parts())


def test_another_street_is_not_counted_and_not_opened(tree, manager, client, sign_in):
    make_current(make_leader(tree.other_building), Kind.BUILDING, region=tree.other_building)
    sign_in(manager)

    page = client.get(PAGE, {"region": tree.other_street.pk})

    assert page.context["region"] == tree.street
    assert page.context["total"].now["people"] == 0
    assert tree.other_street.name not in page.content.decode()


@pytest.mark.parametrize("asked", ["", "abc", "9" * 30, "-1", "1800", "2999"])
def test_an_odd_year_or_place_shows_this_year_of_the_own_place(manager, tree, client, sign_in, asked):
    page = sign_in(manager).get(PAGE, {"year": asked, "region": asked})

    assert page.status_code == 200 and page.context["region"] == tree.street
    assert TODAY.year - 5 < page.context["year"] <= TODAY.year


def test_the_workbook_has_the_lines_of_the_page_and_is_logged(tree, district, client, sign_in):
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building)
    sign_in(district)

    answer = client.post(reverse("desk:statistics-workbook") + f"?region={tree.street.pk}")

    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    said = client.get(PAGE, {"region": tree.street.pk}).context["parts"]
    assert [row[0] for row in rows if row[0] in {part.region.name for part in said}] == [
        part.region.name for part in said
    ]
    assert ReadLog.objects.get(verb="statistics.export").object_id == tree.street.pk


def test_many_parts_cost_no_more_queries(tree, district, client, sign_in):
    sign_in(district)
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE, {"region": tree.street.pk})
    for number in range(15):
        make_leader(make_region(tree.street, f"第{number}居委会", "community"))
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE, {"region": tree.street.pk})

    assert len(many) == len(few) <= 12


def test_the_desk_counts_every_building_and_draws_bars_above_a_screenful(tree, manager):
    before = coverage_of(manager)
    assert before["plates"] and not before["bars"]
    for number in range(PLATES + 1):
        make_region(tree.compound, f"{number + 1000}号楼")
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building)

    after = coverage_of(manager)

    assert after["total"] == before["total"] + PLATES + 1 and after["held"] == before["held"] + 1
    assert not after["plates"] and sum(bar["total"] for bar in after["bars"]) == after["total"]


def test_a_district_sees_a_bar_for_each_street(tree, district):
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building)

    seen = coverage_of(district)

    assert {bar["name"]: bar["held"] for bar in seen["bars"]}[tree.street.name] == 1 and not seen["plates"]


def test_each_bar_leads_to_the_buildings_that_are_vacant_there(tree, manager, district, client, sign_in):
    for number in range(PLATES + 1):
        make_region(tree.compound, f"{number + 1000}号楼")
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building)
    mixed = make_user(Role.MANAGER, tree.community)
    Posting.objects.create(user=mixed, region=tree.community2, role=Role.WORKER, started_on=date(2024, 1, 1))
    wider = make_user(Role.MANAGER, tree.street)
    Posting.objects.create(user=wider, region=tree.other_community, role=Role.WORKER, started_on=date(2024, 1, 1))

    for user in (manager, district, mixed, wider):
        bars = coverage_of(user)["bars"]
        assert bars and sum(bar["total"] for bar in bars) > PLATES
        sign_in(user)
        for bar in bars:
            listed = client.get(reverse("leaders:vacancy-buildings"), {"region": bar["pk"]})
            [number] = [number for _url, _kind, _label, number, is_chosen in listed.context["tabs"] if is_chosen]
            assert int(str(number)) == bar["total"] - bar["held"], (user, bar)


def test_a_month_is_named_as_tables_name_it(tree, district, sign_in):
    main = sign_in(district).get(PAGE).content.decode().partition("<main")[2]

    assert ">Jan<" in main


def test_what_happened_in_the_year_stands_beside_the_year_before(tree, district):
    group = make_organization(tree.community)
    earlier = make_filing(group, state="filed", on=date(TODAY.year - 1, 3, 1))
    Filing.objects.filter(pk=earlier.pk).update(valid_until=TODAY, renew_from=TODAY)
    make_filing(group, state="filed", kind="renewal")
    make_filing(make_organization(tree.community), state="submitted")
    make_case(tree.building)
    TrainingYear.objects.create(leader=make_leader(tree.building), year=TODAY.year, ethics=90, minutes=90)
    shown = figures(district, tree.street)

    assert {row.label: row[2:] for row in shown.filings() if any(row[2:])} == {
        "First filing": (0, 1),
        "Renewal": (1, 0),
    }
    assert [row[2:] for row in shown.areas()] == [("0", "0"), ("2", "0"), ("0", "0")]
    assert [row[2:] for row in shown.matters()] == [(1, 0), (0, 0), (0, 0), (None, None), (None, None)]
    assert figures(district, tree.other_street).filings()[0].before == 0


@pytest.mark.parametrize(
    ("began", "group"),
    [
        (date(TODAY.year - 1, TODAY.month, TODAY.day + 1), 0),
        (date(TODAY.year - 1, TODAY.month, TODAY.day), 1),
        (date(TODAY.year - 3, TODAY.month, TODAY.day), 2),
        (date(TODAY.year - 6, TODAY.month, TODAY.day), 3),
        (date(1999, 1, 1), 3),
    ],
)
def test_a_post_is_counted_by_the_whole_years_it_is_held(tree, district, began, group):
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building, started_on=began)

    assert figures(district, tree.street).served() == [int(at == group) for at in range(4)]


def test_the_parts_are_ordered_by_any_column_both_ways(tree, district, sign_in):
    make_region(tree.street, "空的居委会", "community")
    make_current(make_leader(tree.building), Kind.BUILDING, region=tree.building)
    client = sign_in(district)

    def names(order):
        page = client.get(PAGE, {"region": tree.street.pk, "order": order})
        return [part.region.name for part in page.context["parts"]]

    assert names("building")[0] == names("-building")[-1] == tree.community.name
    assert names("coverage")[-1] == names("-coverage")[-1] == "空的居委会"
    assert sorted(names("unknown")) == sorted(names("building"))


def test_the_count_table_has_each_place_by_class_and_status(tree, district, sign_in):
    filed = make_organization(tree.community)
    make_filing(filed, state="filed")
    make_organization(tree.community, name="晨光合唱队")

    answer = sign_in(district).post(reverse("desk:statistics-counts") + f"?region={tree.street.pk}")

    head, *rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values
    found = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}
    place = found[tree.community.name]
    assert list(place.values())[0] == 2 and sum(list(place.values())[1:6]) == 2 and sum(list(place.values())[6:]) == 2
    assert list(found.values())[-1]["Filed with the street"] == 1
