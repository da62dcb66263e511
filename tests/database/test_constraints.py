"""Every constraint is refused by the database once: what no form sends, a script or a race may."""

import re
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from communities.filings.models import FilingCounter
from communities.merging.models import Apart, Merge
from communities.organizations.models import Organization
from communities.records.throttle import SendingCount
from communities.satisfaction.models import SatisfactionAnswer
from communities.settings_of_street.models import Rule, RuleName
from leaders.cultivation.models import ReservePlace
from leaders.imports.models import ImportLayout
from leaders.incentives.models import CertificateCounter
from leaders.people.models import Kind
from leaders.training.models import TrainingFeedback
from registry.accounts.models import CalendarKey, FormDraft, RecoveryCode, Reminder, User
from registry.upkeep.models import KeyCanary
from tests.clock import NOW, TODAY
from tests.database.breaks import BREAKS, CHANGED, OTHER, UNPROVEN, of_a_part
from tests.factories import (
    make_appointment,
    make_authority_decision,
    make_current,
    make_enrolment,
    make_filing,
    make_leader,
    make_organization,
    make_plan,
    make_rating,
    make_rule,
    make_scored_rating,
    make_session,
    make_user,
)
from tests.factories.replies import make_reply
from tests.test_gates import own_models

pytestmark = pytest.mark.django_db
TRIED = 40


def constraints(kind):
    """[(model, constraint)], without the unique fields, which Django names by itself."""
    return [(model, rule) for model in own_models() for rule in model._meta.constraints if isinstance(rule, kind)]


CHECKS = constraints(models.CheckConstraint)
UNIQUES = constraints(models.UniqueConstraint)


@pytest.fixture
def rows(world):
    """At least one row of everything that has a constraint."""
    tree, users, one = world
    by, team = users["office"], make_organization(tree.community)
    make_filing(make_organization(tree.community), state="returned")
    make_current(make_leader(tree.community, name="队长"), Kind.TEAM, organization=team)
    make_plan(make_current(make_leader(tree.other_building, name="楼长"), region=tree.other_building), [one["leader"]])
    make_current(make_leader(tree.compound, name="主任"), Kind.ESTATE, region=tree.compound)
    make_appointment(make_leader(tree.compound, name="候任"), Kind.ESTATE, region=tree.compound)
    for about in ({"organization": make_organization(tree.community)}, {"building": tree.building2}):
        make_scored_rating(**about)
    make_rating(building=tree.building)
    ReservePlace(leader=make_leader(tree.community, name="储备"), organization=team, since=TODAY).enter(by=by)
    full = make_session(tree.community, capacity=1)
    for name in ("先来", "后到"):
        make_enrolment(full, make_leader(tree.community, name=name))
    rule = make_rule(tree.community, weekdays=0b1111111)
    rule.change(on=TODAY, by=by, reason="雨")
    rule.hold(on=TODAY - timedelta(days=1), by=by, attended=5)
    lifted = make_authority_decision(team)
    lifted.decide(by=make_user())
    make_authority_decision(team, kind="lift", lifts=lifted)
    SatisfactionAnswer(score=5, organization=team).keep()
    make_reply(team)
    TrainingFeedback.objects.create(session=full, usefulness=5, sheet="0" * 32)
    FilingCounter.objects.get_or_create(street=tree.street, year=TODAY.year)
    CertificateCounter.objects.get_or_create(street=tree.street, year=TODAY.year)
    FormDraft.objects.create(user=by, form="x")
    RecoveryCode.make_sheet(by)
    CalendarKey.renew(by, "en")
    Reminder.objects.create(user=by, key="x", number=1, due_on=TODAY)
    SendingCount.objects.create(purpose="x", starts_at=NOW, mark="x")
    ImportLayout.objects.create(user=by, subject="people", signature="x")
    pair = {"subject": "leader", "said_at": NOW, "said_by": by}
    Apart.objects.create(first_id=one["leader"].pk, second_id=one["leader"].pk + 1, **pair)
    Merge.objects.create(
        subject="leader", kept_id=1, gone_id=2, label="x", region_path="0001", gone_path="0001", kept_version=1,
        sealed="x", done_at=NOW, done_by=by,
    )  # fmt: skip
    KeyCanary.objects.get_or_create(id=1, defaults={"sealed": "x"})
    Organization.objects.filter(pk=team.pk).update(
        legal_status="registered", credit_code="51310112MJ6789012X", registered_on=TODAY, registered_with="民政局"
    )
    for region in (None, tree.street):
        Rule.objects.create(
            name=RuleName.NOMINATION_DAYS, region=region, value=7, effective_from=TODAY, note="1号", set_by=by
        )
    return world


def refused(act):
    """The name of the constraint that the database refuses `act` for, or its columns; "" when it takes it."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        told = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
        return told or str(refusal).removeprefix("CHECK constraint failed: ")
    return ""


def resolved(row, changes):
    return {name: other_than(row, name) if value is OTHER else value for name, value in changes.items()}


def other_than(row, name):
    related = row._meta.get_field(name).related_model
    if related is User:
        return User.objects.order_by("-pk").first()
    return related._base_manager.exclude(pk=getattr(row, f"{name}_id")).order_by("pk").first()


def test_every_check_has_a_change_that_breaks_it():
    named = {rule.name for _model, rule in CHECKS}
    unbroken = {rule.name for model, rule in CHECKS if not of_a_part(model(), rule)} - set(BREAKS) - UNPROVEN

    assert unbroken == set(), "tests/database/breaks.py: say in BREAKS which change breaks each of these checks"
    assert set(BREAKS) <= named, "tests/database/breaks.py names checks that are no more"


def test_every_check_is_refused_by_the_database(rows):
    kept = set()
    for model, rule in CHECKS:
        for row in model._base_manager.order_by("pk")[:TRIED]:
            if refused(partial(changed, row, BREAKS.get(rule.name) or of_a_part(row, rule))) == rule.name:
                kept.add(rule.name)
                break

    missing = {rule.name for _model, rule in CHECKS} - kept - UNPROVEN
    assert missing == set(), (
        "nothing broke these: tests/world.py makes no such row, or BREAKS breaks another check first"
    )


def test_every_second_row_of_what_is_unique_is_refused_by_the_database(rows):
    kept = set()
    for model, rule in UNIQUES:
        first, second = CHANGED.get(rule.name, ({}, {}))
        for row in model._base_manager.order_by("pk")[:TRIED]:
            if names(refused(partial(written_twice, row, first, second)), model, rule):
                kept.add(rule.name)
                break

    missing = sorted({rule.name for _model, rule in UNIQUES} - kept - UNPROVEN)
    assert not missing, missing


def changed(row, changes):
    type(row)._base_manager.filter(pk=row.pk).update(**resolved(row, changes))


def written_twice(row, first, second):
    """The row, changed to what the constraint is about, and a copy of it with other values in its unique fields."""
    model = type(row)
    changed(row, first)
    copy = model._base_manager.get(pk=row.pk)
    copy.pk = None
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            setattr(copy, field.attname, uuid4().hex[: field.max_length] if field.max_length else None)
    for name, value in resolved(row, second).items():
        setattr(copy, name, value)
    model._base_manager.bulk_create([copy])


def names(told, model, rule):
    """SQLite tells the columns where PostgreSQL tells the name."""
    if told == rule.name:
        return True
    columns = re.findall(r"\w+\.(\w+)", told.removeprefix("UNIQUE constraint failed: "))
    return sorted(columns) == sorted(model._meta.get_field(name).column for name in rule.fields)
