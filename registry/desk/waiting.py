"""What waits for a decision: the sources of the review queue. A new one is a function and a line in QUEUES."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import (
    AuthorityDecision,
    Filing,
    ManagementDecision,
    Organization,
    Score,
    StarRating,
    Support,
    YearlyReport,
)
from communities.scope import holds_anywhere
from leaders.models import Appointment, Incentive
from registry.accounts.roles import Permission
from registry.desk.lines import Source, count_by_key, gather

SHOWN = 100
OWN = 20
COUNTED = 99
COUNTED_IN_TABS = 2000


class Queue(NamedTuple):
    """A source of lines with the column of who handed them in: nobody decides what they submitted themselves."""

    source: Source
    submitter: str

    def parts(self, user, *, own=False):
        rows = self.source.rows(user)
        return self.source.query(
            rows.filter(**{self.submitter: user}) if own else rows.exclude(**{self.submitter: user})
        )


class Waiting(NamedTuple):
    """One entry of the queue; `seal` is a leader's kind or empty."""

    title: str
    url: str
    who: str
    at: datetime
    seal: str = ""


def appointments(user):
    return Appointment.objects.pending().permitted(user, Permission.APPOINTMENT_DECIDE)


def appointment(leader, kind, *post):
    return f"{leader} {Appointment.post_of(kind, *post)}", kind


def supports(user):
    return Support.objects.pending().permitted(user, Permission.SUPPORT_DECIDE)


def support(group, title, fen):
    return f"{group} {title} {Decimal(fen).scaleb(-2)}", ""


def modes(user):
    return ManagementDecision.objects.pending().permitted(user, Permission.MANAGEMENT_DECIDE)


def mode(group, target):
    return f"{group} {Organization.ManagementMode(target).label}", ""


def authorities(user):
    return AuthorityDecision.objects.entered().permitted(user, Permission.AUTHORITY_CONFIRM)


def authority(group, kind):
    return f"{group} {AuthorityDecision.Kind(kind).label}", ""


def incentives(user):
    return Incentive.objects.proposed().permitted(user, Permission.INCENTIVE_DECIDE)


def incentive(person, group, form, title):
    return f"{person or group} {Incentive.Form(form).label} {title}", ""


def ratings(user):
    """Scored ones the user did not score: whoever scored does not decide."""
    rows = StarRating.objects.filter(state=StarRating.State.SCORED).permitted(user, Permission.RATING_DECIDE)
    own = Score.objects.filter(rating=OuterRef("pk"), reviewer=user)
    return rows.filter(~Exists(own) | Q(submitted_by=user))


def rating(group, above, building, stars):
    return f"{group or f'{above} {building}'} {'★' * int(stars or 0)}", ""


def queue(key, label, permission, rows, entry, words, url, *, submitter="submitted_by", at="submitted_at"):
    who = f"{submitter}__display_name"
    return Queue(Source(key, label, permission, rows, at, words, entry, url, who), submitter)


def filings_to_review(user):
    return Filing.objects.permitted(user, Permission.FILING_REVIEW).filter(state=Filing.State.SUBMITTED)


def filings_to_decide(user):
    """Who pre-checked one does not decide it."""
    rows = Filing.objects.permitted(user, Permission.FILING_DECIDE).filter(state=Filing.State.REVIEWED)
    return rows.exclude(reviewed_by=user)


def filing(group, kind):
    return f"{group} {Filing.Kind(kind).label}", ""


def reports(user):
    return YearlyReport.objects.permitted(user, Permission.FILING_REVIEW).filter(state=YearlyReport.State.SUBMITTED)


def report(group, year):
    return _("%(organization)s, report of %(year)s") % {"organization": group, "year": year}, ""


QUEUES = [
    queue(
        "appointment",
        _("Appointments"),
        Permission.APPOINTMENT_DECIDE,
        appointments,
        appointment,
        ("leader__name", *Appointment.POST_WORDS),
        "leaders:appointment-detail",
    ),
    queue(
        "filing-review",
        _("Filings to pre-check"),
        Permission.FILING_REVIEW,
        filings_to_review,
        filing,
        ("organization__name", "kind"),
        "communities:filing-detail",
    ),
    queue(
        "filing-decide",
        _("Filings to decide"),
        Permission.FILING_DECIDE,
        filings_to_decide,
        filing,
        ("organization__name", "kind"),
        "communities:filing-detail",
    ),
    queue(
        "report",
        _("Yearly reports"),
        Permission.FILING_REVIEW,
        reports,
        report,
        ("organization__name", "year"),
        "communities:report-detail",
    ),
    queue(
        "support",
        _("Support in money"),
        Permission.SUPPORT_DECIDE,
        supports,
        support,
        ("organization__name", "title", "granted"),
        "communities:support-detail",
    ),
    queue(
        "management",
        _("Management modes"),
        Permission.MANAGEMENT_DECIDE,
        modes,
        mode,
        ("organization__name", "to_mode"),
        "communities:management-detail",
        submitter="proposed_by",
        at="proposed_at",
    ),
    queue(
        "authority",
        _("Decisions of authorities"),
        Permission.AUTHORITY_CONFIRM,
        authorities,
        authority,
        ("organization__name", "kind"),
        "communities:authority-detail",
        submitter="entered_by",
        at="entered_at",
    ),
    queue(
        "incentive",
        _("Incentives"),
        Permission.INCENTIVE_DECIDE,
        incentives,
        incentive,
        ("leader__name", "organization__name", "form", "title"),
        "leaders:incentive-detail",
        submitter="proposed_by",
        at="proposed_at",
    ),
    queue(
        "rating",
        _("Star ratings"),
        Permission.RATING_DECIDE,
        ratings,
        rating,
        ("organization__name", "building__parent__name", "building__name", "stars"),
        "communities:rating-detail",
    ),
]
PERMISSIONS = tuple(dict.fromkeys(queue.source.permission for queue in QUEUES))


def queues_of(user):
    """The queues in which `user` decides anywhere."""
    return [queue for queue in QUEUES if holds_anywhere(user, queue.source.permission)]


def entries(queues, user, *, own=False):
    """[Waiting] of all `queues`, the oldest first: what `user` may decide, or with `own` what `user` handed in."""
    lines = gather([queue.parts(user, own=own) for queue in queues], OWN if own else SHOWN)
    sources = {queue.source.key: queue.source for queue in queues}
    return [_waiting(sources[line.key], line) for line in lines]


def counts(queues, user):
    """{key: how many this user may decide}: one query."""
    return count_by_key([queue.parts(user) for queue in queues], COUNTED_IN_TABS)


def waiting_count(user):
    """How many entries this user may decide now, counted to COUNTED: one query."""
    return sum(count_by_key([queue.parts(user) for queue in queues_of(user)], COUNTED).values())


def _waiting(source, line):
    title, seal = source.entry(*line.words[: len(source.words)])
    return Waiting(title, source.address(line), line.who, line.at, seal)
