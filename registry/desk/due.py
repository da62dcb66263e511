"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import (
    Activity,
    Filing,
    Inspection,
    Notice,
    Opinion,
    Organization,
    RuleName,
    StarRating,
    Support,
)
from communities.models.reports_owed import owing
from communities.models.rule import MEANINGS, rule_for_each
from communities.models.support import ENDING_DAYS
from communities.models.yearly_report import report_due, report_year
from communities.scope import holds_anywhere
from communities.workdays import add_workdays
from leaders.models import WARNING_DAYS, Appointment, Nomination, StageStep, SuccessionPlan, TrainingSession
from registry.accounts.roles import Permission
from registry.desk.lines import Source, gather

MOST = 200
CORRECTION_DAYS = 10
PLAN_DAYS = 30
STEP_DAYS = 7
ANSWER_DAYS = 3
NOTICE_WARNING_DAYS = 3
RATING_WARNING_DAYS = 60
COUNTING = timedelta(days=3)
RECTIFICATION = timedelta(days=30)


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
    """Current appointments past or near their end for which no succession is planned."""
    today, near = timezone.localdate(), Q()
    for kind, days in WARNING_DAYS.items():
        near |= Q(kind=kind, term_ends_on__lte=today + timedelta(days=days))
    rows = Appointment.objects.current().permitted(user, Permission.LEADER_VIEW).filter(near)
    return rows.exclude(succession_plan__isnull=False, succession_plan__done_at=None)


def term(leader, *post):
    return "person", Appointment.post_of(*post), _("Term of %(leader)s") % {"leader": leader}, _("Arrange succession")


def rectifications(user):
    """What inspections found and is not put right yet, past or near its day."""
    near = timezone.localdate() + RECTIFICATION
    return Inspection.objects.to_rectify().permitted(user, Permission.INSPECTION_EDIT).filter(due_on__lte=near)


def rectification(group):
    return "check", group, _("Inspection, to be rectified"), _("Check rectification")


def support_ending(user):
    """Grants whose period ends soon, or has ended, with money left."""
    soon = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = Support.objects.permitted(user, Permission.SUPPORT_EDIT).filter(state=Support.State.GRANTED)
    return rows.filter(period_until__lte=soon, granted__gt=F("used") + F("returned"))


def support(group, title):
    return "hand", f"{group} {title}", _("Support, money left"), _("Settle support")


def successions_planned(user):
    """Succession plans whose day comes near."""
    near = timezone.localdate() + timedelta(days=PLAN_DAYS)
    rows = SuccessionPlan.objects.open().permitted(user, Permission.LEADER_VIEW).filter(planned_on__lte=near)
    return rows.filter(appointment__state="current")


def succession(arranger, _appointment, *post):
    return (
        "people",
        Appointment.post_of(*post),
        _("Succession, arranged by %(who)s") % {"who": arranger},
        _("See the plan"),
    )


def succession_page(line):
    return reverse("leaders:appointment-detail", args=[line.words[1]])


def next_steps(user):
    """Next steps agreed with people on the way."""
    near = timezone.localdate() + timedelta(days=STEP_DAYS)
    return StageStep.objects.newest().permitted(user, Permission.LEADER_EDIT).filter(next_step_due__lte=near)


def next_step(leader, _number, step):
    return "chart", step, _("Next step with %(leader)s") % {"leader": leader}, _("Enter the step")


def next_step_page(line):
    return reverse("leaders:leader-stage", args=[line.words[1]])


def nominations_waiting(user):
    """Nominations nobody has answered for ANSWER_DAYS."""
    edge = timezone.now() - timedelta(days=ANSWER_DAYS)
    rows = Nomination.objects.permitted(user, Permission.NOMINATION_EDIT).filter(state="received", received_at__lt=edge)
    return rows.annotate(received_day=TruncDate("received_at"))


def nomination(*post):
    return "hand", Nomination.post_of(*post), _("Nomination, not answered yet"), _("Ask the person")


def nomination_days(lines):
    return {line.pk: line.at + timedelta(days=ANSWER_DAYS) for line in lines}


def training_to_complete(user):
    """Sessions whose day has come: the roll is to be called, or to be completed."""
    rows = TrainingSession.objects.permitted(user, Permission.TRAINING_EDIT).unfinished()
    rows = rows.annotate(held_on=TruncDate("starts_at"))
    return rows.filter(held_on__lte=timezone.localdate())


def training(title, place):
    return "book", title, _("Training, %(place)s") % {"place": place}, _("Call the roll")


def notices_ending(user):
    """Public notices that end within days, or ended and wait for their result."""
    soon = timezone.localdate() + timedelta(days=NOTICE_WARNING_DAYS)
    rows = Notice.objects.filter(state=Notice.State.OPEN, ends_on__lte=soon).permitted(user, Permission.NOTICE_EDIT)
    said = Opinion.objects.filter(notice=OuterRef("pk")).order_by().values("notice").annotate(n=Count("pk"))
    return rows.annotate(said=Coalesce(Subquery(said.values("n")), 0))


def notice(title, said):
    if said == "0":
        return "horn", title, _("Public notice, no opinions so far"), _("Close notice")
    words = ngettext("Public notice, %(n)s opinion received", "Public notice, %(n)s opinions received", int(said))
    return "horn", title, words % {"n": said}, _("Close notice")


def ratings_ending(user):
    """Star ratings that run out: the next cycle begins."""
    soon = timezone.localdate() + timedelta(days=RATING_WARNING_DAYS)
    rows = StarRating.objects.filter(state=StarRating.State.IN_FORCE, ends_on__lte=soon)
    return rows.permitted(user, Permission.RATING_EDIT)


def rating(group, above, building):
    return "tower", group or f"{above} {building}", _("Star rating runs out"), _("Rate again")


def renewals(user):
    """Filings inside their renewal window, or past it, with nothing in hand."""
    in_hand = Filing.objects.open().filter(organization=OuterRef("organization"))
    rows = (
        Filing.objects.standing().permitted(user, Permission.FILING_EDIT).filter(renew_from__lte=timezone.localdate())
    )
    rows = rows.filter(~Exists(in_hand), organization__ended_on=None)
    return rows.exclude(organization__legal_status="registered")


def renewal(group, _number):
    return "file", group, _("Filing about to end"), _("Renew filing")


def renewal_page(line):
    return f"{reverse('communities:filing-create', args=[line.words[1]])}?kind=renewal"


def corrections(user):
    """Returned filings; they should be back within CORRECTION_DAYS working days."""
    rows = Filing.objects.permitted(user, Permission.FILING_EDIT).filter(state=Filing.State.RETURNED)
    return rows.filter(organization__ended_on=None).annotate(returned_day=TruncDate("returned_at"))


def correction(group, reason):
    return "file", group, _("Filing returned: %(reason)s") % {"reason": reason}, _("Correct filing")


def correction_days(lines):
    return {line.pk: add_workdays(line.at, CORRECTION_DAYS) for line in lines}


def reports_owed(user):
    """Organizations on file that have not handed in the report of last year."""
    rows = owing(Organization.objects.permitted(user, Permission.FILING_EDIT), report_year())
    return rows.annotate(report_day=Value(report_due(report_year(), MEANINGS[RuleName.FILING_REPORT].default)))


def report_owed(group, _path):
    return "file", group, _("Yearly report of %(year)s") % {"year": report_year()}, _("Write report")


def report_days(lines):
    """By the rule of each street: one query for all."""
    numbers = rule_for_each(RuleName.FILING_REPORT, [line.words[1] for line in lines])
    return {line.pk: report_due(report_year(), numbers[line.words[1]]) for line in lines}


def report_page(line):
    return f"{reverse('communities:report-create', args=[line.pk])}?year={report_year()}"


def uncounted(user):
    """Activities that are over and not counted; the counts are due COUNTING after the end."""
    rows = Activity.objects.uncounted().permitted(user, Permission.ACTIVITY_EDIT)
    return rows.annotate(ended_day=TruncDate("ends_at"))


def uncounted_activity(title, group, place):
    return "cal", title, _("Counts of %(host)s") % {"host": group or place}, _("Enter counts")


def counting_days(lines):
    return {line.pk: line.at + COUNTING for line in lines}


# What `entry` gives: icon, title, where it comes from, what the button does.
SOURCES = [
    Source(
        "term",
        "",
        Permission.LEADER_VIEW,
        terms_ending,
        "term_ends_on",
        ("leader__name", *Appointment.POST_WORDS),
        term,
        "leaders:succession-edit",
    ),
    Source(
        "succession",
        "",
        Permission.LEADER_VIEW,
        successions_planned,
        "planned_on",
        ("arranger", "appointment_id", *[f"appointment__{word}" for word in Appointment.POST_WORDS]),
        succession,
        succession_page,
    ),
    Source(
        "step",
        "",
        Permission.LEADER_EDIT,
        next_steps,
        "next_step_due",
        ("leader__name", "leader_id", "next_step"),
        next_step,
        next_step_page,
    ),
    Source(
        "nomination",
        "",
        Permission.NOMINATION_EDIT,
        nominations_waiting,
        "received_day",
        Nomination.POST_WORDS,
        nomination,
        "leaders:nomination-detail",
        settle=nomination_days,
    ),
    Source(
        "training",
        "",
        Permission.TRAINING_EDIT,
        training_to_complete,
        "held_on",
        ("title", "place"),
        training,
        "leaders:training-roll",
    ),
    Source(
        "notice",
        "",
        Permission.NOTICE_EDIT,
        notices_ending,
        "ends_on",
        ("title", "said"),
        notice,
        "communities:notice-detail",
    ),
    Source(
        "rating",
        "",
        Permission.RATING_EDIT,
        ratings_ending,
        "ends_on",
        ("organization__name", "building__parent__name", "building__name"),
        rating,
        "communities:rating-detail",
    ),
    Source(
        "renewal",
        "",
        Permission.FILING_EDIT,
        renewals,
        "valid_until",
        ("organization__name", "organization_id"),
        renewal,
        renewal_page,
    ),
    Source(
        "correction",
        "",
        Permission.FILING_EDIT,
        corrections,
        "returned_day",
        ("organization__name", "return_reason"),
        correction,
        "communities:filing-detail",
        settle=correction_days,
    ),
    Source(
        "report",
        "",
        Permission.FILING_EDIT,
        reports_owed,
        "report_day",
        ("name", "region_path"),
        report_owed,
        report_page,
        settle=report_days,
    ),
    Source(
        "activity",
        "",
        Permission.ACTIVITY_EDIT,
        uncounted,
        "ended_day",
        ("title", "organization__name", "region__name"),
        uncounted_activity,
        "communities:activity-count",
        settle=counting_days,
    ),
    Source(
        "rectify",
        "",
        Permission.INSPECTION_EDIT,
        rectifications,
        "due_on",
        ("organization__name",),
        rectification,
        "communities:inspection-detail",
    ),
    Source(
        "support",
        "",
        Permission.SUPPORT_EDIT,
        support_ending,
        "period_until",
        ("organization__name", "title"),
        support,
        "communities:support-detail",
    ),
]


def tasks(user):
    """Everything due for `user`, the most urgent first, at most MOST: one query, and one more where streets differ."""
    held = {source.key: source for source in SOURCES if holds_anywhere(user, source.permission)}
    lines = gather([source.query(source.rows(user)) for source in held.values()], MOST)
    days = {source.key: source.settled(lines) for source in held.values()}
    found = [_task(held[line.key], line, days[line.key].get(line.pk, line.at)) for line in lines]
    return sorted(found, key=lambda task: task.due_on)


def _task(source, line, day):
    icon, title, where, verb = source.entry(*line.words[: len(source.words)])
    return Task(day, icon, title, where, verb, source.address(line))
