"""Records written twice: found on more than a name, compared, merged, and taken back to the byte."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from communities.merging.actions import merge, say_apart, undo
from communities.merging.models import Apart, Merge
from communities.merging.subjects import LEADER, ORGANIZATION, SUBJECTS, fate_of, relations_of
from communities.organizations.models import Organization
from communities.records.placed import strays
from communities.regions import actions as region_acts
from leaders.people.models import Expertise, Leader
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import (
    make_activity,
    make_case,
    make_consent,
    make_current,
    make_enrolment,
    make_inspection,
    make_leader,
    make_organization,
    make_reserve_place,
    make_session,
    make_superuser,
    make_support,
    make_user,
)

pytestmark = pytest.mark.django_db
LOGS = {"audit_auditentry", "audit_placechange", "audit_readlog", "communities_merge", "sqlite_sequence"}


def whole_database():
    """{table: sorted rows} of everything but the logs and the merges themselves."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in LOGS and not table.startswith("django_"):
                cursor.execute(f'select * from "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def fused(subject, kept, gone, by, picks=()):
    return merge(subject, kept, gone, picks=picks, versions={row.pk: row.version for row in (kept, gone)}, by=by)


@pytest.fixture
def people(tree, team):
    """(kept, gone): one person in two spellings with one of everything on both sides."""
    kept = make_leader(tree.building, name="阿依古丽·买买提", phone="13800131234", birth_year=None)
    gone = make_leader(tree.community, name="阿依古丽•買買提", phone="13800131234", birth_year=1960)
    for number, row in enumerate((kept, gone)):
        expertise = Expertise.objects.get_or_create(name="调解")[0], Expertise.objects.create(name=f"专长{number}")
        row.expertise.set(expertise)
        make_enrolment(make_session(tree.community), row)
        make_consent(row, field="name")
        make_case(tree.community, leader=row, source="leader")
    gone.move_to_stage("reserve", by=make_user(), note="推荐")
    make_reserve_place(gone, team)
    make_current(gone, kind="team", organization=team)
    gone.refresh_from_db(), kept.refresh_from_db()
    return kept, gone


@pytest.fixture
def groups(tree):
    kept = make_organization(tree.community, name="晨光（合唱）队")
    gone = make_organization(tree.compound, name="晨光合唱隊")
    for row, members in ((kept, 10), (gone, 20)):
        row.set_members(by=make_user(), year=2025, members=members)
    gone.set_members(by=make_user(), year=2024, members=5)
    make_activity(gone.region, organization=gone), make_inspection(gone), make_support(gone)
    make_current(make_leader(tree.building), kind="team", organization=gone)
    Organization.objects.filter(pk=gone.pk).update(purpose="唱歌")
    gone.supports.update(state="closed")
    gone.refresh_from_db(), kept.refresh_from_db()
    return kept, gone


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_every_relation_of_the_model_has_its_fate(subject):
    relations = relations_of(subject.model)
    unsaid = [name for name, relation in relations.items() if fate_of(subject, name, relation) is None]

    assert unsaid == [], "say in communities/merging/subjects.py what becomes of these when two records are made one"
    assert set(subject.fates) <= set(relations)


def test_what_may_exist_only_once_does_not_follow_unsaid():
    """A table whose rows lie where the group lies goes over by itself; one with a rule for one a group waits for a word."""
    relations, silent = relations_of(Organization), ORGANIZATION._replace(fates={})

    follow = {name for name, relation in relations.items() if fate_of(silent, name, relation)}

    assert {"supports", "inspections", "activities"} <= follow
    assert not follow & {"filings", "reports", "hostings", "member_counts", "cases"}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_every_column_is_chosen_kept_or_derived(subject):
    chosen = {column for _name, columns in subject.fields for column in columns}
    kept = {
        "id", "version", "stage", "stage_since", "created_at", "created_by_id", "leads_team", "leads_opinion",
        "leads_building", "leads_estate", "has_pending", "term_ends_on", "erased_on", "is_published", "legal_status", "ended_on",
        "management_mode", "restraint", "credit_code", "registered_on", "registered_with",
    }  # fmt: skip

    assert {field.attname for field in subject.model._meta.concrete_fields} - chosen <= kept


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_relation_nobody_knows_refuses_the_merge(subject, request, worker, monkeypatch):
    kept, gone = request.getfixturevalue("people" if subject is LEADER else "groups")
    fates = {name: fate for name, fate in subject.fates.items() if name != "cases"}
    before = whole_database()

    with pytest.raises(ValidationError) as refused:
        fused(subject._replace(fates=fates), kept, gone, worker)

    assert refused.value.code == "unknown" and whole_database() == before


def test_two_people_become_one_and_two_again_to_the_byte(people, worker):
    kept, gone = people
    before = whole_database()

    done = fused(LEADER, kept, gone, worker, picks=["birth_year", "name"])

    kept.refresh_from_db()
    assert not Leader.objects.filter(pk=gone.pk).exists()
    assert (kept.birth_year, kept.leads_team, kept.name) == (1960, True, "阿依古丽·買買提")
    assert kept.appointments.count() == 1 and kept.cases.count() == 2 and kept.enrolments.count() == 2
    assert kept.expertise.count() == 3 and kept.consents.count() == 1
    assert kept.stage_steps.filter(is_last=True).count() == 1
    assert AuditEntry.objects.filter(verb="leader.merge", object_id=kept.pk, actor=worker).count() == 1
    assert whole_database() != before

    undo(done, by=worker)

    assert whole_database() == before
    assert AuditEntry.objects.filter(verb="leader.unmerge", object_id=kept.pk).count() == 1


def test_two_organizations_become_one_and_two_again_to_the_byte(groups, worker):
    kept, gone = groups
    before = whole_database()

    done = fused(ORGANIZATION, kept, gone, worker, picks=["purpose", "region"])

    kept.refresh_from_db()
    assert (kept.purpose, kept.region_id) == ("唱歌", gone.region_id)
    assert {count.year: count.members for count in kept.member_counts.all()} == {2025: 10, 2024: 5}
    assert {row.region_path for row in kept.inspections.all()} == {kept.region_path}

    undo(done, by=worker)

    assert whole_database() == before


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({}, {}, False),
        ({"phone": "13800131234"}, {"phone": "13800131234"}, True),
        ({"phone": "13800131234"}, {"phone": "13800131235"}, False),
        ({"phone": "13800131234"}, {"phone": "13800131234", "name": "王健国"}, True),
        ({"phone": "13800131234"}, {"phone": "13800131234", "name": "李四海"}, False),
    ],
)
def test_nobody_is_merged_on_the_name_alone(tree, client, sign_in, worker, first, second, alike):
    one = make_leader(tree.building, **{"name": "王建国"} | first)
    other = make_leader(tree.community, **{"name": "王建國"} | second)

    page = sign_in(worker).get(reverse("communities:double-leaders"))

    assert [(pair["one"], pair["other"]) for pair in page.context["pairs"]] == ([(one, other)] if alike else [])
    if not alike:
        with pytest.raises(ValidationError) as refused:
            fused(LEADER, one, other, worker)
        assert refused.value.code == "name"


def test_the_same_name_in_one_building_is_looked_at_until_somebody_says_no(tree, client, sign_in, worker):
    one, other = make_leader(tree.building, name="王建国"), make_leader(tree.building, name="王建國")
    client, page = sign_in(worker), reverse("communities:double-leader", args=[other.pk]) + f"?with={one.pk}"

    assert client.get(reverse("communities:double-leader", args=[one.pk])).context["twins"][0]["row"] == other
    for _twice in range(2):
        assert client.post(page, {"apart": "1"}).status_code == 302

    assert client.get(reverse("communities:double-leaders")).context["pairs"] == []
    assert Apart.objects.get().said_by == worker
    assert AuditEntry.objects.filter(verb="leader.apart").count() == 1


def seen_of(page):
    return {f"seen-{side['row'].pk}": side["seen"] for side in page.context["sides"]}


def test_the_page_shows_both_and_merges_what_it_showed(client, sign_in, people, worker):
    kept, gone = people
    client, url = sign_in(worker), reverse("communities:double-leader", args=[kept.pk]) + f"?with={gone.pk}"
    page = client.get(url)
    chosen = {line["name"]: line for line in page.context["lines"]}
    assert chosen["birth_year"]["choices"][1]["is_chosen"] and not chosen["name"]["choices"][1]["is_chosen"]
    assert dict((str(what), count) for what, count in page.context["sides"][1]["hangs"])["appointments"] == 1

    answer = client.post(url, seen_of(page) | {"keep": kept.pk, "pick-birth_year": gone.pk})

    assert answer.url == kept.get_absolute_url() and Leader.objects.get(pk=kept.pk).birth_year == 1960
    assert client.get(gone.get_absolute_url()).url == kept.get_absolute_url()
    done = Merge.objects.get()
    assert client.post(reverse("communities:merge-undo", args=[done.pk])).status_code == 302
    assert client.get(gone.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("written", ["kept", "gone"])
def test_nothing_is_merged_that_was_written_since_it_was_shown(client, sign_in, people, worker, written):
    kept, gone = people
    client, url = sign_in(worker), reverse("communities:double-leader", args=[kept.pk]) + f"?with={gone.pk}"
    seen = seen_of(client.get(url))
    row = kept if written == "kept" else gone
    row.biography = "新的"
    row.revise(by=make_user(), before={})

    answer = client.post(url, seen | {"keep": kept.pk})

    assert answer.status_code == 409 and Leader.objects.filter(pk=gone.pk).exists()
    assert "新的" in answer.content.decode()
    assert client.post(url, seen_of(answer) | {"keep": kept.pk}).status_code == 302


@pytest.mark.parametrize("seen", ["none", "swapped", "nonsense"])
def test_a_merge_without_what_was_shown_is_refused(client, sign_in, people, worker, seen):
    kept, gone = people
    client, url = sign_in(worker), reverse("communities:double-leader", args=[kept.pk]) + f"?with={gone.pk}"
    real = seen_of(client.get(url))
    data = {
        "none": {},
        "swapped": dict(zip(real, reversed(real.values()), strict=True)),
        "nonsense": dict.fromkeys(real, "x"),
    }[seen]

    assert client.post(url, data | {"keep": kept.pk}).status_code == 409
    assert Leader.objects.filter(pk=gone.pk).exists()


def test_both_records_must_lie_within_the_right(tree, client, sign_in, worker):
    mine = make_leader(tree.building, name="王建国", phone="13800131234")
    theirs = make_leader(tree.other_building, name="王建国", phone="13800131234")
    client = sign_in(worker)

    assert client.get(reverse("communities:double-leaders")).context["pairs"] == []
    for one, other in ((mine, theirs), (theirs, mine)):
        url = reverse("communities:double-leader", args=[one.pk]) + f"?with={other.pk}"
        assert client.get(url).status_code == 404 and client.post(url, {"keep": one.pk}).status_code == 404
    overseer = sign_in(make_user(Role.OVERSEER, tree.county))
    assert overseer.get(reverse("communities:double-leaders")).status_code == 403


def test_the_second_of_two_merges_of_one_record_finds_it_gone(people, worker, tree):
    kept, gone = people
    third = make_leader(tree.building, name=kept.name, phone="13800131234")
    fused(LEADER, kept, gone, worker)

    with pytest.raises(ValidationError) as refused:
        fused(LEADER, third, gone, worker)

    assert refused.value.code == "stale"


def test_an_undo_is_refused_once_the_record_was_written_or_it_was_taken_back(people, worker):
    kept, gone = people
    done = fused(LEADER, kept, gone, worker)
    kept.refresh_from_db()
    kept.biography = "新的"
    kept.revise(by=worker, before={})
    before = whole_database()

    with pytest.raises(ValidationError):
        undo(done, by=worker)

    assert whole_database() == before


def test_a_chain_of_merges_leads_on_and_comes_back_in_order(tree, client, sign_in, worker):
    rows = [make_leader(tree.building, name="王建国") for _number in range(3)]
    first = fused(LEADER, rows[1], rows[0], worker)
    rows[1].refresh_from_db()
    fused(LEADER, rows[2], rows[1], worker)

    assert sign_in(worker).get(rows[0].get_absolute_url()).url == rows[2].get_absolute_url()
    with pytest.raises(ValidationError):
        undo(first, by=worker)


def test_a_consent_taken_back_on_one_record_is_not_given_again_by_the_other(people, worker):
    kept, gone = people
    kept.consents.get().withdraw(by=worker)

    with pytest.raises(ValidationError) as refused:
        fused(LEADER, kept, gone, worker)

    assert refused.value.code == "both"


def test_the_one_on_file_or_public_is_the_one_that_stays(groups, worker):
    kept, gone = groups
    gone.publish(by=worker)
    gone.refresh_from_db()

    with pytest.raises(ValidationError):
        fused(ORGANIZATION, kept, gone, worker)


def test_what_only_one_may_have_refuses_the_merge(people, worker, team):
    kept, gone = people
    make_current(kept, kind="team", organization=team)
    before = whole_database()

    with pytest.raises(ValidationError) as refused:
        fused(LEADER, kept, gone, worker)

    assert refused.value.code == "both" and whole_database() == before


def test_hours_of_one_year_are_added_up(tree, worker):
    kept, gone = (make_leader(tree.building, name="王建国") for _number in range(2))
    years = Leader._meta.get_field("training_years").related_model
    for row, minutes in ((kept, 45), (gone, 90)):
        years.objects.create(leader=row, year=2026, region_path=row.region_path, ethics=minutes, minutes=minutes)
    before = whole_database()

    done = fused(LEADER, kept, gone, worker)

    assert kept.training_years.get().minutes == 135
    undo(done, by=worker)
    assert whole_database() == before


def test_organizations_stand_in_their_own_queue(groups, client, sign_in, worker):
    page = sign_in(worker).get(reverse("communities:double-organizations"))

    assert [(pair["one"], pair["other"]) for pair in page.context["pairs"]] == [groups]
    say_apart(ORGANIZATION, *groups, by=worker)
    assert "Nothing seems" in client.get(reverse("communities:double-organizations")).content.decode()


def test_residents_are_led_on_from_the_old_address(groups, client, worker):
    kept, gone = groups
    kept.publish(by=worker)
    kept.refresh_from_db()
    fused(ORGANIZATION, kept, gone, worker)

    answer = client.get(reverse("directory:organization", args=[gone.pk]))

    assert answer.url == reverse("directory:organization", args=[kept.pk])


def test_the_photo_left_behind_is_not_swept_away(people, worker, tmp_path):
    kept, gone = people
    Leader.objects.filter(pk=gone.pk).update(photo="leaders/gone.jpg")
    Leader.objects.filter(pk=kept.pk).update(photo="leaders/kept.jpg")
    kept.refresh_from_db(), gone.refresh_from_db()

    assert fused(LEADER, kept, gone, worker).left_photo == "leaders/gone.jpg"


def test_nothing_of_the_person_lies_open_in_the_merge(people, worker):
    done = fused(LEADER, *people, worker)

    assert "13800131234" not in done.sealed and "買" not in done.sealed


@pytest.mark.parametrize("how", ["move", "merge"])
def test_a_merge_taken_back_after_the_map_was_redrawn_lies_where_the_place_is_now(people, worker, tree, how):
    kept, gone = people
    done = fused(LEADER, kept, gone, worker)
    if how == "move":
        region_acts.move(tree.community, tree.other_street, by=make_superuser(), reason="调整")
    else:
        region_acts.merge(tree.community, tree.community2, by=make_superuser(), reason="调整")
        region_acts.merge(tree.building, tree.building2, by=make_superuser(), reason="调整")

    undo(done, by=worker)

    for person in Leader.objects.filter(pk__in=[kept.pk, gone.pk]).select_related("region"):
        assert person.region.is_current and person.region_path == person.region.path
    assert strays() == []
