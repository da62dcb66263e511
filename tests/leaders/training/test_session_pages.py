from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from leaders.people.models import Kind
from leaders.training.models import TrainingSession
from registry.audit.models import AuditEntry
from tests.factories import (
    make_current,
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
)
from tests.factories.records import move_session
from tests.windows import answer, seen_on

pytestmark = pytest.mark.django_db


def page(name, *args, query=""):
    return reverse(f"leaders:{name}", args=args) + query


def text_of(response):
    return response.content.decode()


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
        ("q=%00", []),
        ("area=nonsense", []),
        ("first=2999-01-01", []),
        ("last=2999-01-01", ["急救", "参观"]),
        ("first=nonsense", []),
    ],
)
def test_filters_narrow_and_nonsense_finds_nothing(sign_in, tree, office, query, titles):
    make_session(tree.street, title="急救", days=1)
    make_session(tree.street, title="参观", content_area="horizon", days=2)

    response = sign_in(office).get(page("training-list", query=f"?{query}"))

    assert [row.title for row in response.context["page"].rows] == titles


def test_an_empty_list_says_what_to_do(sign_in, worker):
    assert "No training session is coming up" in text_of(sign_in(worker).get(page("training-list")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_session_costs_the_same_whatever_its_people(sign_in, tree, office, count, django_assert_num_queries):
    session = make_session(tree.street)
    for _number in range(count):
        make_enrolment(session, make_current(make_leader(tree.building), Kind.OPINION).leader)
    client = sign_in(office)

    with django_assert_num_queries(11):  # the last: what its place was called when it was made
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
        "starts_at": begins.strftime("%Y-%m-%dT%H:%M"), "minutes": 135, "place": "会议室", "capacity": 30,
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
        ("starts_at", "2020-01-01T10:00", "The beginning lies in the past;"),
        ("minutes", "0", "greater than or equal to 15"),
        ("capacity", "0", "greater than or equal to 1"),
        ("title", "310112195501011231", "identity card number"),
        ("title", "", "Fill in “Name of the session”."),
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

    assert "Choose a region inside your posting." in text_of(response)


def test_a_capacity_below_the_enrolled_is_told_beside_the_field(sign_in, tree, worker):
    session = make_session(tree.community, capacity=3)
    for name in ("陆建国", "钟桂英"):
        make_enrolment(session, make_leader(tree.building, name=name))
    begins = timezone.localtime(session.starts_at).strftime("%Y-%m-%dT%H:%M")
    typed = form_of(tree, capacity=1, starts_at=begins, minutes=90, content_area="knowledge", format="lecture")

    response = answer(sign_in(worker), page("training-update", session.pk), typed)

    assert "2 people are enrolled" in " ".join(response.context["form"].errors["capacity"])


def edited(session, **more):
    names = ("title", "content_area", "format", "minutes", "place", "capacity")
    begins = timezone.localtime(session.starts_at).strftime("%Y-%m-%dT%H:%M")
    shown = {name: getattr(session, name) for name in names}
    return shown | {"region": session.region_id, "starts_at": begins, "description": "", "trainer": ""} | more


def test_a_session_edited_in_two_windows_is_merged_or_chosen(sign_in, tree, worker):
    session, client = make_session(tree.community), sign_in(worker)
    edit = page("training-update", session.pk)
    first = seen_on(client.get(edit))
    later = timezone.localtime(session.starts_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer(client, edit, edited(session, title="甲", starts_at=later))

    merged = client.post(edit, edited(session, place="活动室", seen=first))
    session.refresh_from_db()
    assert merged.status_code == 302
    assert (session.title, session.place) == ("甲", "活动室")
    assert timezone.localtime(session.starts_at).strftime("%Y-%m-%dT%H:%M") == later

    asked = client.post(edit, edited(session, title="乙", seen=first))
    session.refresh_from_db()
    assert (asked.status_code, session.title) == (409, "甲")
    client.post(edit, edited(session, title="乙", seen=seen_on(asked)) | {"keep-title": "mine"})
    session.refresh_from_db()
    assert session.title == "乙"


def test_cancelling_asks_first_and_keeps_the_reason(sign_in, tree, worker):
    session, client = make_session(tree.community), sign_in(worker)

    assert "does not come back" in text_of(client.get(page("training-cancel", session.pk)))
    assert "Fill in “Reason”." in text_of(client.post(page("training-cancel", session.pk), {"reason": " "}))
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


@pytest.fixture
def row(tree):
    return make_enrolment(make_session(tree.community, days=0), make_leader(tree.building))


def test_a_page_says_when_nobody_moves_up_any_more_and_how_past_sessions_are_entered(sign_in, tree, office, clock):
    session = make_session(tree.community, capacity=1)
    for name in ("王芳", "李明"):
        make_enrolment(session, make_leader(tree.building, name=name))
    client, page = sign_in(office), session.get_absolute_url()
    assert "moves up when a place becomes free" in client.get(page).content.decode()

    move_session(session, 0)
    clock.move_to(type(session).objects.get(pk=session.pk).starts_at + timedelta(minutes=5))

    assert "nobody moves up any more" in client.get(page).content.decode()
    with pytest.raises(ValidationError, match="earned elsewhere"):
        make_session(tree.community, starts_at=timezone.now() - timedelta(days=3))


def test_the_limit_of_a_search_is_told_where_it_was_reached(sign_in, tree, office):
    session = make_session(tree.community)
    address = f"{reverse('leaders:training-enrol', args=[session.pk])}?q=王"
    make_leader(tree.building, name="王芳")
    assert "are listed" not in sign_in(office).get(address).content.decode()

    for number in range(20):
        make_leader(tree.building, name=f"王{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[number]}")
    assert "are listed" in sign_in(office).get(address).content.decode()
