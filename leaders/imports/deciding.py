"""The posts of an import, confirmed as one batch by somebody else."""

from django.core.exceptions import ValidationError

from communities.records.moves import OWN, refuse_barred, why_barred
from communities.scope import reaches
from leaders.appointments.actions import decide_appointment
from leaders.appointments.models import Appointment
from leaders.imports.models import ImportBatch
from registry.accounts.roles import Permission

AT_ONCE = 300


def posts_of(batch):
    numbers = [pk for how, label, pk, _version, _was in batch.made if label == "leaders.appointment"]
    return numbers


def may_decide(batch, user):
    return bool(
        batch.state == ImportBatch.State.DONE
        and batch.posts_pending
        and not any(why_barred(one, user) for one in (batch.created_by, batch.confirmed_by))
        and reaches(user, Permission.APPOINTMENT_DECIDE, batch.region_path)
    )


def confirm_posts(batch, *, by):
    """(how many were confirmed, sentences about the others): each post by itself, at most AT_ONCE at a time."""
    refuse_barred(batch.confirmed_by, by)
    if not may_decide(batch, by):
        raise ValidationError(OWN, code="own")
    done, refused = 0, []
    for post in _pending(batch, by)[:AT_ONCE]:
        try:
            decide_appointment(post, by=by, replace=True)
            done += 1
        except ValidationError as reason:
            refused.append(f"{post}: {' '.join(reason.messages)}")
    left = _pending(batch, by).count() if len(posts_of(batch)) < 20_000 else 0
    ImportBatch.objects.filter(pk=batch.pk).update(posts_pending=left)
    return done, refused


def _pending(batch, by):
    numbers = posts_of(batch)
    rows = Appointment.objects.permitted(by, Permission.APPOINTMENT_DECIDE).pending().with_names()
    if not numbers:
        return rows.none()
    return rows.filter(pk__gte=min(numbers), pk__lte=max(numbers), submitted_by=batch.confirmed_by).order_by("pk")
