"""The own calendar: what stands in it for whom, and the secret address by which a phone reads it."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from communities.postings.actions import reset_password, set_active
from registry.accounts.models import CalendarKey
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from registry.desk.calendar import DUE_KEYS, KINDS, entries
from registry.desk.due import SOURCES
from registry.desk.views.calendar import EACH_DAY, READS_AN_HOUR
from tests.clock import NOW, TODAY
from tests.factories import (
    at,
    make_activity,
    make_current,
    make_filing,
    make_leader,
    make_organization,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE, MAKE, WITHDRAW = (reverse(f"desk:calendar{part}") for part in ("", "-key-make", "-key-withdraw"))
ACCOUNT = reverse("accounts:account")


def fill(tree, place, mark):
    """One of each kind at a place; {kind: its day}."""
    by, team = make_user(), make_organization(place, name=f"{mark}舞蹈队")
    days = {"term": 80, "filing": None, "training": 9, "activity": 5}
    leader = make_leader(place, name=f"{mark}建国")
    make_current(leader, "team", organization=team, term_ends_on=TODAY + timedelta(days=days["term"]), by=by)
    filing = make_filing(make_organization(place, name=f"{mark}合唱队"), state="filed")
    make_session(place, days=days["training"], title=f"{mark}培训")
    make_activity(organization=team, days=days["activity"], title=f"{mark}会演")
    return {kind: TODAY + timedelta(days=number) for kind, number in days.items() if number} | {
        "filing": filing.valid_until
    }


def told(user, first=TODAY, last=TODAY + timedelta(days=2000), kind=""):
    return {(one.key, one.day) for one in entries(user, first, last, kind)}


def address_for(client):
    return client.post(MAKE).context["address"]


def summaries(address):
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.content).events]


def test_each_kind_stands_on_its_day_and_nothing_of_another_place(tree, worker):
    here = fill(tree, tree.community, "甲")
    fill(tree, tree.other_community, "乙")

    assert {pair for pair in told(worker) if not pair[0].startswith("due-")} == set(here.items())
    for kind, day in here.items():
        assert told(worker, day, day, kind) == {(kind, day)}
        assert not told(worker, day + timedelta(days=1), day + timedelta(days=1), kind)
    assert told(make_user()) == set()


def test_what_is_due_stands_on_its_day_and_no_day_is_told_twice(tree, worker):
    ended = make_activity(organization=make_organization(tree.community), days=3, title="会演")
    type(ended).objects.filter(pk=ended.pk).update(starts_at=at(TODAY, 1), ends_at=at(TODAY, 2))

    assert ("due-activity", TODAY + timedelta(days=3)) in told(worker)
    assert {source.key for source in SOURCES} - DUE_KEYS == {"term", "renewal", "training"}
    assert set(KINDS) == {"term", "filing", "training", "activity", "due"}


def test_both_views_show_the_days_the_kind_asked_for_and_survive_nonsense(sign_in, tree, worker):
    day = fill(tree, tree.community, "甲")["training"]
    client = sign_in(worker)

    for view in ("month", "days", "day"):
        page = client.get(PAGE, {"view": view, "on": day.isoformat(), "kind": "training"})
        shown = [one.title for each in page.context["days"] for one in each["shown"]]
        assert shown == ["甲培训"] and "甲培训" in page.content.decode()
    assert client.get(PAGE, {"view": "x", "on": "2026-02-30", "kind": "' or 1"}).context["count"]
    assert "甲建国" in client.get(PAGE, {"on": (TODAY + timedelta(days=80)).isoformat()}).content.decode()


def test_seven_days_and_a_month_lead_on_and_to_whatever_they_fold(sign_in, tree, worker):
    team = make_organization(tree.community)
    for number in range(28):
        make_activity(organization=team, days=number + 1, title=f"会{number}")
    for number in range(EACH_DAY["days"]):
        make_activity(organization=team, days=3, title=f"同日{number}")
    client, page, seen = sign_in(worker), PAGE, []
    for _week in range(5):
        answer = client.get(page)
        shown = answer.context
        assert (shown["last"] - shown["first"]).days == 6 and not shown["is_cut"]
        for day in shown["days"]:
            whole = day["shown"]
            if day["more"]:
                address = f"?on={day['day'].isoformat()}&view=day"
                assert address.replace("&", "&amp;") in answer.content.decode()
                (whole,) = [one["shown"] for one in client.get(PAGE + address).context["days"]]
                assert len(whole) == day["count"] == len(day["shown"]) + day["more"]
            seen += [one.title for one in whole]
        page = f"{PAGE}?on={shown['next'].isoformat()}"

    assert sorted(seen) == sorted(one.title for one in entries(worker, TODAY, TODAY + timedelta(days=34)))
    month = client.get(PAGE, {"view": "month"})
    folded = next(day for day in month.context["days"] if day["more"])
    assert f"view=day&amp;on={folded['day'].isoformat()}" in month.content.decode()


def test_the_address_reads_what_the_account_reaches_at_that_moment_and_names_nobody(sign_in, tree, worker):
    fill(tree, tree.community, "甲")
    fill(tree, tree.other_community, "乙")
    address = address_for(sign_in(worker))

    before = summaries(address)
    assert any("甲培训" in text for text in before) and any("甲舞蹈队" in text for text in before)
    assert "甲舞蹈队 甲会演" in before and not any("乙" in text for text in before)
    assert "建国" not in Client().get(address).content.decode()

    posting = worker.postings.get()
    posting.end(by=make_user())
    assert summaries(address) == []


def test_a_reader_is_signed_in_nowhere_and_only_reads(sign_in, tree, worker):
    address = address_for(sign_in(worker))
    stranger = Client()

    assert stranger.get(address).status_code == 200 and not stranger.cookies
    assert stranger.post(address).status_code == 405
    assert stranger.get(PAGE).status_code == 302
    assert stranger.get(address.replace(".ics", "x.ics")).status_code == 404
    assert stranger.get(reverse("desk:calendar-feed", args=["x" * 3000])).status_code == 404


def test_the_address_is_shown_once_and_kept_nowhere(sign_in, tree, worker):
    client = sign_in(worker)
    answer = client.post(MAKE)
    secret = answer.context["address"].rpartition("/")[2].removesuffix(".ics")

    assert len(secret) >= 40 and answer["Cache-Control"] == "no-store, private"
    kept = repr(list(CalendarKey.objects.values())) + repr(list(AuditEntry.objects.values()))
    assert secret not in kept + client.get(ACCOUNT).content.decode()


def test_another_address_and_a_withdrawal_end_the_one_before_and_ask_first(sign_in, tree, worker):
    client = sign_in(worker)
    first = address_for(client)
    assert "gets nothing any more" in client.get(MAKE).content.decode()
    assert Client().get(first).status_code == 200

    second = address_for(client)
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    assert "gets nothing any more" in client.get(WITHDRAW).content.decode()
    assert Client().get(second).status_code == 200
    client.post(WITHDRAW)
    assert Client().get(second).status_code == 404
    assert "withdrawn already" in client.post(WITHDRAW, follow=True).content.decode()
    assert list(AuditEntry.objects.filter(verb__startswith="account.calendar").values_list("verb", flat=True)) == [
        "account.calendar_key_withdrawn", "account.calendar_key", "account.calendar_key",
    ]  # fmt: skip


def test_a_closed_account_and_a_first_password_end_it_for_ever(sign_in, tree, worker, manager):
    address = address_for(sign_in(worker))
    set_active(person=worker, active=False, by=manager)
    assert Client().get(address).status_code == 404
    set_active(person=worker, active=True, by=manager)
    assert Client().get(address).status_code == 404

    address = address_for(sign_in(worker))
    reset_password(person=worker, by=manager)
    assert Client().get(address).status_code == 404


def test_a_program_that_asks_too_often_waits_and_the_first_reading_of_a_day_is_written_down(
    sign_in, tree, worker, clock
):
    address = address_for(sign_in(worker))
    for _time in range(READS_AN_HOUR):
        assert Client().get(address).status_code == 200
    refused = Client().get(address)

    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 3600
    looks = ReadLog.objects.filter(verb="account.calendar_read", actor=worker)
    assert looks.count() == 1
    clock.move_to(NOW + timedelta(days=1))
    assert Client().get(address).status_code == 200 and looks.count() == 2


def test_the_feed_speaks_the_language_in_which_it_was_made(sign_in, tree, worker):
    fill(tree, tree.community, "甲")
    client = sign_in(worker)
    client.cookies["language"] = "zh-hans"
    address = address_for(client)

    assert any(text.startswith("任期届满") for text in summaries(address))


def test_an_overseer_s_calendar_has_no_terms(tree):
    fill(tree, tree.community, "甲")

    kinds = {key for key, _day in told(make_user(Role.OVERSEER, tree.county))}
    assert kinds == {"filing", "training", "activity"}
