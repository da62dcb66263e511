import pytest

from registry.audit.history import SHOWN, history_of
from registry.audit.log import record
from registry.audit.sentences import told_changes
from tests.factories import make_leader, make_organization, make_support, make_user

pytestmark = pytest.mark.django_db


def test_a_history_holds_the_entries_of_its_own_row_and_of_those_named_with_it(tree):
    by, leader, other = make_user(), make_leader(tree.building), make_leader(tree.building)
    team = make_organization(tree.community)
    for row in (leader, other, team, leader):
        record("leader.change", row, by=by)

    alone, together = history_of(leader), history_of(leader, team)

    assert {(entry.object_type, entry.object_id) for entry in alone} == {("leaders.leader", leader.pk)}
    assert {(entry.object_type, entry.object_id) for entry in together} == {
        ("leaders.leader", leader.pk), ("communities.organization", team.pk),
    }  # fmt: skip
    assert [entry.pk for entry in alone] == sorted((entry.pk for entry in alone), reverse=True)


def test_a_long_history_is_cut(tree, django_assert_num_queries):
    by, leader = make_user(), make_leader(tree.building)
    for _again in range(SHOWN + 1):
        record("leader.change", leader, by=by)

    with django_assert_num_queries(1):
        assert [entry.actor for entry in history_of(leader)] == [by] * SHOWN


def test_whose_hand_it_was_is_told_by_name_without_a_further_query(tree, django_assert_num_queries):
    by, group = make_user(display_name="严立群"), make_organization(tree.community)
    money = make_support(group, granted="300.00", confirmed=False)
    money.decide(by=by)

    with django_assert_num_queries(1):
        told = [change for entry in history_of(money) for change in told_changes(entry)]

    assert [(change.old, change.new) for change in told if change.label == "Decided by"] == [("", "严立群")]
