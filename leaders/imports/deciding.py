"""What an import handed in, confirmed as one batch by somebody else."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.filings.models import Filing
from communities.pages.decisions import nobody_left, with_offices
from communities.records.moves import OWN, barred_accounts, refuse_barred, why_barred
from communities.scope import holders, reaches
from leaders.appointments.actions import decide_appointment
from leaders.appointments.models import Appointment
from leaders.imports.models import ImportBatch
from leaders.incentives.models import EarlierHonour
from leaders.training.models import OutsideHours
from registry.accounts.roles import Permission
from registry.ui.days import listed
from registry.ui.signs import told

AT_ONCE = 300
MAY_CONFIRM = _("What awaits review may be confirmed by %(who)s or an administrator.")
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


class Confirming(NamedTuple):
    """What a page says of the second person an import takes: why not this one, who else, or that nobody is left."""

    why_not: Any
    who: Any
    is_stuck: bool


def confirming(batch, user):
    """Who may confirm what the batch hands in, besides administrators; before it is written as if `user` wrote it."""
    if batch.subject not in DECISIONS:
        return None
    writer, permission, path = batch.confirmed_by or user, DECISIONS[batch.subject].permission, batch.region_path
    barred = barred_accounts(batch.created_by) | barred_accounts(writer)
    names = with_offices(holders(permission, path).exclude(pk__in=barred - {None}), permission, path)
    why = why_barred(batch.created_by, user) or why_barred(writer, user) or ("", "")
    if not names:
        return Confirming(why[1], nobody_left(path), is_stuck=True)
    return Confirming(why[1], MAY_CONFIRM % {"who": listed(names)}, is_stuck=False)


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
