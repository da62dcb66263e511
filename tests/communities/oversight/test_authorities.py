"""Decisions of authorities: two people, effects on the directory and on new things, the reply kept."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from communities.organizations.models import Organization
from communities.oversight.models import AuthorityDecision, Inspection
from communities.pages.seen import pack
from leaders.consents.models import Consent, ConsentText
from leaders.people.models import Kind
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_authority_decision,
    make_current,
    make_leader,
    make_organization,
    make_tree,
    make_user,
)
from tests.windows import answer, seen_on

PAST = TODAY - timedelta(days=5)


def standing(team, kind="restrict", **fields):
    decision = make_authority_decision(team, kind, **fields)
    decision.decide(by=make_user())
    team.refresh_from_db()
    return decision


def is_public(client, team):
    page = client.get(reverse("directory:organization", args=[team.pk])).status_code
    listed = team.name in client.get(reverse("directory:organizations")).content.decode()
    assert (page == 200) == listed
    return listed


def paper(**more):
    return {
        "kind": "restrict",
        "authority": "闵行区民政局",
        "document_number": "闵民1号",
        "legal_basis": "条例第三十条",
        "decided_on": PAST.isoformat(),
        "effective_on": PAST.isoformat(),
        "summary": "限期停止活动",
    } | more


@pytest.mark.parametrize(
    ("kind", "restraint"), [("restrict", "restricted"), ("cancel", "cancelled"), ("ban", "banned")]
)
def test_a_confirmed_decision_takes_the_group_out_of_the_directory_and_a_lift_brings_it_back(
    client, team, kind, restraint
):
    decision = make_authority_decision(team, kind)
    assert is_public(client, team)

    decision.decide(by=make_user())
    team.refresh_from_db()
    assert (team.restraint, team.version, team.is_published, is_public(client, team)) == (restraint, 2, True, False)

    standing(team, "lift", lifts=decision, document_number="解1号")
    assert (team.restraint, is_public(client, team)) == ("", True)
    assert AuditEntry.objects.filter(verb="organization.restraint").count() == 2


def test_seats_in_the_group_leave_the_directory_with_it(client, tree, team):
    holder = make_current(make_leader(tree.building), Kind.TEAM, organization=team)
    Consent.objects.create(
        leader=holder.leader,
        field="name",
        text=ConsentText.objects.create(version=99, body="…", effective_from=PAST),
        form="paper",
        given_on=PAST,
        recorded_by=make_user(),
    )
    page = reverse("directory:leader", args=[holder.pk])
    assert client.get(page).status_code == 200

    standing(team, "ban")

    assert client.get(page).status_code == 404


def test_the_gravest_of_several_decisions_shows_until_all_are_lifted(team):
    ban, restrict = standing(team, "ban"), standing(team)
    assert team.restraint == "banned"

    standing(team, "lift", lifts=ban)
    assert team.restraint == "restricted"

    standing(team, "lift", lifts=restrict)
    assert team.restraint == ""


def test_a_lift_needs_something_that_stands_in_the_same_group(tree, team):
    entered, foreign = make_authority_decision(team), standing(make_organization(tree.community))

    for lifts in (None, entered, foreign):
        with pytest.raises(ValidationError) as refused:
            make_authority_decision(team, "lift", lifts=lifts)
        assert list(refused.value.message_dict) == ["lifts"]


def test_one_decision_is_lifted_once(team):
    decision = standing(team)
    make_authority_decision(team, "lift", lifts=decision)

    with pytest.raises(ValidationError) as refused:
        make_authority_decision(team, "lift", lifts=decision)

    assert list(refused.value.message_dict) == ["lifts"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"effective_on": PAST - timedelta(days=1)}, "effective_on"),
        ({"decided_on": TODAY + timedelta(days=1), "effective_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"remedy_told": "行政复议"}, "remedy_told_on"),
        ({"remedy_told_on": TODAY}, "remedy_told"),
        ({"remedy_told": "行政复议", "remedy_told_on": PAST - timedelta(days=1)}, "remedy_told_on"),
        ({"legal_basis": ""}, "legal_basis"),
    ],
)
def test_a_paper_with_dates_out_of_order_is_refused_at_its_field(team, fields, wrong):
    with pytest.raises(ValidationError) as refused:
        make_authority_decision(team, **fields)

    assert list(refused.value.message_dict) == [wrong]


def test_one_paper_is_entered_once(team):
    make_authority_decision(team, document_number="闵民1号")

    with pytest.raises(ValidationError) as refused:
        make_authority_decision(team, document_number="闵民1号")

    assert list(refused.value.message_dict) == ["document_number"]


def test_a_decision_is_confirmed_from_its_day_on(team):
    decision = make_authority_decision(team, effective_on=TODAY + timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        decision.decide(by=make_user())

    assert refused.value.code == "early"


def test_two_people_are_needed_and_the_database_says_so_too(team):
    clerk = make_user()
    decision = make_authority_decision(team, by=clerk)

    with pytest.raises(ValidationError) as refused:
        decision.decide(by=clerk)
    assert refused.value.code == "own"
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityDecision.objects.filter(pk=decision.pk).update(
            state="confirmed", checked_by=clerk, checked_at=timezone.now()
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_confirming_at_once_one_wins():
    decision = make_authority_decision(make_organization(make_tree().community))
    barrier, won, lost = Barrier(2), [], []

    def confirm(user):
        row = AuthorityDecision.objects.get(pk=decision.pk)
        barrier.wait(timeout=20)
        try:
            row.decide(by=user)
            won.append(user)
        except ValidationError as refused:
            lost.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=[user]) for user in (make_user(), make_user())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(won), lost) == (1, ["stale"])
    assert Organization.objects.get().restraint == "restricted"


def test_the_reply_is_kept_as_it_was_given(team):
    decision = standing(team)

    decision.take_reply(by=make_user(), text="已整改", on=TODAY)
    with pytest.raises(ValidationError) as refused:
        decision.take_reply(by=make_user(), text="另一说法", on=TODAY)

    decision.refresh_from_db()
    assert (refused.value.code, decision.reply) == ("stale", "已整改")
    standing(team, "lift", lifts=decision)
    decision.refresh_from_db()
    assert decision.reply == "已整改"


@pytest.mark.parametrize("on", [PAST - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_reply_follows_its_decision(team, on):
    with pytest.raises(ValidationError) as refused:
        make_authority_decision(team).take_reply(by=make_user(), text="已整改", on=on)

    assert list(refused.value.message_dict) == ["reply_on"]


def test_nothing_new_while_a_decision_stands(team):
    decision = standing(team)
    with pytest.raises(ValidationError) as refused:
        team.refuse_while_restrained()
    assert refused.value.code == "restrained"

    standing(team, "lift", lifts=decision)
    team.refuse_while_restrained()


def test_from_the_paper_to_the_effect_by_two_accounts(client, sign_in, team, office, manager):
    sign_in(office)
    page = f"{reverse('communities:authority-enter')}?organization={team.pk}"
    client.post(page, paper())
    row = AuthorityDecision.objects.get()
    seen = {"seen": pack(row)}
    assert client.post(row.get_absolute_url(), {"decision": "pass"} | seen).status_code == 403

    sign_in(manager)
    assert row.get_absolute_url() in client.get(reverse("desk:review-queue")).content.decode()
    client.post(row.get_absolute_url(), {"decision": "return", "reason": "文号不对"} | seen)
    sign_in(office)
    correct = reverse("communities:authority-correct", args=[row.pk])
    opened = client.get(correct)
    assert "闵民1号" in opened.content.decode()
    client.post(correct, paper(document_number="闵民2号", seen=seen_on(opened)))
    twice = client.post(correct, paper(document_number="闵民3号", seen=seen_on(opened)))
    row.refresh_from_db()
    assert (row.state, row.document_number, twice.status_code) == ("entered", "闵民2号", 409)

    sign_in(manager)
    stale = client.post(row.get_absolute_url(), {"decision": "pass"} | seen)
    seen = {"seen": pack(row)}
    client.post(row.get_absolute_url(), {"decision": "pass"} | seen)
    again = client.post(row.get_absolute_url(), {"decision": "pass"} | seen)

    team.refresh_from_db()
    assert (team.restraint, stale.status_code, again.status_code) == ("restricted", 409, 409)
    said = client.get(team.get_absolute_url()).content.decode()
    assert "闵民2号" in said and "it makes none" in said

    reply = reverse("communities:authority-reply", args=[row.pk])
    answer(client, reply, {"reply": "已停止活动", "reply_on": TODAY.isoformat()})
    assert client.get(reply).status_code == 404
    assert "已停止活动" in client.get(row.get_absolute_url()).content.decode()


def test_papers_from_another_street_are_no_choice(client, sign_in, tree, team, office):
    foreign_team = make_organization(tree.other_community)
    foreign = standing(foreign_team)
    own = standing(team)
    sign_in(office)
    page = reverse("communities:authority-enter")

    lifted = client.post(f"{page}?organization={team.pk}", paper(kind="lift", lifts=foreign.pk))
    entered = client.post(f"{page}?organization={foreign_team.pk}", paper())
    replied = client.post(reverse("communities:authority-reply", args=[foreign.pk]), {"reply": "x"})

    assert (lifted.status_code, entered.status_code, replied.status_code) == (200, 404, 404)
    assert set(AuthorityDecision.objects.all()) == {foreign, own}


def test_a_confirmed_decision_keeps_its_papers(client, sign_in, team, office):
    decision = make_authority_decision(team)
    sign_in(office)
    client.post(
        reverse("communities:authority-document", args=[decision.pk]),
        {"title": "决定书", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF")},
    )
    decision.decide(by=make_user())

    answer = client.post(reverse("communities:document-remove", args=[Document.objects.get().pk]))

    assert answer.status_code == 403
    assert Document.objects.get().removed_at is None


def test_no_field_of_these_records_is_about_a_person():
    accounts = {"entered_by", "checked_by", "reply_entered_by"}
    for model in (Inspection, AuthorityDecision):
        relations = {field.name for field in model._meta.concrete_fields if field.is_relation}
        assert relations <= accounts | {"organization", "lifts"}
