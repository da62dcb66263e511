import pytest
from django.urls import reverse

from leaders.people.models import Kind
from leaders.training.models import Enrolment, TrainingYear
from tests.factories import (
    make_current,
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
)

pytestmark = pytest.mark.django_db


def page(name, *args, query=""):
    return reverse(f"leaders:{name}", args=args) + query


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


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
    TrainingYear.objects.create(
        leader=full, year=session.day.year, region_path=full.region_path, ethics=720, minutes=720
    )
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

    assert "Choose a region inside your posting." in text_of(response)
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


@pytest.fixture
def row(tree):
    return make_enrolment(make_session(tree.community, days=0), make_leader(tree.building))
