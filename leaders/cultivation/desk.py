"""What the desk shows of cultivation: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Line, Source
from leaders.appointments.models import Appointment
from leaders.cultivation.models import StageStep, SuccessionPlan
from registry.accounts.models import User
from registry.accounts.roles import Permission


def successions_planned(_user: User) -> QuerySet[Any]:
    """Succession plans whose day comes near."""
    near = timezone.localdate() + timedelta(days=PLAN_DAYS)
    rows = SuccessionPlan.objects.open().filter(planned_on__lte=near)
    return rows.filter(appointment__state="current")


def describe_succession(arranger: str, _appointment: str, *post: str) -> DueEntry:
    return (
        "people",
        Appointment.post_of(*post),
        _("Succession, arranged by %(who)s") % {"who": arranger},
        _("See the plan"),
    )


def plans_without_candidates(_user: User) -> QuerySet[Any]:
    """Open plans, their day still far, that name nobody yet."""
    near = timezone.localdate() + timedelta(days=PLAN_DAYS)
    return SuccessionPlan.objects.open().filter(appointment__state="current", candidacies=None, planned_on__gt=near)


def describe_no_candidates(_appointment: str, *post: str) -> DueEntry:
    return "people", Appointment.post_of(*post), _("Succession plan without candidates"), _("Name candidates")


def candidates_page(line: Line) -> str:
    return reverse("leaders:succession-edit", args=[line.words[0]])


def succession_page(line: Line) -> str:
    return reverse("leaders:appointment-detail", args=[line.words[1]])


def next_steps(_user: User) -> QuerySet[Any]:
    """Next steps agreed with people on the way."""
    near = timezone.localdate() + timedelta(days=STEP_DAYS)
    return StageStep.objects.newest().filter(next_step_due__lte=near)


def describe_next_step(leader: str, _number: str, step: str) -> DueEntry:
    return "steps", step, _("Next step with %(leader)s") % {"leader": leader}, _("Enter the step")


def next_step_page(line: Line) -> str:
    return reverse("leaders:leader-stage", args=[line.words[1]])


PLAN_DAYS = 30


STEP_DAYS = 7


DUE = [
    Source(
        "succession",
        "",
        Permission.LEADER_VIEW,
        successions_planned,
        "planned_on",
        ("arranger", "appointment_id", *[f"appointment__{word}" for word in Appointment.POST_WORDS]),
        describe_succession,
        succession_page,
    ),
    Source(
        "step",
        "",
        Permission.LEADER_EDIT,
        next_steps,
        "next_step_due",
        ("leader__name", "leader_id", "next_step"),
        describe_next_step,
        next_step_page,
    ),
    Source(
        "succession_empty", "", Permission.LEADER_EDIT, plans_without_candidates, "planned_on",
        ("appointment_id", *[f"appointment__{word}" for word in Appointment.POST_WORDS]), describe_no_candidates,
        candidates_page,
    ),
]  # fmt: skip

SENTENCES = {
    "reserve.enter": gettext_lazy("%(who)s put on the reserve list: %(what)s"),
    "reserve.leave": gettext_lazy("%(who)s took off the reserve list: %(what)s"),
    "succession.plan": gettext_lazy("%(who)s planned the succession for %(what)s"),
    "succession.leave": gettext_lazy("%(what)s: a candidate left, entered by %(who)s"),
    "succession.done": gettext_lazy("%(who)s closed the succession plan for %(what)s"),
    "vacancy.export": gettext_lazy("%(who)s exported vacancies"),
}

MENU = [
    item(
        "register",
        "vacancy",
        Permission.LEADER_LIST,
        "leaders:vacancy-buildings",
        "seat",
        gettext_lazy("Vacancies and nominating"),
    ),
    item(
        "cultivate",
        "stage",
        Permission.LEADER_LIST,
        "leaders:stage-board",
        "steps",
        pgettext_lazy("menu", "Stages of cultivation"),
        "stage-",
        "reserve-",
        "succession-",
    ),
]
