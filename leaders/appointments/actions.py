from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leaders.appointments.models import Appointment
from leaders.people.models import Leader, Stage
from registry.audit.log import differences, record_many

BATCH = 500


def submit_appointment(appointment, *, by):
    """Hand in one post; a clash decided by the database becomes the same plain message."""
    try:
        with transaction.atomic():
            appointment.submit(by=by)
    except IntegrityError as clash:
        raise seat_clash() from clash


@transaction.atomic
def submit_appointments(posts, *, by):
    """Hand in many new posts in a few statements; their needs and seats were checked in this transaction."""
    now = timezone.now()
    for post in posts:
        post._settle_place()
        post.submitted_at, post.submitted_by = now, by
    try:
        Appointment.objects.bulk_create(posts, batch_size=BATCH)
    except IntegrityError as clash:
        raise seat_clash() from clash
    leaders = sorted({post.leader_id for post in posts})
    for first in range(0, len(leaders), BATCH):
        Leader.objects.filter(pk__in=leaders[first : first + BATCH]).update(has_pending=True)
    record_many("appointment.submit", posts, by=by, changes_of=lambda post: differences({}, post))


def end_appointments(*, dry_run):
    """Write off whoever's last day in office is past; safe twice."""
    due = Appointment.objects.current().filter(ended_on__lt=timezone.localdate()).with_names()
    if dry_run:
        return due.count()
    ended = 0
    for row in due.order_by("id"):
        try:
            row.end(by=None, reason=row.end_reason, on=row.ended_on)
            ended += 1
        except ValidationError:
            continue  # somebody ended it this very moment
    return ended


def seat_clash():
    return ValidationError(
        _("Somebody has just registered the same seat. Nothing was saved; look at that entry first."),
        code="taken",
    )


@transaction.atomic
def decide_appointment(appointment, *, by, replace=False):
    """Confirm a post; the person's stage becomes leader by it, unless the post is past."""
    appointment.decide(by=by, replace=replace)
    if appointment.state == Appointment.State.CURRENT:
        leave_reserve_list(appointment, by=by)
    if appointment.state == Appointment.State.CURRENT and appointment.leader.stage != Stage.LEADER:
        appointment.leader.move_to_stage(Stage.LEADER, by=by, note=str(appointment.post))


def leave_reserve_list(post, *, by):
    """Whoever takes a seat waits for it no longer; the places for other seats stay."""
    if post.organization_id:
        seat = Q(organization=post.organization_id)
    elif post.region_id:
        seat = Q(region=post.region_id) | Q(region__linked_to=post.region_id)
    else:
        return
    for place in post.leader.reserve_places.filter(seat, until=None).select_related("leader", "organization", "region"):
        place.leave(by=by)
