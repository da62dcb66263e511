"""The first page after signing in: what is due first, figures second."""

from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.organizations.models import Organization
from communities.pages.drafts import waiting
from communities.records.statements import asked
from communities.scope import holds_anywhere, reached_spans, rows_in_reach
from leaders.appointments.models import Appointment
from leaders.people.models import Kind, Leader, Stage
from leaders.training.models.asked import training_line
from registry.accounts.models import FormDraft, Reminder, User
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry
from registry.desk.context import waiting_for
from registry.desk.coverage import coverage_of
from registry.desk.due import MOST, tasks
from registry.desk.first_steps import first_steps
from registry.desk.statistics import Statistics
from registry.desk.streets import figures_by_street, in_all, is_wide
from registry.desk.views.statistics import Share, in_order, shares, whole_reach
from registry.desk.waiting import COUNTED

# So many that one screen of 1366×768 shows the desk; each leads to the rest.
DUE, RECENT = 5, 3
# What is told only to readers of the log: about colleagues, and how somebody's conduct is looked into.
LOG_ONLY = ("accounts.user", "communities.posting", "leaders.conductreview", "leaders.conductstep")


def dashboard(request: StaffRequest) -> HttpResponse:
    user = request.user
    due = tasks(user)
    may_register = holds_anywhere(user, Permission.LEADER_EDIT)
    may_see_figures = holds_anywhere(user, Permission.STATISTICS_VIEW)
    people, (drafts, reminded) = _people(user), _marks(user)
    context = {
        "today": timezone.localdate(),
        "first": first_steps(user),
        "waiting": min(number := waiting_for(user), COUNTED),
        "waiting_more": number > COUNTED,
        "stats": _stats(people),
        "due": due[:DUE],
        "due_count": len(due),
        "due_more": len(due) == MOST,
        "late": sum(task.days_left < 0 for task in due),
        "coverage": coverage_of(user) if may_register or not may_see_figures else None,
        "stages": _stages(people),
        "drafts": drafts,
        "reminders": sum(f"{task.key}:{task.pk}" in reminded for task in due),
        "training": training_line(user),
        "entries": _recent(user),
        "reads_log": holds_anywhere(user, Permission.AUDIT_VIEW),
        "may_see_figures": may_see_figures,
        "may_register": may_register,
        **({} if may_register or not may_see_figures else _overview(user, request.GET.get("order", ""))),
    }
    return render(request, "desk/dashboard.html", context)


def _overview(user: User, order: str) -> dict[str, Any]:
    """For who oversees and registers nothing: the place's sums and its parts this year, as the statistics have them."""
    year, region = timezone.localdate().year, whole_reach(user)
    statistics = Statistics(user, region, year)
    parts = statistics.parts()
    total = statistics.total(parts)
    return {
        "region": region,
        "year": year,
        "order": order,
        "parts": in_order(parts, order),
        "total": total,
        "kinds": shares(Kind.choices, total.now),
        "statuses": shares(Organization.LegalStatus.choices, total.now),
        "modes": shares(Organization.ManagementMode.choices, total.now, "mode_"),
        "lists_incentives": statistics.lists_all(Permission.INCENTIVE_VIEW, region),
    }


def _people(user: User) -> dict[str, int]:
    """{kind: people in office, "stage_…": people in it, "ending_…", "over_…": people whose term ends soon or is over}.

    People, not posts, and those the list behind each tile shows: who holds two posts of a kind is one of them.
    """
    if not is_wide(reached_spans(user, Permission.LEADER_LIST)):
        return dict(asked("desk-people", user, lambda: _ending(user).union(*_standing(user), all=True)))
    counted = in_all(figures_by_street(user, Permission.LEADER_LIST))
    return {**counted, **dict(asked("desk-ending", user, lambda: _ending(user)))}


def _ending(user: User) -> QuerySet[Any, Any]:
    """Not kept by street: somebody whose terms end soon, or are over, in two of them is one."""
    posts = Appointment.objects.ending_or_over().permitted(user, Permission.LEADER_LIST).order_by()
    how = Case(When(term_ends_on__lt=timezone.localdate(), then=Value("over_")), default=Value("ending_"))
    rows = posts.annotate(what=Concat(how, "kind", output_field=CharField())).values("what")
    return rows.annotate(count=Count("leader", distinct=True)).values_list("what", "count")


def _standing(user: User) -> list[QuerySet[Any, Any]]:
    people = Leader.objects.permitted(user, Permission.LEADER_LIST).order_by()
    stages = people.here().annotate(what=Concat(Value("stage_"), "stage", output_field=CharField()))
    held = [people.leading(kind).annotate(what=Value(kind, CharField())) for kind in Kind.values]
    return [rows.values("what").annotate(count=Count("pk")).values_list("what", "count") for rows in (stages, *held)]


def _stats(people: dict[str, int]) -> list[tuple[str, Any, dict[str, int]]]:
    """[(kind, label, {"held": people in office, "ending": of them whose term ends soon, "over": whose is over})]."""
    return [
        (
            kind,
            label,
            {
                "held": people.get(kind, 0),
                "ending": people.get(f"ending_{kind}", 0),
                "over": people.get(f"over_{kind}", 0),
            },
        )
        for kind, label in Kind.choices
    ]


def _stages(people: dict[str, int]) -> list[Share]:
    """A bar for backbone, reserve and leader."""
    shown = [(stage.value, stage.label) for stage in (Stage.BACKBONE, Stage.RESERVE, Stage.LEADER)]
    return shares(shown, {stage: people.get(f"stage_{stage}", 0) for stage, _label in shown})


def _marks(user: User) -> tuple[list[Any], set[str]]:
    """([the drafts that wait], {"key:number" of each unread reminder}): one query."""
    found = {name for name, _count in asked("desk-marks", user, lambda: _marked(user))}
    reminded = {name for name in found if name.rpartition(":")[2].isdigit()}  # "leaders:leader-create" is a draft
    return waiting(user, found - reminded), reminded


def _marked(user: User) -> QuerySet[Any, Any]:
    """(form, drafts of it) and ("key:number" of an unread reminder, 1)."""
    kept = FormDraft.objects.filter(user=user).order_by().values("form").annotate(count=Count("pk"))
    mark = Concat("key", Value(":"), Cast("number", CharField()), output_field=CharField())
    unread = Reminder.objects.filter(user=user, read_at=None).order_by().values_list(mark, Value(1))
    return kept.values_list("form", "count").union(unread, all=True)


def _recent(user: User) -> list[AuditEntry]:
    """The last acts in reach, for those who may see details; acts of LOG_ONLY only where the log itself is read."""
    acts = AuditEntry.objects.all()
    seen = rows_in_reach(acts, user, Permission.LEADER_VIEW)
    if reached_spans(user, Permission.AUDIT_VIEW) != reached_spans(user, Permission.LEADER_VIEW):
        hidden = acts.filter(object_type__in=LOG_ONLY)
        seen = seen.exclude(object_type__in=LOG_ONLY) | rows_in_reach(hidden, user, Permission.AUDIT_VIEW)
    return list(seen.select_related("actor")[:RECENT])
