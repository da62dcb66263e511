"""Each change in the log stands under a name that a reader knows."""

import pytest
from django.utils import translation

from registry.audit.models import AuditEntry
from registry.audit.sentences import VERB_GROUPS, sentences, told_changes
from tests.communities.records.test_states_and_verbs import words_of_no_field
from tests.factories import make_organization, make_tree
from tests.factories.topics import make_topic
from tests.world import make_world


@pytest.mark.django_db
def test_no_change_stands_under_a_name_of_the_program():
    tree = make_tree()
    make_world(tree)
    make_topic(tree.street)

    lines = AuditEntry.objects.all()
    assert len(lines) > 50 and set(words_of_no_field(lines)) == set()


@pytest.mark.django_db
def test_other_names_of_a_place_are_told_as_names(tree):
    tree.street.describe(
        by=None,
        aliases=["莘庄", "莘庄镇"],
        **{name: "" for name in ("contact_phone", "contact_address", "contact_hours")},
    )

    told = told_changes(AuditEntry.objects.latest("pk"))

    assert [(change.old, change.new) for change in told if "[" in change.new or "莘庄" in change.new] == [
        ("", "莘庄, 莘庄镇")
    ]


@pytest.mark.django_db
def test_a_count_of_members_corrected_only_in_those_over_sixty_is_told(tree):
    group = make_organization(tree.community)
    group.set_members(by=None, year=2026, members=40, over_sixty=12)
    group.set_members(by=None, year=2026, members=40, over_sixty=21)

    (change,) = told_changes(AuditEntry.objects.latest("pk"))
    assert (change.label, change.old, change.new) == ("2026", "40, 12 of them over 60", "40, 21 of them over 60")


def test_the_filter_of_the_log_knows_every_verb_once():
    beginnings = [beginning for _label, verbs in VERB_GROUPS.values() for beginning in verbs]

    assert len(beginnings) == len(set(beginnings))
    assert {verb.split(".")[0] for verb in sentences()} == set(beginnings)


def test_every_act_is_told_in_one_style():
    """As done: the Chinese sentence of an act carries 了, that of a refusal 未; half of them lacked it."""
    with translation.override("zh-hans"):
        told = {verb: str(text) for verb, text in sentences().items()}
    assert {verb: text for verb, text in told.items() if "了" not in text and "未" not in text} == {}
