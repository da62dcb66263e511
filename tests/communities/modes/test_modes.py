"""Management modes: one proposes, another decides; the centre follows."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from communities.centers.models import Hosting
from communities.modes.models import ManagementDecision
from communities.organizations.models import Organization
from communities.pages.seen import pack
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    close,
    make_authority_decision,
    make_center,
    make_organization,
    make_proposal,
    make_tree,
    make_user,
)


def typed(**more):
    return {
        "to_mode": "key_support",
        "reason": "队伍稳定",
        "document_number": "社管1号",
        "effective_on": TODAY.isoformat(),
    } | more


def decided(team, mode="key_support", **fields):
    proposal = make_proposal(team, mode, **fields)
    proposal.decide(by=make_user())
    team.refresh_from_db()
    return proposal


def test_a_decided_proposal_gives_the_group_its_mode(team):
    version = team.version

    decided(team)

    assert (team.management_mode, team.version) == ("key_support", version + 1)
    entry = AuditEntry.objects.get(verb="organization.mode")
    assert entry.changes == {"management_mode": ["self_run", "key_support"]}


def test_nobody_decides_their_own_proposal(team):
    clerk = make_user()
    mine = make_proposal(team, by=clerk)

    for act in (lambda: mine.decide(by=clerk), lambda: mine.send_back(by=clerk, reason="x")):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.code == "own"


def test_a_mode_that_changed_meanwhile_is_not_changed_from_what_it_was(team):
    proposal = make_proposal(team)
    Organization.objects.filter(pk=team.pk).update(management_mode="center_managed")

    with pytest.raises(ValidationError) as refused:
        proposal.decide(by=make_user())

    assert refused.value.code == "stale"
    assert Organization.objects.get(pk=team.pk).management_mode == "center_managed"


def test_the_database_too_refuses_a_decision_by_its_proposer(team):
    mine = make_proposal(team)

    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementDecision.objects.filter(pk=mine.pk).update(
            state="decided", decided_by=mine.proposed_by, decided_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"to_mode": "self_run"}, "to_mode"),
        ({"to_mode": "center_managed"}, "center"),
        ({"effective_on": TODAY + timedelta(days=1)}, "effective_on"),
        ({"effective_on": TODAY - timedelta(days=400)}, "effective_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_proposal_that_says_nothing_new_or_too_little_is_refused_at_its_field(team, fields, wrong):
    with pytest.raises(ValidationError) as refused:
        make_proposal(team, **fields)

    assert list(refused.value.message_dict) == [wrong]
    assert not ManagementDecision.objects.exists()


def test_a_centre_of_another_street_and_a_retired_one_look_after_nobody_here(tree, team):
    foreign, retired = make_center(tree.other_street), make_center(tree.street)
    retired.retire(by=make_user(), note="合并")

    for center in (foreign, retired):
        with pytest.raises(ValidationError) as refused:
            make_proposal(team, "center_managed", center=center)
        assert list(refused.value.message_dict) == ["center"]


def test_one_proposal_waits_at_a_time(team):
    first = make_proposal(team)
    with pytest.raises(ValidationError) as refused:
        make_proposal(team)
    assert refused.value.code == "taken"

    first.send_back(by=make_user(), reason="再看")
    second = make_proposal(team)

    with pytest.raises(ValidationError):
        first.propose(by=make_user())
    second.decide(by=make_user())


def test_a_returned_proposal_is_corrected_and_handed_in_again(tree, team):
    proposal = make_proposal(team)
    proposal.send_back(by=make_user(), reason="改为服务中心")
    proposal.to_mode, proposal.center = "center_managed", make_center(tree.street)

    proposal.propose(by=make_user())

    proposal.refresh_from_db()
    assert (proposal.state, proposal.to_mode, proposal.return_reason) == ("pending", "center_managed", "")


def test_a_decision_does_not_date_from_before_the_last_one(team):
    decided(team, effective_on=TODAY - timedelta(days=10))

    with pytest.raises(ValidationError):
        make_proposal(team, "self_run", effective_on=TODAY - timedelta(days=11))


def test_management_by_the_centre_brings_the_hosting_and_takes_it_away_again(tree, team):
    center = make_center(tree.street)
    decided(team, "center_managed", center=center, effective_on=TODAY - timedelta(days=3))
    hosting = Hosting.objects.current().get(organization=team)
    assert (hosting.center, hosting.started_on) == (center, TODAY - timedelta(days=3))
    with pytest.raises(ValidationError) as refused:
        hosting.end(by=make_user(), on=TODAY, note="x")
    assert refused.value.code == "mode"

    decided(team, "self_run")

    hosting.refresh_from_db()
    assert (hosting.ended_on, Hosting.objects.current().count()) == (TODAY, 0)


def test_management_by_another_centre_moves_the_group_there(tree, team):
    first, second = make_center(tree.street), make_center(tree.street)
    first.host(team, by=make_user(), on=TODAY - timedelta(days=9), document_number="1")

    decided(team, "center_managed", center=second)

    assert Hosting.objects.current().get(organization=team).center == second
    assert Hosting.objects.count() == 2


def test_a_restrained_group_gets_no_new_mode_but_may_be_left_to_itself(team):
    decided(team)
    waiting = make_proposal(team, "self_run")
    waiting.send_back(by=make_user(), reason="x")
    make_authority_decision(team).decide(by=make_user())

    with pytest.raises(ValidationError) as refused:
        make_proposal(make_restrained(team), "center_managed", center=None)
    assert refused.value.code == "restrained"

    waiting.propose(by=make_user())
    waiting.decide(by=make_user())
    team.refresh_from_db()
    assert team.management_mode == "self_run"


def make_restrained(team):
    team.refresh_from_db()
    assert team.restraint == "restricted"
    return team


def test_an_ended_organization_changes_no_mode(team):
    waiting = make_proposal(team)
    close(team)

    with pytest.raises(ValidationError) as refused:
        waiting.decide(by=make_user())

    assert refused.value.code == "stale"


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_deciding_at_once_one_wins():
    proposal = make_proposal(make_organization(make_tree().community))
    barrier, won, lost = Barrier(2), [], []

    def decide(user):
        row = ManagementDecision.objects.get(pk=proposal.pk)
        barrier.wait(timeout=20)
        try:
            row.decide(by=user)
            won.append(user)
        except ValidationError as refused:
            lost.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[user]) for user in (make_user(), make_user())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(won), lost) == (1, ["stale"])
    assert AuditEntry.objects.filter(verb="organization.mode").count() == 1


def test_a_worker_proposes_and_the_manager_decides_from_the_queue(client, sign_in, team, worker, manager):
    sign_in(worker)
    page = f"{reverse('communities:management-propose')}?organization={team.pk}"
    assert "self-run" in client.get(page).content.decode().lower()
    client.post(page, typed())
    row = ManagementDecision.objects.get()

    sign_in(manager)
    assert row.get_absolute_url() in client.get(reverse("desk:review-queue")).content.decode()
    response = client.post(row.get_absolute_url(), {"decision": "pass", "seen": pack(row), "next": "1"})

    team.refresh_from_db()
    assert (response.url, team.management_mode) == (reverse("desk:review-next"), "key_support")


def test_a_decision_on_a_stale_page_is_told_so(client, sign_in, team, manager):
    row = make_proposal(team)
    sign_in(manager)
    read = {"decision": "pass", "seen": pack(row)}
    row.send_back(by=make_user(), reason="改")
    row.propose(by=make_user())

    corrected = client.post(row.get_absolute_url(), read)
    assert ManagementDecision.objects.get(pk=row.pk).state == "pending"
    row.decide(by=make_user())
    decided_already = client.post(row.get_absolute_url(), read)

    assert corrected.status_code == 409
    assert "already moved on" in corrected.content.decode()
    assert decided_already.status_code == 409
    assert "already moved on" in decided_already.content.decode()


def test_returning_without_a_reason_keeps_the_page(client, sign_in, team, manager):
    row = make_proposal(team)
    sign_in(manager)

    response = client.post(row.get_absolute_url(), {"decision": "return", "seen": pack(row)})

    assert response.status_code == 200
    assert "Say what is to be changed." in response.content.decode()


def test_what_was_typed_is_kept_when_the_mode_is_the_present_one(client, sign_in, team, worker):
    sign_in(worker)
    page = f"{reverse('communities:management-propose')}?organization={team.pk}"

    response = client.post(page, typed(to_mode="self_run", reason="写了很久的理由"))

    assert "has this mode already" in response.content.decode()
    assert "写了很久的理由" in response.content.decode()


def test_ids_from_another_street_are_no_choice(client, sign_in, tree, team, worker):
    foreign_center, foreign_team = make_center(tree.other_street), make_organization(tree.other_community)
    sign_in(worker)
    page = reverse("communities:management-propose")

    center = client.post(f"{page}?organization={team.pk}", typed(to_mode="center_managed", center=foreign_center.pk))
    group = client.post(f"{page}?organization={foreign_team.pk}", typed())

    assert (center.status_code, group.status_code) == (200, 404)
    assert not ManagementDecision.objects.exists()


def test_the_organization_is_found_by_initials_in_the_own_region_only(client, sign_in, tree, team, worker):
    make_organization(tree.other_community, name="春歌书法社")
    sign_in(worker)

    said = client.get(reverse("communities:management-propose"), {"q": "cg"}).content.decode()

    assert "晨光合唱队" in said
    assert "春歌书法社" not in said


def test_the_list_counts_modes_and_their_growth(client, sign_in, tree, team, manager):
    other = make_organization(tree.community2)
    for year, members in ((TODAY.year, 44), (TODAY.year - 1, 40)):
        team.set_members(by=manager, year=year, members=members)
    decided(team)
    sign_in(manager)

    page = client.get(reverse("communities:management-list"))
    chosen = client.get(reverse("communities:management-list"), {"mode": "key_support"})

    figures = {row["mode"]: row for row in page.context["figures"]}
    key, alone = figures["key_support"], figures["self_run"]
    assert (key["held"], key["joined"], key["left"], key["members"], key["percent"]) == (1, 1, 0, 44, "+10%")
    assert (alone["held"], alone["joined"], alone["left"], alone["percent"]) == (1, 0, 1, None)
    assert [row.pk for row in chosen.context["page"].rows] == [team.pk]
    assert other.name in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_database_equally_often(client, sign_in, tree, manager, count, django_assert_num_queries):
    center = make_center(tree.street)
    for _number in range(count):
        decided(make_organization(tree.community), "center_managed", center=center)
    sign_in(manager)
    client.get(reverse("communities:management-list"))

    with django_assert_num_queries(9):
        client.get(reverse("communities:management-list"))
    with django_assert_num_queries(5):
        client.get(reverse("communities:management-proposals"))


def test_the_export_is_a_table_and_is_logged(client, sign_in, tree, team, worker):
    make_organization(tree.other_community, name="外街道的队")
    decided(team)
    sign_in(worker)

    text = export_text(client, reverse("communities:management-export"))

    assert "晨光合唱队" in text and "Key support" in text and "外街道的队" not in text
    assert ReadLog.objects.get().rows == 1


def test_the_organization_list_filters_by_mode_and_status(client, sign_in, tree, team, worker):
    make_organization(tree.community, name="另一队")
    decided(team)
    sign_in(worker)

    by_mode = client.get(reverse("communities:organization-list"), {"mode": "key_support"})
    by_status = client.get(reverse("communities:organization-list"), {"status": "filed"})

    assert [row.pk for row in by_mode.context["page"].rows] == [team.pk]
    assert by_status.context["page"].rows == []


def test_the_records_move_with_the_group(tree, team):
    proposal = make_proposal(team)
    before = {"region": str(team.region_id)}
    team.region = tree.community2

    team.revise(by=make_user(), before=before)

    proposal.refresh_from_db()
    assert proposal.region_path == tree.community2.path == Organization.objects.get(pk=team.pk).region_path
