from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from leaders.people.models import Stage


def submit_appointment(appointment, *, by):
    """Hand in one post; a clash decided by the database becomes the same plain message."""
    try:
        with transaction.atomic():
            appointment.submit(by=by)
    except IntegrityError as clash:
        raise seat_clash() from clash


def seat_clash():
    return ValidationError(
        _("Somebody has just registered the same seat. Nothing was saved; look at that entry first."),
        code="taken",
    )


@transaction.atomic
def confirm_appointment(appointment, *, by, replace=False):
    """Confirm a post; the person's stage becomes leader by it."""
    appointment.confirm(by=by, replace=replace)
    if appointment.leader.stage != Stage.LEADER:
        appointment.leader.move_to_stage(Stage.LEADER, by=by, note=str(appointment.post))
