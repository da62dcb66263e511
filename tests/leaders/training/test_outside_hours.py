"""Hours earned elsewhere: entered by one, confirmed by another, counted once wherever hours count."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from communities.documents.models import Document
from communities.merging.actions import merge, undo
from communities.merging.subjects import LEADER
from leaders.training.models import OutsideHours, TrainingYear
from leaders.training.models.lessons import hours
from leaders.training.models.outside import minutes_of
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import (
    make_current,
    make_enrolment,
    make_leader,
    make_outside_hours,
    make_session,
    make_superuser,
    make_tree,
    make_user,
)
from tests.windows import seen_on

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


@pytest.fixture
def leader(tree):
    return make_leader(tree.building)


def year_of(leader, year=YEAR):
    return TrainingYear.objects.filter(leader=leader, year=year).first()


def test_hours_typed_with_one_decimal_are_said_again():
    said = [hours(minutes_of(Decimal(tenths) / 10)) for tenths in range(1, 2000)]

    assert said == [str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10}" for tenths in range(1, 2000)]


def test_they_count_from_the_confirmation_on_and_only_once(tree, leader):
    row = make_outside_hours(leader, minutes=180, content_area="ethics")
    assert year_of(leader) is None

    row.decide(by=make_user())
    make_enrolment(make_session(tree.street, days=0, content_area="ethics", minutes=90), leader).mark(
        by=make_superuser(), attendance="present"
    )

    year = year_of(leader)
    assert (year.ethics, year.minutes, year.elsewhere) == (270, 270, 180)
    OutsideHours.objects.get(pk=row.pk).revoke(by=make_user(), note="证书是别人的")
    year = year_of(leader)
    assert (year.minutes, year.elsewhere) == (90, 0)


def test_what_waits_is_returned_or_taken_back_counts_nowhere(leader):
    by = make_user()
    rows = [make_outside_hours(leader, by=by) for _number in range(3)]
    rows[1].send_back(by=make_user(), reason="补证书")
    rows[2].withdraw(by=by)

    TrainingYear.refresh([leader], YEAR)

    assert year_of(leader).minutes == 0


def test_nobody_confirms_the_own_entry_and_only_its_writer_takes_it_back(leader):
    by, other = make_user(), make_user()
    row = make_outside_hours(leader, by=by)

    for act in (lambda: row.decide(by=by), lambda: row.send_back(by=by, reason="x"), lambda: row.withdraw(by=other)):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.code in ("own", "other")
    row.withdraw(by=by)
    assert row.state == "withdrawn"


def code_of(refused, field):
    return refused.value.error_dict[field][0].code


@pytest.mark.parametrize(
    ("first", "second", "is_double"),
    [
        ({}, {}, True),
        ({"held_on": TODAY}, {}, True),
        ({}, {"held_on": TODAY}, True),
        ({"held_on": TODAY}, {"held_on": TODAY - timedelta(days=1)}, False),
        ({}, {"year": YEAR - 1}, False),
        ({}, {"title": " 区级　课程 "}, True),
    ],
)
def test_one_course_is_entered_once(leader, first, second, is_double):
    make_outside_hours(leader, **({"title": "区级课程"} | first))

    if not is_double:
        make_outside_hours(leader, **({"title": "区级课程"} | second))
        return
    with pytest.raises(ValidationError) as refused:
        make_outside_hours(leader, **({"title": "区级课程"} | second))
    assert code_of(refused, "title") == "twice"


def test_a_session_held_here_is_not_entered_again_nor_confirmed_after_it(tree, leader):
    session = make_session(tree.street, days=0, title="急救知识")
    entered = make_outside_hours(leader, title="急救知识", held_on=TODAY)
    row = make_enrolment(session, leader)

    for act in (
        lambda: make_outside_hours(leader, title="急救知识", year=YEAR),
        lambda: entered.decide(by=make_user()),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert code_of(refused, "title") == "twice"
    row.mark(by=make_superuser(), attendance="absent")
    entered.decide(by=make_user())
    assert year_of(leader).minutes == 180


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"year": YEAR + 1}, "year"),
        ({"year": 1999}, "year"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 9001}, "minutes"),
        ({"title": ""}, "title"),
        ({"organizer": "13800138000"}, "organizer"),
        ({"content_area": "x"}, "content_area"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(leader, wrong, field):
    with pytest.raises(ValidationError) as refused:
        make_outside_hours(leader, **wrong)

    assert field in refused.value.error_dict


def typed(**fields):
    return {
        "title": "家庭教育指导",
        "organizer": "区妇联",
        "content_area": "knowledge",
        "when": "2024年",
        "hours": "3.5",
    } | fields


def test_a_worker_enters_them_a_clerk_confirms_them_and_they_count(tree, leader, sign_in):
    worker, clerk = make_user(Role.WORKER, tree.community), make_user(Role.OFFICE, tree.street)
    make_current(leader, region=tree.building)
    client = sign_in(worker)
    page = f"{reverse('leaders:training-outside-create')}?leader={leader.pk}"
    assert client.get(page).status_code == 200

    client.post(page, typed())
    row = OutsideHours.objects.get()
    detail = row.get_absolute_url()

    assert (row.held_on, row.year, row.minutes, row.submitted_by) == (None, 2024, 158, worker)
    assert "区妇联" in client.get(detail).content.decode()
    assert client.post(detail, {"decision": "pass"}).status_code == 403
    client = sign_in(clerk)
    assert detail in client.get(reverse("desk:review-queue")).content.decode()
    client.post(detail, {"decision": "pass", "seen": seen_on(client.get(detail))})
    assert year_of(leader, 2024).minutes == 158
    tab = client.get(f"{leader.get_absolute_url()}?tab=training").content.decode()
    assert "家庭教育指导" in tab


def test_what_was_returned_is_corrected_and_handed_in_again(tree, leader, sign_in):
    worker = make_user(Role.WORKER, tree.community)
    row = make_outside_hours(leader, by=worker, title="旧")
    row.send_back(by=make_user(), reason="课程名称不对")
    client = sign_in(worker)
    page = reverse("leaders:training-outside-update", args=[row.pk])
    shown = client.get(page)

    assert "课程名称不对" in shown.content.decode()
    client.post(page, typed(when="2024-05-06", seen=seen_on(shown)))

    row.refresh_from_db()
    assert (row.state, row.title, str(row.held_on), row.reason) == ("pending", "家庭教育指导", "2024-05-06", "")


def test_bad_input_keeps_what_was_typed(tree, leader, sign_in):
    client = sign_in(make_user(Role.WORKER, tree.community))
    page = f"{reverse('leaders:training-outside-create')}?leader={leader.pk}"

    for wrong in (
        {"hours": "0"},
        {"hours": "201"},
        {"hours": "几个"},
        {"when": "2099"},
        {"when": "昨天"},
        {"title": ""},
    ):
        text = client.post(page, typed(**wrong)).content.decode()
        assert "区妇联" in text and 'aria-invalid="true"' in text, wrong
    assert not OutsideHours.objects.exists()
    assert client.get(reverse("leaders:training-outside-create"), {"q": "查无此人"}).status_code == 200
    assert client.get(reverse("leaders:training-outside-create"), {"leader": "x"}).status_code == 404


def test_an_overseer_sees_the_entry_and_not_its_papers(tree, leader, sign_in):
    row = make_outside_hours(leader)
    paper = Document.attach(row, ContentFile(b"%PDF-1.4 x", name="a.pdf"), title="证书", by=row.submitted_by)
    client = sign_in(make_user(Role.OVERSEER, tree.county))

    assert "证书" not in client.get(row.get_absolute_url()).content.decode().split("<main")[1]
    assert client.get(paper.get_absolute_url()).status_code == 404


def test_two_records_of_one_person_keep_each_course_once(tree):
    kept, gone = (make_leader(tree.building, name="双录人") for _twice in range(2))
    for one, title in ((kept, "甲"), (gone, "乙")):
        make_outside_hours(one, title=title).decide(by=make_user())
    by, versions = make_user(), {row.pk: row.version for row in (kept, gone)}

    done = merge(LEADER, kept, gone, picks=[], versions=versions, by=by)

    assert (year_of(kept).minutes, year_of(kept).elsewhere) == (360, 360)
    TrainingYear.refresh([kept], YEAR)
    assert year_of(kept).minutes == 360
    undo(done, by=by)
    assert OutsideHours.objects.filter(leader=gone.pk).count() == 1


def test_two_records_with_the_same_course_are_not_made_one(tree):
    kept, gone = (make_leader(tree.building, name="双录人") for _twice in range(2))
    for one in (kept, gone):
        make_outside_hours(one, title="甲")

    with pytest.raises(ValidationError):
        merge(LEADER, kept, gone, picks=[], versions={row.pk: row.version for row in (kept, gone)}, by=make_user())


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_one_course_at_once_leave_one():
    leader, by = make_leader(make_tree().building), [make_user(), make_user()]
    gate, refused = Barrier(2), []

    def enter(user):
        gate.wait(timeout=30)
        try:
            make_outside_hours(leader, by=user, title="区级课程")
        except ValidationError as no:
            refused.append(no)
        finally:
            connection.close()

    threads = [Thread(target=enter, args=[user]) for user in by]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert OutsideHours.objects.count() == 1 and len(refused) == 1
