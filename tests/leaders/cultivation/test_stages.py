from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from leaders.appointments.actions import decide_appointment
from leaders.cultivation.models import ReservePlace, StageStep, SuccessionPlan
from leaders.people.models import Kind, Leader, Stage
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import make_appointment, make_current, make_leader, make_organization, make_tree, make_user
from tests.windows import form_on


@pytest.fixture
def worker(tree):
    return make_user(Role.WORKER, tree.community, display_name="沈佳怡")


@pytest.fixture
def person(tree):
    return make_leader(tree.building)


def test_registering_writes_the_first_step(person):
    step = person.stage_steps.get()

    assert (step.from_stage, step.to_stage, step.on, step.is_last) == ("", Stage.BACKBONE, TODAY, True)
    assert person.stage_since == TODAY


def test_a_step_carries_reason_mentor_and_next_step(person, worker):
    step = person.move_to_stage(
        Stage.RESERVE, by=worker, note="带队参赛", mentor=worker, next_step="试带一次例会", next_step_due=TODAY
    )

    person.refresh_from_db()
    assert (person.stage, step.reason, step.mentor_user, step.next_step_due) == ("reserve", "带队参赛", worker, TODAY)
    assert person.stage_steps.newest().get() == step
    assert AuditEntry.objects.filter(verb="leader.stage", object_id=person.pk).count() == 1


@pytest.mark.parametrize(
    ("was", "target", "code"),
    [
        ("nominated", "reserve", "order"),
        ("backbone", "emeritus", "order"),
        ("backbone", "leader", "post"),
        ("emeritus", "reserve", "order"),
    ],
)
def test_no_stage_is_skipped(person, worker, was, target, code):
    Leader.objects.filter(pk=person.pk).update(stage=was)

    with pytest.raises(ValidationError) as refused:
        person.move_to_stage(target, by=worker, note="x")

    assert refused.value.error_dict["stage"][0].code == code


def test_back_needs_a_reason_in_the_verb_and_in_the_database(person, worker):
    with pytest.raises(ValidationError):
        person.move_to_stage(Stage.NOMINATED, by=worker)

    with pytest.raises(IntegrityError), transaction.atomic():
        StageStep.objects.filter(leader=person).update(from_stage="reserve", to_stage="backbone", reason="")


def test_the_database_knows_the_order_too(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        StageStep.objects.filter(leader=person).update(from_stage="nominated", to_stage="reserve", reason="x")


def test_a_confirmed_post_makes_a_leader_from_any_stage(tree, person):
    post = make_appointment(person, region=tree.building)

    decide_appointment(post, by=make_user())

    person.refresh_from_db()
    assert (person.stage, person.stage_steps.newest().get().from_stage) == ("leader", "backbone")


def test_emeritus_only_after_the_last_post_has_ended(tree, person, worker):
    post = make_current(person, region=tree.building)
    with pytest.raises(ValidationError) as refused:
        person.move_to_stage(Stage.EMERITUS, by=worker, note="任满")
    assert refused.value.error_dict["stage"][0].code == "post"

    post.end(by=make_user(), reason="term_over")
    person.move_to_stage(Stage.EMERITUS, by=worker, note="任满")

    assert Leader.objects.get(pk=person.pk).stage == "emeritus"


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_a_step_is_dated_between_the_step_before_and_today(person, worker, day):
    with pytest.raises(ValidationError) as refused:
        person.move_to_stage(Stage.RESERVE, by=worker, note="x", on=day)

    assert "on" in refused.value.error_dict


def test_nobody_is_the_own_mentor(person, worker):
    with pytest.raises(ValidationError):
        person.move_to_stage(Stage.RESERVE, by=worker, note="x", mentor=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        StageStep.objects.filter(leader=person).update(mentor=person)


def typed(**more):
    return {"stage": "reserve", "on": TODAY.isoformat(), "reason": "带队参赛"} | more


def test_the_page_saves_a_step_and_names_the_mentor(client, sign_in, tree, person, worker):
    elder = make_leader(tree.compound, name="苏桂英")
    sign_in(worker)

    response = client.post(
        reverse("leaders:leader-stage", args=[person.pk]),
        typed(mentor="苏桂英", next_step="试带例会", next_step_due=TODAY.isoformat()),
    )

    assert response.status_code == 302
    assert person.stage_steps.newest().get().mentor == elder


def test_a_stale_page_changes_nothing_keeps_what_was_typed_and_says_who_was_quicker(client, sign_in, person, worker):
    other = make_user()
    sign_in(worker)
    page = reverse("leaders:leader-stage", args=[person.pk])
    mine = form_on(client.get(page)) | {"stage": "reserve", "reason": "带队参赛"}
    person.move_to_stage(Stage.BACKBONE, by=other, note="先熟悉", mentor=worker, next_step="先管签到")

    told = client.post(page, mine)

    text = told.content.decode()
    assert told.status_code == 409 and "带队参赛" in text and str(other) in text and "先管签到" in text
    assert person.stage_steps.newest().first().next_step == "先管签到"
    assert client.post(page, form_on(told)).status_code == 302  # refused once, not for ever
    assert person.stage_steps.newest().first().reason == "带队参赛"


@pytest.mark.parametrize(
    ("mentor", "said"),
    [
        ("外面的人", "Nobody called"),
        ("陆建国", "Nobody called"),  # the person's own name
        ("LD-999999", "Nobody called"),
        ("王芳", "Several people are called"),
        ("\x00", ""),
    ],
)
def test_a_mentor_out_of_reach_or_unclear_is_told(client, sign_in, tree, person, worker, mentor, said):
    make_leader(tree.other_building, name="外面的人")
    make_leader(tree.building, name="王芳")
    make_leader(tree.compound, name="王芳")
    sign_in(worker)

    response = client.post(reverse("leaders:leader-stage", args=[person.pk]), typed(mentor=mentor))

    assert (response.status_code, said in response.content.decode()) == (200, True)
    assert person.stage_steps.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_the_database_equally_often(client, sign_in, tree, worker, count, django_assert_num_queries):
    team = make_organization(tree.community)
    for number in range(count):
        for stage in ("nominated", "backbone", "reserve"):
            one = make_leader(tree.building, name=f"人{stage[0]}甲", stage=stage)
            one.move_to_stage(stage, by=worker, note="x", mentor=worker, next_step=f"{number}")
            ReservePlace(leader=one, organization=team, since=TODAY).enter(by=worker)
    sign_in(worker)

    with django_assert_num_queries(9):
        response = client.get(reverse("leaders:stage-board"))

    assert [column.count for column in response.context["columns"]] == [str(count)] * 3


def test_the_board_stays_inside_the_reach_and_filters(client, sign_in, tree, worker, person):
    make_leader(tree.other_building, name="外面的人")
    person.move_to_stage(Stage.RESERVE, by=worker, note="x", next_step="一", next_step_due=TODAY - timedelta(days=1))
    sign_in(worker)
    board = reverse("leaders:stage-board")

    assert "外面的人" not in client.get(board).content.decode()
    assert person.name in client.get(board, {"step": "late"}).content.decode()
    assert person.name not in client.get(board, {"step": "none"}).content.decode()


def test_an_organization_shows_its_reserve_list(client, sign_in, tree, worker, person):
    team = make_organization(tree.community)
    sign_in(worker)

    response = client.post(
        f"{reverse('leaders:reserve-create')}?organization={team.pk}",
        {"person": person.number, "what": "organization", "organization": team.pk, "since": TODAY.isoformat()},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == team.get_absolute_url()
    assert person.name in response.content.decode()


def test_nobody_stands_on_one_list_twice(tree, worker, person):
    team = make_organization(tree.community)
    first = ReservePlace(leader=person, organization=team, since=TODAY)
    first.enter(by=worker)
    with pytest.raises(ValidationError) as refused:
        ReservePlace(leader=person, organization=team, since=TODAY).enter(by=worker)
    assert refused.value.code == "twice"

    first.leave(by=worker)
    ReservePlace(leader=person, organization=team, since=TODAY).enter(by=worker)

    assert ReservePlace.objects.open().count() == 1


def test_a_person_of_the_other_street_is_no_reserve(client, sign_in, tree, worker):
    team, stranger = make_organization(tree.community), make_leader(tree.other_building, name="外面的人")
    sign_in(worker)

    response = client.post(
        reverse("leaders:reserve-create"),
        {"person": stranger.number, "what": "organization", "organization": team.pk, "since": TODAY.isoformat()},
    )

    assert "Nobody called" in response.content.decode()
    assert not ReservePlace.objects.exists()


def test_a_succession_is_planned_from_the_reserve_list(client, sign_in, tree, worker, person):
    team, next_one = make_organization(tree.community), make_leader(tree.building, name="韩海涛")
    post = make_current(person, Kind.TEAM, organization=team, term_ends_on=TODAY + timedelta(days=20))
    ReservePlace(leader=next_one, organization=team, since=TODAY).enter(by=worker)
    sign_in(worker)
    page = reverse("leaders:succession-edit", args=[post.pk])
    assert "韩海涛" in client.get(page).content.decode()

    client.post(
        page,
        {"chosen": [next_one.pk], "planned_on": TODAY.isoformat(), "arranger": "沈佳怡"},
    )

    plan = SuccessionPlan.objects.get()
    assert (plan.appointment, list(plan.candidates.all())) == (post, [next_one])
    assert "韩海涛" in client.get(post.get_absolute_url()).content.decode()


def test_six_candidates_are_one_too_many_on_the_page_and_in_the_database(client, sign_in, tree, worker, person):
    post = make_current(person, region=tree.building)
    people = [make_leader(tree.building2, name=f"候选{one}") for one in "甲乙丙丁戊己"]
    sign_in(worker)

    response = client.post(
        reverse("leaders:succession-edit", args=[post.pk]),
        {
            "more": "、".join(one.number for one in people),
            "planned_on": TODAY.isoformat(),
            "arranger": "沈佳怡",
        },
    )
    assert "At most 5 candidates; now there are 6." in response.content.decode()

    plan = SuccessionPlan(appointment=post, planned_on=TODAY, arranger="沈佳怡")
    plan.keep(by=worker, candidates=people[:5])
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.candidacies.create(leader=people[5], slot=6)


def test_a_plan_read_before_somebody_else_wrote_it_is_stale(tree, worker, person):
    post = make_current(person, region=tree.building)
    SuccessionPlan(appointment=post, planned_on=TODAY, arranger="沈佳怡").keep(by=worker, candidates=[])
    mine, theirs = SuccessionPlan.objects.get(), SuccessionPlan.objects.get()
    theirs.keep(by=worker, candidates=[])

    with pytest.raises(ValidationError) as refused:
        mine.keep(by=worker, candidates=[])

    assert refused.value.code == "stale"


def test_two_windows_on_a_plan_are_merged_or_asked_and_refused_only_once(client, sign_in, tree, worker, person):
    first, second = (make_leader(tree.building2, name=name) for name in ("甲候选", "乙候选"))
    post = make_current(person, region=tree.building)
    SuccessionPlan(appointment=post, planned_on=TODAY, arranger="沈佳怡").keep(by=worker, candidates=[first])
    sign_in(worker)
    page = reverse("leaders:succession-edit", args=[post.pk])
    ours, theirs = form_on(client.get(page)), form_on(client.get(page))
    of = "chosen" if "chosen" in ours else "more"
    people = {of: [str(second.pk)] if of == "chosen" else second.number}
    assert client.post(page, theirs | people | {"note": "先征求意见"}).status_code == 302

    told = client.post(page, ours | {"arranger": "马建国", "note": "先开座谈会"})

    text = told.content.decode()
    assert told.status_code == 409 and "先征求意见" in text and "先开座谈会" in text
    assert client.post(page, form_on(told) | {"keep-note": "mine"}).status_code == 302
    plan = SuccessionPlan.objects.get()
    assert (plan.arranger, plan.note, list(plan.candidates.all())) == ("马建国", "先开座谈会", [second])


def test_a_closed_plan_is_stale_for_who_edits_and_may_be_made_anew(client, sign_in, tree, worker, person):
    post = make_current(person, region=tree.building)
    SuccessionPlan(appointment=post, planned_on=TODAY, arranger="沈佳怡").keep(by=worker, candidates=[])
    mine = SuccessionPlan.objects.get()
    sign_in(worker)
    client.post(reverse("leaders:succession-finish", args=[post.pk]), {"outcome": "连任"})
    assert "连任" in client.get(post.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        mine.keep(by=worker, candidates=[])

    anew = {"planned_on": TODAY.isoformat(), "arranger": "沈佳怡"}
    client.post(reverse("leaders:succession-edit", args=[post.pk]), anew)

    plan = SuccessionPlan.objects.get()
    assert (plan.is_done, plan.outcome) == (False, "")


def test_what_is_due_leaves_the_desk_when_it_is_planned(client, sign_in, tree, worker, person):
    post = make_current(person, region=tree.building, term_ends_on=TODAY + timedelta(days=20))
    person.move_to_stage(Stage.LEADER, by=worker, note="x", next_step="写总结", next_step_due=TODAY)
    sign_in(worker)
    page = reverse("desk:due-list")
    assert reverse("leaders:succession-edit", args=[post.pk]) in client.get(page).content.decode()

    SuccessionPlan(appointment=post, planned_on=TODAY, arranger="沈佳怡").keep(by=worker, candidates=[])

    said = client.get(page).content.decode()
    assert reverse("leaders:succession-edit", args=[post.pk]) not in said
    assert "Succession, arranged by 沈佳怡" in said
    assert "写总结" in said


def test_the_story_is_one_line_of_everything(client, sign_in, tree, worker, person):
    post = make_current(person, region=tree.building)
    post.end(by=make_user(), reason="own_wish")
    person.move_to_stage(Stage.EMERITUS, by=worker, note="任满")
    sign_in(worker)

    events = client.get(person.get_absolute_url(), {"tab": "story"}).context["here"]["events"]

    said = [str(event.text) for event in events]
    assert {"Registered", "Begins as “Backbone”", "From “Leader” to “Emeritus”"} <= set(said)
    assert sum("12号楼" in text for text in said) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_moving_one_person_at_once_one_is_stale():
    tree = make_tree()
    person, workers = make_leader(tree.building), [make_user() for _number in range(2)]
    barrier, won = Barrier(2), []

    def move(user):
        row = Leader.objects.get(pk=person.pk)
        barrier.wait(timeout=20)
        try:
            row.move_to_stage(Stage.RESERVE, by=user, note="x", seen="backbone")
            won.append(user)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=move, args=[user]) for user in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(won) == 1
    assert person.stage_steps.count() == 2
