"""What there may be only one of, what goes together with another row, and which acts need two people, stand in kept.txt.

A model's own check that is dropped is missed by breaks.py. These are missed here: from a model and its migration a rule
can go without any page noticing before two people press at once.
"""

from pathlib import Path

from django.db import models

from tests.test_gates import own_models

HERE = Path(__file__).parent


def uniques():
    for model in own_models():
        for rule in model._meta.constraints:
            if isinstance(rule, models.UniqueConstraint):
                where = f" where {rule.condition}" if rule.condition else ""
                yield f"{model._meta.label} once: {', '.join(rule.fields)}{where}"
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                yield f"{model._meta.label} once: {field.name}"


def followers():
    """The relations of a row that do not hold the other one: everything else is PROTECT."""
    for model in own_models():
        for field in model._meta.local_fields:
            if field.remote_field and field.remote_field.on_delete is not models.PROTECT:
                fate = {models.CASCADE: "goes with", models.SET_NULL: "forgets"}[field.remote_field.on_delete]
                yield f"{model._meta.label} {fate}: {field.name}"


def two_people():
    """What `other_than` of a `Signed` asks for: with the word the check goes, and with the check what would break it."""
    for model in own_models():
        for rule in model._meta.constraints:
            act, two, other = rule.name.partition("_by_other_than_")
            if two and isinstance(rule, models.CheckConstraint):
                yield f"{model._meta.label} two people: {act.rpartition('_')[2]}, {other}"


def test_the_database_keeps_the_rules_of_the_list_and_holds_every_other_row():
    listed = (HERE / "kept.txt").read_text().splitlines()

    assert sorted([*uniques(), *followers(), *two_people()]) == listed, (
        "tests/database/kept.txt, sorted: read each line that differs"
    )
