"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Notice, StarRating
from communities.scope import holds_anywhere
from leaders.models import WARNING_DAYS, Appointment
from registry.accounts.roles import Permission

EACH = 20
NOTICE_WARNING_DAYS = 3
RATING_WARNING_DAYS = 60


class Task(NamedTuple):
    """`source` says where it comes from, `verb` what the button does; both are read aloud together with the title."""

    due_on: date
    icon: str
    title: str
    source: str
    verb: str
    url: str

    @property
    def days_left(self):
        return (self.due_on - timezone.localdate()).days


def terms_ending(user):
    """Current appointments past or near their end."""
    if not holds_anywhere(user, Permission.LEADER_VIEW):
        return []
    today = timezone.localdate()
    near = Q()
    for kind, days in WARNING_DAYS.items():
        near |= Q(kind=kind, term_ends_on__lte=today + timedelta(days=days))
    rows = Appointment.objects.current().permitted(user, Permission.LEADER_VIEW).filter(near).with_names()
    return [
        Task(
            row.term_ends_on,
            "person",
            row.post,
            _("Term of %(leader)s") % {"leader": row.leader},
            _("Arrange succession"),
            row.get_absolute_url(),
        )
        for row in rows.order_by("term_ends_on", "id")[:EACH]
    ]


def notices_ending(user):
    """Public notices that end within days, or ended and wait for their result."""
    if not holds_anywhere(user, Permission.NOTICE_EDIT):
        return []
    soon = timezone.localdate() + timedelta(days=NOTICE_WARNING_DAYS)
    rows = Notice.objects.filter(state=Notice.State.OPEN, ends_on__lte=soon).permitted(user, Permission.NOTICE_EDIT)
    rows = rows.annotate(said=Count("opinions")).order_by("ends_on", "id")[:EACH]
    return [
        Task(row.ends_on, "horn", row.title, _told(row.said), _("Close notice"), row.get_absolute_url()) for row in rows
    ]


def _told(said):
    if not said:
        return _("Public notice, no opinions so far")
    words = ngettext("Public notice, %(n)s opinion received", "Public notice, %(n)s opinions received", said)
    return words % {"n": said}


def ratings_ending(user):
    """Star ratings that run out: the next cycle begins."""
    if not holds_anywhere(user, Permission.RATING_EDIT):
        return []
    soon = timezone.localdate() + timedelta(days=RATING_WARNING_DAYS)
    rows = StarRating.objects.filter(state=StarRating.State.IN_FORCE, ends_on__lte=soon)
    rows = rows.permitted(user, Permission.RATING_EDIT).with_names().order_by("ends_on", "id")[:EACH]
    return [
        Task(row.ends_on, "tower", row.subject_name, _("Star rating runs out"), _("Rate again"), row.get_absolute_url())
        for row in rows
    ]


SOURCES = [
    terms_ending,
    notices_ending,
    ratings_ending,
]


def tasks(user):
    """Everything due for `user`, the most urgent first; at most EACH of a source."""
    return sorted((task for source in SOURCES for task in source(user)), key=lambda task: task.due_on)
