"""What a year asks, month by month, held against the same reckoned day by day in plain Python."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse

from communities.settings_of_street.models import Rule
from leaders.appointments.models import Appointment
from leaders.people.models import Kind, Leader
from leaders.training.models.asked import asked_in, asked_of, minutes_at, minutes_by_place, months_over
from tests.clock import LATE, TODAY
from tests.factories import make_current, make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db
LAST = TODAY.year - 1
HOURS = {Kind.TEAM: 12, Kind.OPINION: 8, Kind.BUILDING: 16, Kind.ESTATE: 24}


def in_office(leader, since, until=None, kind=Kind.OPINION, **fields):
    row = make_current(leader, kind, started_on=since, **fields)
    ended = {"state": "ended", "ended_on": until, "end_reason": "own_wish"} if until else {}
    Appointment.objects.filter(pk=row.pk).update(**ended) if ended else None
    leader.refresh_standing()
    return row


def reckoned(posts, year, months=12):
    """Hours of 720 minutes a year, by every single day of every month."""
    total = 0
    for month in range(1, months + 1):
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        total += max(
            [
                HOURS[kind] * 45
                for kind, since, until in posts
                if all(since <= day and (until is None or day <= until) for day in days)
            ],
            default=0,
        )
    return total // 12


def test_the_expression_says_what_the_days_say(tree):
    for kind, value in HOURS.items():
        Rule.objects.create(
            name=f"hours_{kind}", region=tree.street, value=value, effective_from="2020-01-01", note="1",
            set_by=make_user(),
        )  # fmt: skip
    chance, wanted = Random(7), {}
    for _number in range(25):
        leader, posts = make_leader(tree.building), []
        for _post in range(chance.randint(0, 3)):
            since = date(LAST, 1, 1) + timedelta(days=chance.choice([-40, 0, 0, 30, 31, 58, 59, 200, 333]))
            until = chance.choice([None, since + timedelta(days=chance.choice([27, 59, 90, 365]))])
            if until and until >= TODAY:
                until = None
            in_office(leader, since, until)
            kind = chance.choice(list(HOURS))
            place = {
                Kind.TEAM: {"organization": make_organization(tree.community)},
                Kind.BUILDING: {"region": tree.building},
                Kind.ESTATE: {"region": tree.compound, "term_number": 1},
            }.get(kind, {"topic": "parking", "own_wish": True})
            fields = {"organization": None, "region": None, "topic": "", "own_wish": False, "term_number": None}
            last = leader.appointments.latest("pk")
            if until is None and kind in (Kind.BUILDING, Kind.ESTATE):
                kind, place = Kind.OPINION, {"topic": "parking", "own_wish": True}  # one head a building at a time
            Appointment.objects.filter(pk=last.pk).update(kind=kind, **fields | place)
            posts.append((kind, since, until))
        wanted[leader.pk] = [
            reckoned(posts, year, months) for year, months in ((LAST, 12), (LAST, 5), (TODAY.year, 12))
        ]

    found = {}
    for minutes in (
        minutes_at(tree.street.path, on=TODAY),
        minutes_by_place([tree.county.span], on=TODAY),
    ):
        asked = {
            "whole": asked_in(LAST, minutes), "part": asked_in(LAST, minutes, months=5),
            "now": asked_in(TODAY.year, minutes),
        }  # fmt: skip
        rows = Leader.objects.filter(pk__in=wanted).annotate(**asked)
        found = {pk: [whole, part, now] for pk, whole, part, now in rows.values_list("pk", "whole", "part", "now")}
        assert found == wanted
    assert len({tuple(one) for one in wanted.values()}) > 6


@pytest.mark.parametrize(
    ("day", "months"),
    [("2026-01-01", 0), ("2026-01-31", 1), ("2026-11-29", 10), ("2026-11-30", 11), ("2026-12-31", 12)],
)
def test_a_month_is_over_on_its_last_day(monkeypatch, day, months):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date.fromisoformat(day))

    assert (months_over(2026), months_over(2025), months_over(2027)) == (months, 12, 0)


def test_a_year_before_any_month_is_over_asks_nothing_yet(tree, monkeypatch):
    leader = in_office(make_leader(tree.building), date(LAST, 1, 1)).leader
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(TODAY.year, 1, 10))

    assert asked_of(leader, TODAY.year) == (720, 0)


def test_a_past_year_names_who_held_a_post_then_and_not_who_does_now(tree, office, sign_in, clock):
    clock.move_to(LATE)
    left = in_office(make_leader(tree.building, name="离任人"), date(LAST, 1, 1), date(LAST, 6, 30)).leader
    in_office(make_leader(tree.building, name="新任人"), LATE.date() - timedelta(days=60))
    client = sign_in(office)

    now = client.get(reverse("leaders:training-short")).context["page"].rows
    past = client.get(reverse("leaders:training-short"), {"year": LAST})

    assert [row.name for row in now] == ["新任人"]
    assert [(row.pk, row.minimum) for row in past.context["page"].rows] == [(left.pk, 360)]
    assert "离任人" in past.content.decode()
    kinds = [
        client.get(reverse("leaders:training-short"), {"year": LAST, "kind": kind}) for kind in ("opinion", "team")
    ]
    assert [len(one.context["page"].rows) for one in kinds] == [1, 0]


def test_this_year_can_be_held_against_what_is_due_by_today(tree, office, sign_in, clock):
    clock.move_to(LATE)
    leader = in_office(make_leader(tree.building), date(LAST, 1, 1)).leader
    leader.training_years.create(year=TODAY.year, region_path=leader.region_path, knowledge=600, minutes=600)
    client = sign_in(office)

    whole = client.get(reverse("leaders:training-short"))
    due = client.get(reverse("leaders:training-short"), {"than": "due"})

    assert [(row.minimum, row.due) for row in whole.context["page"].rows] == [(720, 600)]
    assert "13.3" in whole.content.decode()
    assert due.context["page"].rows == []
    assert "none of these is missing" in client.get(f"{leader.get_absolute_url()}?tab=training").content.decode()
