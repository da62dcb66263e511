"""Every number of the statistics and of the overseer's desk leads to a list that says the same, or is told here why not."""

import re
from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from communities.pages.lists import KeysetList
from communities.regions.models import Level, Region
from communities.scope import reached_spans
from leaders.appointments.models import Appointment
from leaders.people.models import Kind, Leader
from leaders.training.models import TrainingYear
from leaders.training.models.lessons import hours
from registry.accounts.roles import Permission, Role
from tests.clock import TODAY
from tests.exports import export_rows
from tests.factories import (
    make_awarded_incentive,
    make_case,
    make_current,
    make_ended,
    make_filing,
    make_leader,
    make_organization,
    make_superuser,
    make_support,
    make_user,
)
from tests.world import make_world

pytestmark = pytest.mark.django_db
PAGE, DESK = reverse("desk:statistics"), reverse("desk:dashboard")
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?%?")
# Numbers that lead nowhere, by the class of what holds them, and why.
LEADS_NOWHERE = {
    "stat__d": "the small line of a tile says what its large number is made of; the tile leads to the list of both",
    "stat__v div.stat": "incentives awarded, for whoever may not see incentives",
    "itself": "what lies at the place itself: every list narrowed to a place shows what lies below it as well",
    "pagehead": "the day the figures were counted on",
    "tabs": "years to choose among",
    "tbl thead": "the year a column is of",
}
# Numbers that are no count: what the list says from which the test makes them again.
MADE_OF = {
    "vacancies": "share of buildings with a head: the list counts those without",
    "case-report": "share of matters answered and mean days: of the line of sums of the report",
    "support": "money: the sum above the list",
    "training-hours": "hours: the sum above the list; hours a person: that sum over the people in office",
}


@pytest.fixture
def people(tree):
    """A world with one of everything, and of what the statistics count several, in two streets and two years."""
    make_world(tree)
    filed = make_organization(tree.community)
    make_filing(filed, state="filed")
    make_filing(make_organization(tree.community2), state="filed", on=date(TODAY.year - 1, 3, 1))
    make_support(filed, granted="1200.50", year=TODAY.year)
    for years, place in ((0, tree.building2), (2, tree.other_building), (7, tree.building)):
        post = make_current(
            make_leader(place, name="任职人"),
            Kind.TEAM,
            organization=make_organization(tree.community),
            started_on=date(TODAY.year - years, 1, 2),
        )
        TrainingYear.objects.create(leader=post.leader, year=TODAY.year, ethics=90, horizon=50, minutes=140)
        TrainingYear.objects.create(leader=post.leader, year=TODAY.year - 1, knowledge=45, minutes=45)
        make_case(place)
        awarded = make_awarded_incentive(make_leader(place, name="得奖人"))
        TrainingYear.objects.create(leader=awarded.leader, year=TODAY.year, ethics=450, minutes=450)  # holds no post
    make_ended(make_leader(tree.other_building), Kind.OPINION)
    answered = make_case(tree.other_building)
    type(answered).objects.filter(pk=answered.pk).update(answered_on=TODAY, answer_workdays=2)


def accounts(tree):
    two = make_user(Role.MANAGER, tree.street)
    two.postings.create(role=Role.OVERSEER, region=tree.other_street, started_on=TODAY)
    places = {Role.WORKER: tree.community}
    return [
        *[make_user(role, places.get(role, tree.street)) for role in Role],
        make_user(Role.OVERSEER, tree.county),
        make_superuser(),
        two,
    ]


def numbers_of(page):
    """[(number, address it leads to or "", classes around it)] of all that is read in the page's main part."""
    main = html.fromstring(page.content.decode()).find(".//main")
    for node in main.iter():
        if not isinstance(node.tag, str) or any(
            up.tag in ("svg", "select", "option", "nav") for up in (node, *node.iterancestors())
        ):
            continue
        around = [node, *node.iterancestors()]
        classes = " ".join(f"{up.get('class', '')} {up.tag}" for up in around)
        line = next((up for up in around if up.tag == "tr"), None)
        head = "" if line is None else line.find("th").text_content()
        classes += " div.stat" if any(up.tag == "div" and up.get("class") == "stat" for up in around) else ""
        classes += " itself" if head.endswith(" itself") else ""
        ways = [up.get("href") for up in around if up.tag == "a"]
        for text in (node.text, *[child.tail for child in node]):
            word = (text or "").strip()
            if any(sign.isdigit() for sign in word):
                yield word, ways[0] if ways else "", classes


def led_from(page):
    """[(number, address)]; a number that leads nowhere is in LEADS_NOWHERE."""
    found = []
    for word, way, classes in numbers_of(page):
        is_named = any(all(part in classes.split() for part in one.split()) for one in LEADS_NOWHERE)
        if is_named or not NUMBER.fullmatch(word):  # a sentence, or a name with a number in it
            continue
        assert way and not way.startswith("?"), f"{word} leads nowhere: {classes}"
        found.append((word, way))
    return found


def buildings_at(user, region):
    rows = Region.objects.filter(retired_on=None, level=Level.BUILDING)
    reach = [posting.region.path for posting in user.postings.all()] or [""]
    paths = [row.path for row in rows if any(row.path.startswith(one) for one in reach)]
    return [path for path in paths if path.startswith(region.path if region else "")]


def told_by(client, user, page, way):
    """What the page at `way` says that a number leading to it may be."""
    context = client.get(way).context
    name, region = way.partition("?")[0], context.get("region") or chosen(context)
    if name.endswith("/vacancies/"):
        every = len(buildings_at(user, region))
        return {
            f"{round(100 * (every - context['count']) / every, 1)}",
            f"{round(100 * (every - context['count']) / every, 1)}%",
        }
    if name.endswith("/cases/report/"):
        now = context["whole"][0]
        share = round(100 * now["answered"] / now["raised"]) if now["raised"] else None
        return {*map(str, now.values()), str(share), f"{share}%"}
    if name.endswith("/support/"):
        granted = context["totals"]["granted"]
        return {f"{granted:,.2f}", f"{granted:,.0f}", f"{granted:.2f}", f"{granted:.0f}"}
    if name.endswith("/training/hours/"):
        if "in_office" not in context["filter"].form.data:
            return {context["sum"]}
        people, minutes = in_office(user, region, context)
        assert context["sum"] == hours(minutes)
        return {hours(minutes // people) if people else "—"}
    return {str(context["count"])}


def chosen(context):
    form = context["filter"].form if "filter" in context else None
    return form.cleaned_data.get("region") if form else None


def in_office(user, region, context):
    """(people in office there, their minutes of the year), counted row by row."""
    reach = [posting.region.path for posting in user.postings.all()] or [""]
    where = region.path if region else ""
    people = [
        leader
        for leader in Leader.objects.all()
        if leader.term_ends_on
        and leader.region_path.startswith(where)
        and any(leader.region_path.startswith(one) for one in reach)
    ]
    year = int(context["filter"].form.data["year"])
    minutes = [
        row.minutes
        for row in TrainingYear.objects.filter(year=year, leader__in=people)
        if row.region_path.startswith(where) and any(row.region_path.startswith(one) for one in reach)
    ]
    return len(people), sum(minutes)


def test_each_number_leads_to_a_list_that_says_the_same(tree, people, sign_in):
    walked = set()
    for user in accounts(tree):
        client = sign_in(user)
        is_overseer = not user.is_superuser and {one.role for one in user.postings.all()} == {Role.OVERSEER}
        for address in (PAGE, *([DESK] if is_overseer else [f"{PAGE}?year={TODAY.year - 1}"])):
            page = client.get(address)
            found = led_from(page)
            assert len(found) > 30, (user, address)
            sees = reached_spans(user, Permission.INCENTIVE_VIEW) == reached_spans(user, Permission.STATISTICS_VIEW)
            assert any(way.startswith(reverse("leaders:incentive-list")) for _number, way in found) == sees, user
            for number, way in found:
                assert number in told_by(client, user, page, way), (user, address, number, way)
                walked.add(way.partition("?")[0])
    assert {
        reverse(f"leaders:{name}")
        for name in ("appointment-list", "training-hours", "case-report", "case-list", "leader-list")
    } < walked
    assert {reverse(f"communities:{name}") for name in ("filing-list", "organization-list", "support-list")} < walked


def test_the_lists_behind_page_and_are_taken_away_with_the_same_rows(tree, people, sign_in, monkeypatch):
    monkeypatch.setattr(KeysetList, "page_size", 2)
    client = sign_in(make_user(Role.MANAGER, tree.street))
    whole = f"first={TODAY.year}-01-01&last={TODAY.year}-12-31"
    asked = [
        ("leaders:appointment", f"{whole}&region={tree.street.pk}"),
        ("leaders:appointment", f"held=3&region={tree.street.pk}"),
        ("leaders:appointment", f"event=ended&{whole}"),
        ("communities:filing", f"issued=on&kind=first&year={TODAY.year}"),
        ("leaders:training-hours", f"area=ethics&year={TODAY.year}"),
    ]
    for name, query in asked:
        ends = ("", "-export") if name.endswith("hours") else ("-list", "-export")
        address, rows = f"{reverse(name + ends[0])}?{query}", []
        count = client.get(address).context["count"]
        while address:
            page = client.get(address).context["page"]
            rows += [row.pk for row in page.rows]
            address = f"{reverse(name + ends[0])}{page.next_url}" if page.next_url else ""
        assert len(rows) == len(set(rows)) == count > 0, query
        lines = export_rows(client, f"{reverse(name + ends[1])}?{query}")
        assert len(lines) == count + 1, query


def test_who_sees_no_details_reads_the_posts_without_a_way_to_them(tree, people, sign_in):
    overseer = sign_in(make_user(Role.OVERSEER, tree.county)).get(reverse("leaders:appointment-list")).content.decode()
    worker = sign_in(make_user(Role.WORKER, tree.community)).get(reverse("leaders:appointment-list")).content.decode()
    post = Appointment.objects.filter(state="current", kind="building").first()

    assert post.get_absolute_url() in worker and str(post.leader.name) in overseer
    assert "/work/appointments/" + str(post.pk) not in overseer
