"""What is told of merges: those of the own reach that stand, each under its own kind of record, and taken back for good."""

import pytest
from django.urls import reverse

from communities.merging.actions import undo
from communities.merging.models import Merge, successor_of
from communities.merging.subjects import LEADER, ORGANIZATION
from registry.accounts.roles import Role
from tests.communities.merging.test_merging import fused
from tests.factories import make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db


def merged_person(region, by):
    kept, gone = (make_leader(region, name="双录人") for _twice in range(2))
    fused(LEADER, kept, gone, by)
    return Merge.objects.get(gone_id=gone.pk, subject="leader")


def test_a_merge_taken_back_is_so_for_good(tree, worker):
    done = merged_person(tree.building, worker)
    undo(done, by=worker)

    done = Merge.objects.get(pk=done.pk)
    assert (done.undone_by, done.undone_at is None) == (worker, False)
    assert successor_of("leader", done.gone_id) is None


def test_a_list_offers_only_merges_that_stand_in_the_own_reach(tree, client, sign_in, worker):
    here, back = merged_person(tree.building, worker), merged_person(tree.building, worker)
    elsewhere = merged_person(tree.other_community, make_user(Role.WORKER, tree.other_community))
    undo(back, by=worker)
    sign_in(worker)

    shown = client.get(reverse("communities:double-leaders")).context["merges"]

    assert shown == [here] and elsewhere not in shown
    assert client.get(reverse("communities:double-organizations")).context["merges"] == []


def test_a_number_leads_on_among_records_of_its_own_kind(tree, worker):
    done = merged_person(tree.building, worker)
    kept, gone = (make_organization(tree.community, name="晨光队", pk=done.gone_id + number) for number in (50, 0))
    assert successor_of("organization", gone.pk) is None

    fused(ORGANIZATION, kept, gone, worker)
    assert successor_of("organization", gone.pk) == kept.pk
    assert successor_of("leader", done.gone_id) == done.kept_id


def test_nothing_is_posted_about_a_record_without_another_one(tree, client, sign_in, worker):
    sign_in(worker)
    alone = make_leader(tree.building, name="独一人")
    page = reverse("communities:double-leader", args=[alone.pk])
    assert client.post(page, {"apart": "1"}).status_code == 404
    assert client.post(f"{page}?with={alone.pk}", {"apart": "1"}).status_code == 404
