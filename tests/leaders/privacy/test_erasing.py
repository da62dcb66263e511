"""Erasing a person: nothing of theirs is left in any table or file, all that is counted stays, nothing is written again."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.urls import reverse

from communities.documents.models import Document
from communities.merging.actions import merge, undo
from communities.merging.subjects import LEADER, reasons, relations_of
from communities.records.images import clean_image
from leaders.imports import actions, tasks
from leaders.people.models import Expertise, Leader
from leaders.privacy.models.held import TOUCHING, kinds_about, rows_about
from registry.accounts.models import FormDraft
from registry.accounts.roles import Role
from registry.audit.log import record_read, snapshot
from registry.audit.models import AuditEntry, ReadLog
from registry.seal import unseal
from tests.clock import TODAY
from tests.factories import (
    make_appointment,
    make_awarded_incentive,
    make_case,
    make_consent,
    make_current,
    make_departure,
    make_earlier_honour,
    make_ended,
    make_enrolment,
    make_filing,
    make_incentive,
    make_leader,
    make_nomination,
    make_organization,
    make_outside_hours,
    make_picture,
    make_plan,
    make_reserve_place,
    make_session,
    make_user,
)
from tests.factories.conduct import make_review
from tests.factories.privacy import carry_out, make_erasure
from tests.leaders.imports.tables import workbook

pytestmark = pytest.mark.django_db
NAME, BEFORE, PHONE, MARK = "慕容紫宸", "慕容梓晨", "13911112222", "(erased)"
SECRET = "薰衣草"  # a word that nobody else's row holds


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def everything_kept():
    """All that stands in the database, sealed or not, as one text, with the names and contents of files."""
    found = []
    for model in apps.get_models():
        sealed = getattr(model, "sealed_columns", {})
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if field.name in sealed and value:
                    value = unseal(value, field=sealed[field.name])
                if value:
                    said = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
                    found.append(f"{model._meta.label}.{field.name} {row.pk}: {said}")
    root = Path(settings.MEDIA_ROOT)
    found += [f"file {path.name}" for path in root.rglob("*") if path.is_file()]
    return found


def holds(*words):
    return [line for line in everything_kept() if any(word in line for word in words)]


def written_into(leader):
    """The secret word in all texts about the person that somebody typed."""
    for rows in rows_about(leader):
        for field in rows.model._meta.concrete_fields:
            typed = getattr(type(field), "default_validators", None) and hasattr(field, "normal_form")
            if typed and not field.choices:
                filled = rows.exclude(**{field.name: ""})
                for row in filled:
                    text = f"{SECRET}{row.pk}"[: field.max_length]
                    rows.model._base_manager.filter(pk=row.pk).update(**{field.name: text})


@pytest.fixture
def person(tree, team, settings, tmp_path):
    """A person with something of every kind, named in many other places too; no post is held."""
    settings.MEDIA_ROOT = tmp_path
    leader = make_leader(tree.building, name=BEFORE, phone=PHONE, birth_year=1958, biography="爱花的人。")
    leader.expertise.add(Expertise.objects.get_or_create(name="园艺")[0])
    office = make_user(Role.OFFICE, tree.street)
    before, leader.name = snapshot(leader), NAME
    leader.set_keys()
    leader.revise(by=office, before=before)
    leader.change_photo(clean_image(make_picture()), by=office)
    make_review(make_ended(leader, region=tree.building), "dismissed")
    make_filing(make_organization(tree.community, name="紫藤花会"))
    make_consent(leader)
    make_reserve_place(leader, tree.compound)
    make_enrolment(make_session(tree.community, capacity=3), leader)
    hours = make_outside_hours(leader, title="园艺课")
    Document.attach(hours, make_picture(), title=f"{NAME}的证书", by=office)
    make_earlier_honour(leader, title="最美家庭")
    make_awarded_incentive(leader)
    make_case(tree.community, source="leader", leader=leader, name=NAME, contact=PHONE)
    nomination = make_nomination(tree.building2, nominee_name=NAME, phone=PHONE)
    nomination.contact(by=office, how="电话")
    nomination.accept(by=office, leader=leader, agreed_on=TODAY, agreed_how="desk")
    other = make_leader(tree.building2, name="徒弟")
    other.move_to_stage(other.stage, by=office, note="带教", mentor=leader, next_step="带队一次", next_step_due=TODAY)
    make_plan(make_current(make_leader(tree.building2, name="楼长"), region=tree.building2), [leader])
    leader.move_to_stage(leader.stage, by=office, note=f"{NAME}愿意多做")
    twin = make_leader(tree.building, name=NAME, phone=PHONE)
    twin.refresh_from_db()
    leader.refresh_from_db()
    versions = {row.pk: row.version for row in (leader, twin)}
    merge(LEADER, leader, twin, picks=[], versions=versions, by=office)
    rows = [["姓名", "手机", "楼栋"], [NAME, PHONE, "12号楼"]]
    batch = actions.upload(
        by=office, region=tree.community, subject="people", data=workbook(rows), name="名册.xlsx", given={}
    )
    tasks.begin(batch, batch.State.CHECKING, by=office)
    again(batch).drop(by=office)
    FormDraft.keep(office, "leaders:leader-create", {"name": [NAME]})
    record_read("leader.view", leader, by=office, purpose="")
    kind = ContentType.objects.get_for_model(Leader)
    LogEntry.objects.create(
        user=office, content_type=kind, object_id=str(leader.pk), object_repr=NAME, action_flag=CHANGE
    )
    written_into(leader)
    return again(leader)


def test_nothing_of_the_person_is_left_in_any_table_or_file(person, django_capture_on_commit_callbacks):
    told = holds(NAME, BEFORE, PHONE, SECRET, "园艺课", "最美家庭", "爱花的人")
    paper = Document.objects.get(owner_type="leaders.outsidehours")
    files = [Path(person.photo.path), Path(paper.file.path)]
    assert len(told) > 40 and all(path.is_file() for path in files)

    with django_capture_on_commit_callbacks(execute=True):
        carry_out(person)

    assert holds(NAME, BEFORE, PHONE, SECRET, "园艺课", "最美家庭", "爱花的人") == []
    assert not any(path.exists() for path in files)
    left = again(person)
    assert (left.name, left.phone_masked, left.birth_year, left.expertise.count()) == ("Erased person", "", None, 0)
    assert (left.erased_on, left.region.level) == (TODAY, "community")
    assert not left.tokens.exists()


def test_what_is_counted_stays_and_says_no_name(person):
    kinds = ("appointments", "incentives", "enrolments", "outside_hours", "earlier_honours", "stage_steps", "cases")
    before = {kind: getattr(person, kind).count() for kind in kinds}
    acts = AuditEntry.objects.filter(object_type="leaders.leader", object_id=person.pk).count()

    row = carry_out(person)

    assert {kind: getattr(person, kind).count() for kind in kinds if kind != "stage_steps"} == {
        kind: count for kind, count in before.items() if kind != "stage_steps"
    }
    assert person.stage_steps.count() >= before["stage_steps"]
    entries = AuditEntry.objects.filter(object_type="leaders.leader", object_id=person.pk)
    assert entries.count() >= acts and set(entries.values_list("object_label", flat=True)) == {MARK}
    assert ReadLog.objects.get(verb="leader.view").object_label == MARK
    done = AuditEntry.objects.get(verb="erasure.done")
    assert done.object_label == f"Erased person {person.number}" and again(row).state == "done"


def test_every_relation_of_a_person_is_walked():
    """A new record about people is found by its relation alone; what only touches a person is named."""
    reached = {kind.model._meta.label_lower for kind in kinds_about()}
    for relation in relations_of(Leader).values():
        label = relation.related_model._meta.label_lower
        assert label in reached or (label, relation.field.name) in TOUCHING
    assert "leaders.conductstep" in reached


@pytest.mark.parametrize("what", ["post", "pending", "review", "incentive", "import"])
def test_what_still_needs_the_data_keeps_it(tree, what):
    leader = make_leader(tree.building, name=NAME)
    if what == "post":
        make_current(leader, region=tree.building)
    if what == "pending":
        make_appointment(leader, region=tree.building)
    if what == "review":
        make_review(make_ended(leader, region=tree.building))
    if what == "incentive":
        make_incentive(leader)
    if what == "import":
        rows = [["姓名", "楼栋"], [NAME, "12号楼"]]
        by = make_user(Role.OFFICE, tree.street)
        batch = actions.upload(
            by=by, region=tree.community, subject="people", data=workbook(rows), name="名册.xlsx", given={}
        )
        tasks.begin(batch, batch.State.CHECKING, by=by)
    row = make_erasure(leader)

    with pytest.raises(ValidationError) as refused:
        row.decide(by=make_user(Role.MANAGER, tree.street))

    assert refused.value.code == "held"
    assert again(leader).name == NAME and again(row).state == "pending"


def test_a_namesake_of_the_street_loses_nothing(tree):
    leader, other = make_leader(tree.building, name=NAME), make_leader(tree.building2, name=NAME, phone=PHONE)
    by = make_user(Role.OFFICE, tree.street)
    other.move_to_stage(other.stage, by=by, note=f"{NAME}愿意多做")
    FormDraft.keep(by, "leaders:leader-create", {"name": [NAME]})
    before = holds(NAME)

    row = carry_out(leader)

    kept = holds(NAME)
    assert any(f"Leader.name {other.pk}: {NAME}" in line for line in kept)
    assert any("StageStep.reason" in line for line in kept) and any("FormDraft" in line for line in kept)
    assert not any(f"Leader.name {leader.pk}: {NAME}" in line for line in kept) and len(kept) < len(before)
    assert again(row).left == []  # nobody could tell whom such texts mean


def test_texts_that_still_name_the_person_are_told(client, tree, manager, sign_in):
    leader = make_leader(tree.building, name=NAME)
    organization = make_organization(tree.community, name="紫藤花会", purpose=f"由{NAME}发起。")
    row = make_erasure(leader)
    row.decide(by=manager)
    sign_in(manager)

    page = client.get(row.get_absolute_url()).content.decode()

    assert organization.get_absolute_url() in page and NAME not in page
    assert again(organization).purpose == f"由{NAME}发起。"


def test_nothing_is_written_about_a_placeholder(tree, team):
    leader = make_leader(tree.building, name=NAME)
    ended, honour = make_ended(leader, region=tree.building), make_earlier_honour(leader)
    make_consent(leader)
    carry_out(leader)
    gone = again(leader)
    by = make_user(Role.MANAGER, tree.street)
    doors = [
        lambda: make_appointment(gone, region=tree.building),
        lambda: make_consent(gone, "photo"),
        lambda: make_reserve_place(gone, tree.compound),
        lambda: make_enrolment(make_session(tree.community), gone),
        lambda: make_outside_hours(gone),
        lambda: make_earlier_honour(gone),
        lambda: make_incentive(gone),
        lambda: make_erasure(gone),
        lambda: make_departure(gone),
        lambda: make_plan(make_current(make_leader(tree.building2), region=tree.building2), [gone]),
        lambda: gone.move_to_stage("reserve", by=by, note="再来"),
        lambda: gone.revise(by=by, before={}),
        lambda: gone.change_photo(None, by=by),
        lambda: again(ended).correct_end(by=by, reason="own_wish", on=TODAY, why="更正"),
        lambda: again(honour).submit(by=by),
        lambda: make_leader(tree.building2).move_to_stage("backbone", by=by, note="带教", mentor=gone),
    ]
    before = AuditEntry.objects.count()

    for at, door in enumerate(doors):
        with pytest.raises((ValidationError, ObjectDoesNotExist)):  # who may not be enrolled is left out
            door()
            pytest.fail(f"door {at} is open")

    assert (
        not AuditEntry.objects.filter(pk__gt=0, object_type="leaders.leader", object_id=gone.pk)
        .exclude(object_label=MARK)
        .exists()
    )
    assert before <= AuditEntry.objects.count()
    assert again(gone).name == "Erased person"


def test_an_erased_person_is_found_by_nobody_and_merged_with_nobody(client, tree, manager, sign_in):
    first, second = make_leader(tree.building, name=NAME, phone=PHONE), make_leader(tree.building2, name="钟离")
    for leader in (first, second):
        carry_out(leader)
    assert reasons(LEADER, again(first), again(second)) == []
    sign_in(manager)

    found = client.get(reverse("leaders:leader-list"), {"q": NAME}).content.decode()
    page = client.get(first.get_absolute_url()).content.decode()

    assert first.number not in found and "erased on" in page
    for name in ("leader-update", "departure-create", "consent-list", "erasure-create", "personal-copy"):
        answer = client.get(reverse(f"leaders:{name}", args=[first.pk]))
        assert answer.status_code in (403, 404) or NAME not in answer.content.decode()
        assert reverse(f"leaders:{name}", args=[first.pk]) not in page


def test_a_merge_with_the_person_is_not_taken_back_any_more(person):
    done = apps.get_model("communities.Merge").objects.get(kept_id=person.pk)
    carry_out(person)

    with pytest.raises(ValidationError):
        undo(done, by=make_user())


def test_a_list_many_people_stand_on_keeps_its_name(tree):
    one, other = make_leader(tree.building, name=NAME), make_leader(tree.building2, name="钟离")
    given = [make_awarded_incentive(leader) for leader in (one, other)]
    type(given[0]).objects.filter(pk__in=[row.pk for row in given]).update(batch="2026年热心楼组长")

    carry_out(one)

    assert [again(incentive).batch for incentive in given] == ["2026年热心楼组长"] * 2
    assert [again(incentive).title == MARK for incentive in given] == [True, False]
