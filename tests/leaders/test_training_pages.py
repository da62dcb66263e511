from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from communities.settings_of_street.models import Rule
from leaders.people.models import Kind
from leaders.training.models import Enrolment, FeedbackTry, TrainingFeedback, TrainingSession, TrainingYear
from leaders.training.models.feedback import TRIES_AN_HOUR
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    make_current,
    make_enrolment,
    make_leader,
    make_organization,
    make_session,
    make_superuser,
    make_tree,
    make_user,
    move_session,
)

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def worker(tree):
    return make_user(Role.WORKER, tree.community)


@pytest.fixture
def office(tree):
    return make_user(Role.OFFICE, tree.street)


def page(name, *args, query=""):
    return reverse(f"leaders:{name}", args=args) + query


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


# --- lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(sign_in, tree, worker, count, django_assert_num_queries):
    for _number in range(count):
        make_session(tree.street)
    client = sign_in(worker)

    with django_assert_num_queries(6):
        response = client.get(page("training-list"))

    assert len(response.context["page"].rows) == count


def test_tabs_show_coming_ones_by_day_and_past_ones_newest_first(sign_in, tree, office):
    boss = make_superuser()
    late, soon = make_session(tree.street, days=9), make_session(tree.street, days=2)
    old, new = make_session(tree.street, days=-30), make_session(tree.street, days=-3)
    for session in (old, new):
        session.complete(by=boss)
    client = sign_in(office)

    coming = client.get(page("training-list")).context
    past = client.get(page("training-list", query="?state=done")).context

    assert coming["page"].rows == [soon, late]
    assert past["page"].rows == [new, old]
    assert [count for _state, _label, count, _chosen in coming["tabs"]] == [2, 2, 0, 2, 0]


def test_pages_of_sessions_follow_each_other_in_both_directions(sign_in, tree, office):
    made = [make_session(tree.street, days=number + 1) for number in range(60)]
    client = sign_in(office)

    first = client.get(page("training-list")).context["page"]
    second = client.get(page("training-list") + first.next_url).context["page"]
    again = client.get(page("training-list") + second.previous_url).context["page"]

    assert (first.rows, second.rows, again.rows) == (made[:50], made[50:], made[:50])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=急救", ["急救"]),
        ("area=horizon", ["参观"]),
        ("q=%00", ["急救", "参观"]),
        ("area=nonsense", ["急救", "参观"]),
        ("first=2999-01-01", []),
        ("last=2999-01-01", ["急救", "参观"]),
        ("first=nonsense", ["急救", "参观"]),
    ],
)
def test_filters_narrow_and_nonsense_does_not_break(sign_in, tree, office, query, titles):
    make_session(tree.street, title="急救", days=1)
    make_session(tree.street, title="参观", content_area="horizon", days=2)

    response = sign_in(office).get(page("training-list", query=f"?{query}"))

    assert [row.title for row in response.context["page"].rows] == titles


def test_an_empty_list_says_what_to_do(sign_in, worker):
    assert "No training session is coming up" in text_of(sign_in(worker).get(page("training-list")))


# --- one session -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_session_costs_the_same_whatever_its_people(sign_in, tree, office, count, django_assert_num_queries):
    session = make_session(tree.street)
    for _number in range(count):
        make_enrolment(session, make_current(make_leader(tree.building), Kind.OPINION).leader)
    client = sign_in(office)

    with django_assert_num_queries(10):
        response = client.get(session.get_absolute_url())

    assert len(response.context["seated"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_roll_costs_the_same_whatever_its_people(sign_in, tree, office, count, django_assert_num_queries):
    session = make_session(tree.street, days=0)
    for _number in range(count):
        make_enrolment(session, make_current(make_leader(tree.building), Kind.OPINION).leader)
    client = sign_in(office)

    with django_assert_num_queries(8):
        response = client.get(page("training-roll", session.pk))

    assert len(response.context["people"]) == count


def test_a_worker_sees_the_street_session_with_the_own_people_only(sign_in, tree, worker):
    session = make_session(tree.street)
    make_enrolment(session, make_leader(tree.building, name="陆建国"))
    make_enrolment(session, make_leader(tree.community2, name="钟桂英"))

    response = sign_in(worker).get(session.get_absolute_url())

    assert "陆建国" in text_of(response) and "钟桂英" not in text_of(response)
    assert "2<small>/ 20" in text_of(response)
    assert page("training-roll", session.pk) not in text_of(response)


def test_the_roll_of_the_street_and_its_people_are_closed_to_a_worker(sign_in, tree, worker):
    session = make_session(tree.street, days=0)
    mine = make_enrolment(session, make_leader(tree.building))
    client = sign_in(worker)

    assert client.get(page("training-roll", session.pk)).status_code == 404
    assert client.get(page("training-sheet", session.pk)).status_code == 404
    assert client.post(page("enrolment-mark", mine.pk), {"attendance": "present"}).status_code == 404
    mine.refresh_from_db()
    assert mine.attendance == ""


def form_of(tree, **more):
    begins = timezone.localtime() + timedelta(days=3)
    return {
        "title": "议事协商入门", "content_area": "ethics", "format": "seminar", "region": tree.community.pk,
        "starts_at": begins.strftime("%Y-%m-%dT%H:%M"), "minutes": 135, "place": "会议室", "capacity": 30, "version": 1,
    } | more  # fmt: skip


def test_a_worker_announces_a_session_in_the_own_community(sign_in, tree, worker):
    response = sign_in(worker).post(page("training-create"), form_of(tree))

    session = TrainingSession.objects.get()
    assert response.url == session.get_absolute_url()
    assert (session.region_path, session.minutes, session.state) == (tree.community.path, 135, "planned")
    assert AuditEntry.objects.get(verb="training.create").region_path == tree.community.path


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("starts_at", "2020-01-01T10:00", "The beginning lies in the past."),
        ("minutes", "0", "greater than or equal to 15"),
        ("capacity", "0", "greater than or equal to 1"),
        ("title", "310112195501011231", "identity card number"),
        ("title", "", "This field is required."),
        ("content_area", "gossip", "not one of the available choices"),
    ],
)
def test_wrong_input_is_told_beside_the_field_and_kept(sign_in, tree, worker, field, value, said):
    response = sign_in(worker).post(page("training-create"), form_of(tree, **{field: value}))

    assert response.status_code == 200
    assert said in " ".join(response.context["form"].errors[field])
    assert "会议室" in text_of(response)
    assert not TrainingSession.objects.exists()


def test_a_worker_announces_nothing_for_the_street_above(sign_in, tree, worker):
    response = sign_in(worker).post(page("training-create"), form_of(tree, region=tree.street.pk))

    assert "Choose a region inside the own posting." in text_of(response)


def test_a_capacity_below_the_enrolled_is_told_beside_the_field(sign_in, tree, worker):
    session = make_session(tree.community, capacity=3)
    for name in ("陆建国", "钟桂英"):
        make_enrolment(session, make_leader(tree.building, name=name))
    begins = timezone.localtime(session.starts_at).strftime("%Y-%m-%dT%H:%M")
    typed = form_of(tree, capacity=1, starts_at=begins, minutes=90, content_area="knowledge", format="lecture")

    response = sign_in(worker).post(page("training-update", session.pk), typed)

    assert "2 people are enrolled" in " ".join(response.context["form"].errors["capacity"])


def test_a_session_edited_in_two_windows_keeps_what_was_saved_first(sign_in, tree, worker):
    session, client = make_session(tree.community), sign_in(worker)
    client.post(page("training-update", session.pk), form_of(tree, title="甲"))

    response = client.post(page("training-update", session.pk), form_of(tree, title="乙"))

    session.refresh_from_db()
    assert session.title == "甲"
    assert "Somebody changed this session" in text_of(response)


def test_cancelling_asks_first_and_keeps_the_reason(sign_in, tree, worker):
    session, client = make_session(tree.community), sign_in(worker)

    assert "does not come back" in text_of(client.get(page("training-cancel", session.pk)))
    assert "This field is required." in text_of(client.post(page("training-cancel", session.pk), {"reason": " "}))
    client.post(page("training-cancel", session.pk), {"reason": "改期"})

    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == ("cancelled", "改期")
    assert client.get(page("training-cancel", session.pk)).status_code == 404
    assert "改期" in text_of(client.get(session.get_absolute_url()))


def test_materials_are_read_by_the_workers_below_and_changed_by_who_runs_it(sign_in, client, tree, worker, office):
    session = make_session(tree.street)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4 hello")
    sign_in(office).post(page("training-document-add", session.pk), {"title": "讲义", "file": paper})
    document = Document.objects.get()
    sign_in(worker)

    assert client.get(document.get_absolute_url()).status_code == 200
    assert client.post(reverse("communities:document-remove", args=[document.pk])).status_code == 403
    assert client.get(page("training-document-add", session.pk)).status_code == 404


# --- enrolling -----------------------------------------------------------------------------------


def test_a_person_is_found_by_pinyin_and_enrolled(sign_in, tree, worker):
    session, leader = make_session(tree.street), make_leader(tree.building, name="陆建国")
    make_leader(tree.community2, name="陆建国")
    client = sign_in(worker)

    found = client.get(page("training-enrol", session.pk, query="?q=ljg")).context["found"]
    response = client.post(page("training-enrol", session.pk), {"leader": leader.pk}, follow=True)

    assert found == [leader]
    assert messages_of(response) == ["陆建国: Enrolled: 1."]
    assert Enrolment.objects.get().leader == leader


@pytest.mark.parametrize("posted", ["elsewhere", "nonsense", ""])
def test_nobody_outside_the_reach_is_enrolled(sign_in, tree, worker, posted):
    session, outside = make_session(tree.street), make_leader(tree.community2)
    value = outside.pk if posted == "elsewhere" else posted

    response = sign_in(worker).post(page("training-enrol", session.pk), {"leader": value})

    assert response.status_code == 404
    assert not Enrolment.objects.exists()


def test_picked_rows_from_elsewhere_are_no_part_of_it(sign_in, tree, worker):
    session, inside, outside = make_session(tree.street), make_leader(tree.building), make_leader(tree.community2)
    client = sign_in(worker)

    asked = client.post(page("training-enrol-picked"), {"pick": [inside.pk, outside.pk]})
    client.post(page("training-enrol-picked"), {"pick": [inside.pk, outside.pk], "session": session.pk})

    assert (asked.context["people"], asked.context["sessions"]) == ([inside], [session])
    assert list(Enrolment.objects.values_list("leader", flat=True)) == [inside.pk]


def test_a_session_elsewhere_cannot_be_chosen_for_picked_rows(sign_in, tree, worker):
    inside, elsewhere = make_leader(tree.building), make_session(tree.other_street)

    response = sign_in(worker).post(page("training-enrol-picked"), {"pick": inside.pk, "session": elsewhere.pk})

    assert response.status_code == 404


def test_choosing_nobody_or_no_session_is_told(sign_in, tree, worker):
    make_session(tree.street)
    client = sign_in(worker)

    nobody = client.post(page("training-enrol-picked"), follow=True)
    nothing = client.post(page("training-enrol-picked"), {"pick": make_leader(tree.building).pk, "asked": "1"})

    assert "Nobody was chosen" in messages_of(nobody)[0]
    assert "Choose one of the sessions." in text_of(nothing)


def test_all_short_heads_are_previewed_and_enrolled(sign_in, tree, worker):
    session = make_session(tree.street, capacity=1)
    short = [
        make_current(make_leader(row, name="陆建国"), region=row).leader for row in (tree.building, tree.building2)
    ]
    full = make_current(make_leader(tree.building, name="钟桂英"), Kind.OPINION).leader
    TrainingYear.objects.create(leader=full, year=TODAY.year, region_path=full.region_path, ethics=720, minutes=720)
    client, conditions = sign_in(worker), {"who": "", "short": "on"}

    preview = client.get(page("training-enrol-many", session.pk), conditions).context
    stale = client.post(page("training-enrol-many", session.pk), conditions | {"expected": 7})
    client.post(page("training-enrol-many", session.pk), conditions | {"expected": 2})

    assert (preview["count"], preview["to_wait"], set(preview["people"])) == (2, 1, set(short))
    assert "has changed in the meantime" in text_of(stale)
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["enrolled", "waiting"]


def test_a_filter_for_a_region_outside_is_an_error(sign_in, tree, worker):
    session = make_session(tree.street)
    make_current(make_leader(tree.community2), Kind.OPINION)

    response = sign_in(worker).post(
        page("training-enrol-many", session.pk), {"region": tree.community2.pk, "expected": 1}
    )

    assert "Choose a region inside the own posting." in text_of(response)
    assert not Enrolment.objects.exists()


def test_a_worker_withdraws_the_own_people_and_nobody_else(sign_in, tree, worker):
    session = make_session(tree.street, capacity=1)
    mine = make_enrolment(session, make_leader(tree.building))
    other = make_enrolment(session, make_leader(tree.community2, name="钟桂英"))
    client = sign_in(worker)

    assert client.post(page("enrolment-withdraw", other.pk)).status_code == 404
    response = client.post(page("enrolment-withdraw", mine.pk), follow=True)

    other.refresh_from_db()
    assert other.state == "enrolled"
    assert "钟桂英" not in text_of(response)


@pytest.mark.parametrize("fate", ["cancelled", "done"])
def test_a_session_that_is_over_has_no_enrolment_page(sign_in, tree, office, fate):
    session = make_session(tree.street, days=0)
    make_superuser()
    if fate == "done":
        session.complete(by=office)
    else:
        session.cancel(by=office, reason="改期")

    assert sign_in(office).get(page("training-enrol", session.pk)).status_code == 404


# --- the roll ------------------------------------------------------------------------------------


@pytest.fixture
def row(tree):
    return make_enrolment(make_session(tree.community, days=0), make_leader(tree.building))


def test_one_tap_answers_with_the_row_and_the_figures(sign_in, worker, row):
    response = sign_in(worker).post(page("enrolment-mark", row.pk), {"attendance": "late"}, **HTMX)

    said = text_of(response)
    assert f'id="row-{row.pk}"' in said and 'id="roll-counts" hx-swap-oob="true"' in said
    assert f'id="a-{row.pk}-late" aria-pressed="true"' in said
    assert response.context["counts"]["late"] == 1


def test_without_scripts_the_same_tap_comes_back_to_the_roll(sign_in, worker, row):
    response = sign_in(worker).post(page("enrolment-mark", row.pk), {"attendance": "absent"})

    row.refresh_from_db()
    assert response.url == f"{page('training-roll', row.session_id)}#row-{row.pk}"
    assert row.attendance == "absent"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"attendance": "gone"}, "Choose present, late"),
        ({"attendance": "present", "minutes": "91"}, "The session lasted 90 minutes"),
        ({"attendance": "present", "minutes": "-5"}, "whole number"),
        ({"attendance": "present", "minutes": "9" * 30}, "whole number"),
        ({"minutes": "45"}, "Mark who came first"),
        ({}, "Mark who came first"),
    ],
)
def test_what_cannot_be_saved_is_told_in_the_row(sign_in, worker, row, typed, said):
    response = sign_in(worker).post(page("enrolment-mark", row.pk), typed, **HTMX)

    row.refresh_from_db()
    assert said in text_of(response) and "rowbad" in text_of(response)
    assert row.attendance == ""


def test_nobody_is_marked_through_an_enrolment_of_another_street(sign_in, tree, worker):
    other = make_enrolment(make_session(tree.other_community, days=0), make_leader(tree.other_building))

    assert sign_in(worker).post(page("enrolment-mark", other.pk), {"attendance": "present"}).status_code == 404


def test_the_rest_is_marked_and_the_session_completed_in_two_steps(sign_in, worker, row):
    client = sign_in(worker)
    refused = client.post(page("training-finish", row.session_id), follow=True)
    client.post(page("training-roll-rest", row.session_id))
    client.post(page("training-finish", row.session_id))

    row.session.refresh_from_db()
    assert "People not marked yet: 1" in messages_of(refused)[0]
    assert row.session.state == "done"
    assert TrainingYear.objects.get().minutes == 90


def test_a_correction_asks_for_the_reason_and_shows_it(sign_in, worker, row):
    row.mark(by=worker, attendance="present")
    client = sign_in(worker)
    assert client.get(page("enrolment-correct", row.pk)).status_code == 404
    row.session.complete(by=worker)
    typed = {"attendance": "late", "minutes": 45}

    refused = client.post(page("enrolment-correct", row.pk), typed)
    client.post(page("enrolment-correct", row.pk), typed | {"reason": "签到表写的是迟到"})

    assert "reason" in refused.context["form"].errors
    assert "签到表写的是迟到" in text_of(client.get(page("training-roll", row.session_id)))
    assert TrainingYear.objects.get().minutes == 45


def test_prints_are_logged_and_name_no_phone(sign_in, tree, worker):
    leader = make_leader(tree.building, phone="13800138000")
    row = make_enrolment(make_session(tree.community, days=0), leader)
    client = sign_in(worker)

    sheet = text_of(client.get(page("training-sheet", row.session_id)))
    early = client.get(page("enrolment-certificate", row.pk))
    row.mark(by=worker, attendance="present")
    row.session.complete(by=worker)
    paper = text_of(client.get(page("enrolment-certificate", row.pk)))

    assert "陆建国" in sheet and "8000" not in sheet
    assert early.status_code == 404
    assert row.number in paper and "credited 2 training hours" in paper
    assert set(ReadLog.objects.values_list("verb", flat=True)) == {"training.sheet", "training.certificate"}


def test_a_worker_prints_the_certificate_of_the_own_person_from_the_street_course(sign_in, tree, worker, office):
    session = make_session(tree.street, days=0)
    mine = make_enrolment(session, make_leader(tree.building))
    other = make_enrolment(session, make_leader(tree.community2, name="钟桂英"))
    Enrolment.mark_rest_present(session, by=office)
    session.complete(by=office)
    client = sign_in(worker)

    assert client.get(page("enrolment-certificate", mine.pk)).status_code == 200
    assert client.get(page("enrolment-certificate", other.pk)).status_code == 404
    assert client.get(page("training-certificates", session.pk)).status_code == 404


# --- hours -----------------------------------------------------------------------------------------


def credit(leader, minutes, year=None):
    year = year or TODAY.year
    TrainingYear.objects.create(
        leader=leader, year=year, region_path=leader.region_path, knowledge=minutes, minutes=minutes
    )


def test_who_is_short_is_held_against_the_highest_minimum_of_the_kinds(sign_in, tree, office):
    Rule.objects.create(
        name="hours_team", region=tree.street, value=20, effective_from="2024-01-01", note="1", set_by=office
    )
    both = make_current(make_leader(tree.building, name="陆建国"), region=tree.building).leader
    make_current(both, Kind.TEAM, organization=make_organization(tree.community))
    head = make_current(make_leader(tree.building2, name="钟桂英"), region=tree.building2).leader
    make_leader(tree.building, name="郑贵宝")  # holds no post
    for leader in (both, head):
        credit(leader, 16 * 45)

    rows = sign_in(office).get(page("training-short")).context["page"].rows

    assert [(row.name, row.credited, row.minimum) for row in rows] == [("陆建国", 720, 900)]


def test_the_nearest_street_sets_the_number_and_the_day_counts(sign_in, tree):
    overseer = make_user(Role.OVERSEER, tree.county)
    rules = [(tree.street, 4, "2024-01-01"), (None, 6, "2024-01-01"), (tree.street, 99, TODAY + timedelta(days=1))]
    for region, value, day in rules:
        Rule.objects.create(
            name="hours_opinion", region=region, value=value, effective_from=day, note="1", set_by=overseer
        )
    make_current(make_leader(tree.building, name="陆建国"), Kind.OPINION)
    make_current(make_leader(tree.other_building, name="钟桂英"), Kind.OPINION)

    rows = sign_in(overseer).get(page("training-short")).context["page"].rows

    assert [(row.name, row.minimum) for row in rows] == [("陆建国", 180), ("钟桂英", 270)]


def test_a_minute_less_is_short_and_the_minimum_is_not(sign_in, tree, office):
    for name, minutes in (("陆建国", 719), ("钟桂英", 720)):
        credit(make_current(make_leader(tree.building, name=name), Kind.OPINION).leader, minutes)

    response = sign_in(office).get(page("training-short"))

    assert [row.name for row in response.context["page"].rows] == ["陆建国"]
    assert "15.9 / 16" in text_of(response) and "<b>0.1</b>" in text_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_the_short_list_costs_the_same_whatever_its_length(sign_in, tree, office, count, django_assert_num_queries):
    for _number in range(count):
        make_current(make_leader(tree.building), Kind.OPINION)
    client = sign_in(office)

    with django_assert_num_queries(8):
        response = client.get(page("training-short"))

    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("query", ["?year=1999", "?year=x", "?kind=none", "?region=0", "?q=%00", "?after=x"])
def test_nonsense_in_the_short_list_does_not_break_it(sign_in, tree, office, query):
    make_current(make_leader(tree.building), Kind.OPINION)

    assert sign_in(office).get(page("training-short", query=query)).status_code == 200


def test_last_year_is_another_list(sign_in, tree, office):
    leader = make_current(make_leader(tree.building), Kind.OPINION).leader
    credit(leader, 720)
    client, year = sign_in(office), TODAY.year

    assert client.get(page("training-short")).context["page"].rows == []
    assert client.get(page("training-short", query=f"?year={year - 1}")).context["page"].rows == [leader]


def test_the_export_holds_the_filtered_rows_without_phones_and_is_logged(sign_in, tree, office):
    make_current(make_leader(tree.building, name="陆建国", phone="13800138000"), Kind.OPINION)
    make_current(make_leader(tree.building, name="钟桂英"), region=tree.building)

    lines = export_text(sign_in(office), page("training-short-export", query="?kind=opinion")).splitlines()

    assert len(lines) == 2 and "陆建国" in lines[1] and "8000" not in lines[1]
    assert lines[1].split(",")[-3:] == ["0", "16", "16"]
    assert ReadLog.objects.get(verb="training.export").rows == 1


def test_the_tab_of_a_person_shows_hours_sessions_and_the_minimum(sign_in, tree, worker, django_assert_max_num_queries):
    leader = make_current(make_leader(tree.building), region=tree.building).leader
    row = make_enrolment(make_session(tree.street, days=0, title="街道课", minutes=180), leader)
    far = make_enrolment(make_session(tree.community2, days=0, title="邻居课", minutes=45), leader)
    for one in (row, far):
        one.mark(by=worker, attendance="present")
    client = sign_in(worker)

    with django_assert_max_num_queries(12):
        response = client.get(leader.get_absolute_url() + "?tab=training")

    here = response.context["here"]
    assert (here["minutes"], here["asked"], here["left"]) == (225, 16, 495)
    assert here["points"][-1] == (TODAY.year, 5)
    assert row.session.get_absolute_url() in text_of(response)
    assert far.session.get_absolute_url() not in text_of(response) and "邻居课" in text_of(response)


def test_the_overview_of_a_person_stays_within_eight_queries(sign_in, tree, worker, django_assert_max_num_queries):
    leader = make_current(make_leader(tree.building), region=tree.building).leader
    client = sign_in(worker)

    with django_assert_max_num_queries(10):  # two of them write the read log
        client.get(leader.get_absolute_url())


def test_the_desk_names_what_is_due_and_who_is_short(sign_in, tree, office, django_assert_max_num_queries):
    today, past = make_session(tree.street, days=0), make_session(tree.community, days=-2)
    make_session(tree.street, days=3)
    make_session(tree.other_street, days=0)
    for name, minutes in (("陆建国", 900), ("钟桂英", 90)):
        credit(make_current(make_leader(tree.building, name=name), Kind.OPINION).leader, minutes)
    client = sign_in(office)

    with django_assert_max_num_queries(12):
        response = client.get(reverse("desk:dashboard"))

    assert [task.title for task in response.context["due"]] == [past.title, today.title]
    assert response.context["training"] == {"each": "11", "short": 1}


# --- feedback --------------------------------------------------------------------------------------


@pytest.fixture
def held(tree):
    """A session of today with six people."""
    session = make_session(tree.street, days=0, capacity=10)
    for number in range(6):
        make_enrolment(session, make_leader(tree.building, name=f"陆建{'国军民华强勇'[number]}"))
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=10))
    session.refresh_from_db()
    return session


def answer(client, session, number=0, **more):
    typed = {"usefulness": 4, "words": "很实在", "sheet": f"{number:032x}", "website": ""} | more
    return client.post(reverse("directory:training-feedback", args=[session.feedback_token]), typed)


def test_a_resident_answers_without_an_account(client, held):
    form = client.get(reverse("directory:training-feedback", args=[held.feedback_token]))
    response = answer(client, held)

    assert "陆建" not in text_of(form)
    assert response.url.endswith("?thanks=1")
    assert TrainingFeedback.objects.get().usefulness == 4


def test_the_same_sheet_sent_twice_is_one_answer(client, held):
    answer(client, held, 1, usefulness=2)
    answer(client, held, 1, usefulness=5)

    assert list(TrainingFeedback.objects.values_list("usefulness", flat=True)) == [5]


@pytest.mark.parametrize(
    "more", [{"usefulness": 6}, {"usefulness": ""}, {"words": "310112195501011231"}, {"sheet": "x"}]
)
def test_wrong_answers_are_told_and_not_kept(client, held, more):
    assert answer(client, held, **more).status_code == 200
    assert not TrainingFeedback.objects.exists()


def test_a_machine_in_the_honeypot_is_thanked_and_forgotten(client, held):
    assert answer(client, held, website="http://x").status_code == 302
    assert not TrainingFeedback.objects.exists()


def test_a_script_in_the_answer_is_shown_as_text(sign_in, client, held, office):
    for number in range(5):
        answer(client, held, number, words="<script>alert(1)</script>")

    response = sign_in(office).get(held.get_absolute_url())

    assert "&lt;script&gt;alert(1)" in text_of(response) and "<script>alert(1)" not in text_of(response)


def test_below_five_answers_nothing_is_shown(sign_in, client, held, office):
    for number in range(4):
        answer(client, held, number, words="只有一句")
    before = sign_in(office).get(held.get_absolute_url())
    answer(client, held, 4, words="第五句")
    after = sign_in(office).get(held.get_absolute_url())

    assert before.context["feedback"] == {"count": 4, "average": None, "shares": [], "words": []}
    assert "只有一句" not in text_of(before)
    assert after.context["feedback"]["average"] == 4.0 and "只有一句" in text_of(after)


def test_no_more_answers_than_people_enrolled(client, held):
    for number in range(6):
        answer(client, held, number)

    response = answer(client, held, 6)

    assert response.status_code == 409 and "answered already" in text_of(response)
    assert TrainingFeedback.objects.count() == 6


def test_one_network_cannot_flood_it(client, held):
    for _number in range(TRIES_AN_HOUR):
        assert FeedbackTry.admit("127.0.0.1")

    response = answer(client, held)

    assert response.status_code == 429 and "很实在" in text_of(response)
    FeedbackTry.objects.update(at=timezone.now() - timedelta(hours=2))
    assert answer(client, held).status_code == 302


@pytest.mark.parametrize("days", [5, -40])
def test_before_and_long_after_no_answers_are_taken(client, tree, days):
    session = make_session(tree.street, days=max(days, 1))
    make_enrolment(session, make_leader(tree.building))
    if days < 0:
        move_session(session, days)

    assert "No answers are taken now" in text_of(
        client.get(reverse("directory:training-feedback", args=[session.feedback_token]))
    )
    assert answer(client, session).status_code == 409


@pytest.mark.parametrize("token", ["x", "a" * 200, "陆建国"])
def test_a_guessed_link_is_no_page(client, held, token):
    assert client.get(reverse("directory:training-feedback", args=[token])).status_code == 404


def test_the_poster_shows_the_code_of_the_link(sign_in, office, held):
    response = sign_in(office).get(page("training-feedback", held.pk))

    assert "<svg" in text_of(response) and held.feedback_token in text_of(response)


def test_feedback_says_nothing_about_who_gave_it():
    names = {field.name for field in TrainingFeedback._meta.get_fields()}

    assert names == {"id", "session", "usefulness", "words", "sheet", "given_on"}


def test_the_demo_has_sessions_in_every_state(settings):
    call_command("create_demo", stdout=StringIO())
    assert set(TrainingSession.objects.values_list("state", flat=True)) == {"planned", "closed", "done", "cancelled"}
    assert {"", "present", "late", "leave", "absent"} <= set(Enrolment.objects.values_list("attendance", flat=True))
    assert Enrolment.objects.filter(state="waiting").exists()
    assert any(row.day == TODAY for row in TrainingSession.objects.all())
