"""The first page after signing in: what is due first, figures second."""

from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

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
from registry.desk.due import tasks
from registry.desk.first_steps import first_steps

DUE = 6
# What is told only to readers of the log: about colleagues, and how somebody's conduct is looked into.
LOG_ONLY = ("accounts.user", "communities.posting", "leaders.conductreview", "leaders.conductstep")


def dashboard(request: StaffRequest) -> HttpResponse:
    user = request.user
    due = tasks(user)
    stages, drafts, reminded = _stages_and_marks(user)
    context = {
        "today": timezone.localdate(),
        "first": first_steps(user),
        "waiting": waiting_for(user),
        "stats": _stats(user),
        "due": due[:DUE],
        "due_count": len(due),
        "late": sum(task.days_left < 0 for task in due),
        "coverage": coverage_of(user),
        "stages": stages,
        "drafts": drafts,
        "reminders": sum(f"{task.key}:{task.pk}" in reminded for task in due),
        "training": training_line(user),
        "entries": _recent(user),
        "may_see_figures": holds_anywhere(user, Permission.STATISTICS_VIEW),
        "may_register": holds_anywhere(user, Permission.LEADER_EDIT),
    }
    return render(request, "desk/dashboard.html", context)


def due_list(request: StaffRequest) -> HttpResponse:
    """The whole to-do list."""
    return render(request, "desk/due_list.html", {"due": tasks(request.user)})


def _stats(user: User) -> list[tuple[str, Any, dict[str, int]]]:
    """[(kind, label, {"held": people in office, "ending": of them whose term ends soon})]: one query.

    People, not posts, and those the list behind each tile shows: who holds two posts of a kind is one of them.
    """
    found = dict(asked("desk-people", user, lambda: _people(user)))
    return [
        (kind, label, {what: found.get(f"{what}-{kind}", 0) for what in ("held", "ending")})
        for kind, label in Kind.choices
    ]


def _people(user: User) -> QuerySet[Any, Any]:
    """(what, how many) of those in office and of those whose term ends soon, by kind."""
    posts = Appointment.objects.ending_soon().permitted(user, Permission.LEADER_LIST)
    ending = posts.order_by().annotate(what=Concat(Value("ending-"), "kind", output_field=CharField())).values("what")
    people = Leader.objects.permitted(user, Permission.LEADER_LIST).order_by()
    held = [
        people.leading(kind)
        .annotate(what=Value(f"held-{kind}", CharField()))
        .values("what")
        .annotate(count=Count("pk"))
        for kind in Kind.values
    ]
    parts = [part.values_list("what", "count") for part in held]
    return ending.annotate(count=Count("leader", distinct=True)).values_list("what", "count").union(*parts)


def _stages_and_marks(user: User) -> tuple[list[tuple[Any, int, int]], list[Any], set[str]]:
    """([(label, count, share of the largest)] for backbone, reserve and leader, [the drafts that wait],
    {"key:number" of each unread reminder}): one query.
    """
    counts = dict(asked("desk-marks", user, lambda: _marks(user)))
    shown = [Stage.BACKBONE, Stage.RESERVE, Stage.LEADER]
    most = max([counts.get(stage, 0) for stage in shown] + [1])
    stages = [(stage.label, counts.get(stage, 0), round(100 * counts.get(stage, 0) / most)) for stage in shown]
    reminded = {name for name in counts if name.rpartition(":")[2].isdigit()}  # "leaders:leader-create" is a draft
    return stages, waiting(user, counts.keys() - set(Stage.values) - reminded), reminded


def _marks(user: User) -> QuerySet[Any, Any]:
    """(stage, people in it), (form, drafts of it) and ("key:number" of an unread reminder, 1)."""
    rows = Leader.objects.permitted(user, Permission.LEADER_LIST).order_by().values("stage").annotate(count=Count("pk"))
    kept = FormDraft.objects.filter(user=user).values("form").annotate(count=Count("pk"))
    mark = Concat("key", Value(":"), Cast("number", CharField()), output_field=CharField())
    unread = Reminder.objects.filter(user=user, read_at=None).order_by().values_list(mark, Value(1))
    return rows.values_list("stage", "count").union(kept.values_list("form", "count"), unread, all=True)


def _recent(user: User) -> list[AuditEntry]:
    """The last acts in reach, for those who may see details; acts of LOG_ONLY only where the log itself is read."""
    acts = AuditEntry.objects.all()
    seen = rows_in_reach(acts, user, Permission.LEADER_VIEW)
    if reached_spans(user, Permission.AUDIT_VIEW) != reached_spans(user, Permission.LEADER_VIEW):
        hidden = acts.filter(object_type__in=LOG_ONLY)
        seen = seen.exclude(object_type__in=LOG_ONLY) | rows_in_reach(hidden, user, Permission.AUDIT_VIEW)
    return list(seen.select_related("actor")[:6])
