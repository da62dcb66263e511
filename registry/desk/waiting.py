"""What waits for a decision: the review queue's sources. A new one is a `Queue` in QUEUES."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Score, StarRating
from communities.scope import holds_anywhere
from leaders.models import Appointment, Incentive
from registry.accounts.roles import Permission

SHOWN = 100
COUNTED = 99


class Waiting(NamedTuple):
    """One entry of the queue; `seal` is a leader's kind or empty."""

    title: str
    url: str
    who: str
    at: datetime
    seal: str = ""


class Queue(NamedTuple):
    """`rows(user)` is the queryset of what waits in reach; `submitter` its field of who handed it in."""

    key: str
    label: str
    permission: str
    rows: Callable
    entry: Callable
    submitter: str = "submitted_by"
    order: str = "submitted_at"

    def for_user(self, user):
        """What `user` may decide: nobody decides what they submitted themselves."""
        return self.rows(user).exclude(**{self.submitter: user}).order_by(self.order)

    def own(self, user):
        """What `user` handed in and somebody else decides."""
        return self.rows(user).filter(**{self.submitter: user}).order_by(self.order)


def _appointments(user):
    rows = Appointment.objects.pending().permitted(user, Permission.APPOINTMENT_DECIDE).with_names()
    return rows.select_related("submitted_by")


def _appointment(row):
    title = f"{row.leader.name} {row.post}"
    return Waiting(title, row.get_absolute_url(), str(row.submitted_by), row.submitted_at, row.kind)


def _incentives(user):
    rows = Incentive.objects.proposed().permitted(user, Permission.INCENTIVE_DECIDE).with_names()
    return rows.select_related("leader", "organization", "proposed_by")


def _incentive(row):
    title = f"{row.subject_name} {row.get_form_display()} {row.title}"
    return Waiting(title, row.get_absolute_url(), str(row.proposed_by), row.proposed_at)


def _ratings(user):
    """Scored ones the user did not score: whoever scored does not decide."""
    rows = StarRating.objects.filter(state=StarRating.State.SCORED).permitted(user, Permission.RATING_DECIDE)
    own = Score.objects.filter(rating=OuterRef("pk"), reviewer=user)
    return rows.filter(~Exists(own) | Q(submitted_by=user)).with_names().select_related("submitted_by")


def _rating(row):
    title = f"{row.subject_name} {'★' * row.stars}"
    return Waiting(title, row.get_absolute_url(), str(row.submitted_by), row.submitted_at)


QUEUES = [
    Queue("appointment", _("Appointments"), Permission.APPOINTMENT_DECIDE, _appointments, _appointment),
    Queue(
        "incentive",
        _("Incentives"),
        Permission.INCENTIVE_DECIDE,
        _incentives,
        _incentive,
        submitter="proposed_by",
        order="proposed_at",
    ),
    Queue("rating", _("Star ratings"), Permission.RATING_DECIDE, _ratings, _rating),
]


def queues_of(user):
    """The queues in which `user` decides anywhere."""
    return [queue for queue in QUEUES if holds_anywhere(user, queue.permission)]


def waiting_count(user):
    """How many entries this user may decide now, counted to COUNTED of each queue."""
    return sum(len(queue.for_user(user).values_list("pk")[:COUNTED]) for queue in queues_of(user))
