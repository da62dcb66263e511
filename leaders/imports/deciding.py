"""What an import handed in, confirmed as one batch by somebody else."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from communities.filings.models import Filing
from communities.records.moves import OWN, barred_accounts, refuse_barred, why_barred
from communities.scope import holders, reaches
from leaders.appointments.actions import decide_appointment
from leaders.appointments.models import Appointment
from leaders.imports.models import ImportBatch
from leaders.incentives.models import EarlierHonour
from leaders.training.models import OutsideHours
from registry.accounts.roles import Permission
from registry.ui.signs import told

AT_ONCE = 300
SHOWN_DECIDERS = 3
Subject = ImportBatch.Subject


class Decision(NamedTuple):
    """Which rows of an import wait for a second person, who may decide them and by which verb."""

    model: Any
    permission: str
    verb: Any
    submitter: str = "submitted_by"


DECISIONS = {
    Subject.PEOPLE: Decision(
        Appointment, Permission.APPOINTMENT_DECIDE, lambda row, by: decide_appointment(row, by=by, replace=True)
    ),
    Subject.ORGANIZATIONS: Decision(Filing, Permission.FILING_DECIDE, lambda row, by: row.decide(by=by)),
    Subject.HOURS: Decision(OutsideHours, Permission.HOURS_CONFIRM, lambda row, by: row.decide(by=by)),
    Subject.HONOURS: Decision(EarlierHonour, Permission.INCENTIVE_DECIDE, lambda row, by: row.decide(by=by)),
}


def posts_of(batch):
    if batch.subject not in DECISIONS:
        return []
    label = DECISIONS[batch.subject].model._meta.label_lower
    return [pk for how, model, pk, _version, _was in batch.made if how == "created" and model == label]


def may_decide(batch, user):
    return bool(
        batch.state == ImportBatch.State.DONE
        and batch.posts_pending
        and batch.subject in DECISIONS
        and not any(why_barred(one, user) for one in (batch.created_by, batch.confirmed_by))
        and reaches(user, DECISIONS[batch.subject].permission, batch.region_path)
    )


def deciders_of(batch):
    """Who, besides administrators, may confirm what the batch handed in: neither who brought it nor who made them."""
    if batch.subject not in DECISIONS:
        return []
    barred = barred_accounts(batch.created_by) | barred_accounts(batch.confirmed_by)
    held = holders(DECISIONS[batch.subject].permission, batch.region_path)
    return list(held.exclude(pk__in=barred - {None})[:SHOWN_DECIDERS])


def confirm_posts(batch, *, by):
    """(how many were confirmed, sentences about the others): each by itself, at most AT_ONCE at a time."""
    refuse_barred(batch.confirmed_by, by)
    if not may_decide(batch, by):
        raise ValidationError(OWN, code="own")
    done, refused, verb = 0, [], DECISIONS[batch.subject].verb
    for row in _pending(batch, by)[:AT_ONCE]:
        try:
            verb(row, by)
            done += 1
        except ValidationError as reason:
            refused.append(told(row, " ".join(reason.messages)))
    left = _pending(batch, by).count() if len(posts_of(batch)) < 20_000 else 0
    ImportBatch.objects.filter(pk=batch.pk).update(posts_pending=left)
    return done, refused


def _pending(batch, by):
    model, permission, _verb, submitter = DECISIONS[batch.subject]
    numbers = posts_of(batch)
    rows = model.objects.permitted(by, permission).pending().with_names()
    if not numbers:
        return rows.none()
    first, last = min(numbers), max(numbers)
    return rows.filter(pk__gte=first, pk__lte=last, **{submitter: batch.confirmed_by}).order_by("pk")
