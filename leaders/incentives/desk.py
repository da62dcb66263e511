"""What the desk shows of incentives: what is due, what waits, how its acts read, where it stands in the menu."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Rows, Source, WaitingEntry, Words, correction_days, queue
from leaders.incentives.models import EarlierHonour, Incentive
from registry.accounts.models import User
from registry.accounts.roles import Permission


def incentives_to_decide(_user: User) -> QuerySet[Any]:
    return Incentive.objects.proposed()


def describe_incentive(person: str, group: str, form: str, title: str) -> WaitingEntry:
    return f"{person or group} {Incentive.Form(form).label} {title}", ""


def in_state(state: str, **more: Any) -> Rows:
    """Rows in one state for whoever acts on them next; `decided_day` is when they came there."""

    def rows(_user: User) -> QuerySet[Any]:
        found = Incentive.objects.filter(state=state, **more)
        return found.annotate(decided_day=TruncDate("decided_at"))

    return rows


def told(said: Words, verb: Words) -> Callable[..., DueEntry]:
    def entry(person: str, group: str, title: str) -> DueEntry:
        return "medal", f"{person or group} {title}", said, verb

    return entry


def describe_returned(person: str, group: str, title: str, reason: str) -> DueEntry:
    return (
        "medal",
        f"{person or group} {title}",
        _("Incentive returned: %(reason)s") % {"reason": reason},
        _("Correct incentive"),
    )


def honours_returned(_user: User) -> QuerySet[Any]:
    rows = EarlierHonour.objects.filter(state=EarlierHonour.State.RETURNED)
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_honour_returned(person: str, title: str, reason: str) -> DueEntry:
    return "medal", f"{person} {title}", _("Honour returned: %(reason)s") % {"reason": reason}, _("Correct honour")


def honours_to_confirm(_user: User) -> QuerySet[Any]:
    return EarlierHonour.objects.pending()


def describe_honour(person: str, title: str, issuer: str, year: str) -> WaitingEntry:
    return f"{person} {title} {issuer} {year}", ""


def step(
    key: str,
    permission: str,
    rows: Rows,
    entry: Callable[..., DueEntry],
    at: str = "decided_day",
    words: tuple[str, ...] = (),
    **more: Any,
) -> Source:
    words = ("leader__name", "organization__name", "title", *words)
    return Source(key, "", permission, rows, at, words, entry, "leaders:incentive-detail", **more)


DUE = [
    step(
        "incentive_returned", Permission.INCENTIVE_PROPOSE, in_state("returned"),
        describe_returned, words=("reason",), settle=correction_days,
    ),
    step(
        "incentive_approved", Permission.NOTICE_EDIT, in_state("approved"),
        told(gettext_lazy("Incentive agreed, not on notice yet"), gettext_lazy("Put on notice")),
    ),
    step(
        "incentive_objected", Permission.NOTICE_EDIT, in_state("objected"),
        told(gettext_lazy("Incentive, objection raised"), gettext_lazy("Look into it")),
    ),
    step(
        "incentive_award", Permission.INCENTIVE_DECIDE,
        in_state("on_notice", notice__state="closed"),
        told(gettext_lazy("Incentive, notice closed"), gettext_lazy("Award")), at="notice__ends_on",
    ),
    Source(
        "honour_returned", "", Permission.INCENTIVE_PROPOSE, honours_returned, "returned_day",
        ("leader__name", "title", "reason"), describe_honour_returned, "leaders:honour-detail", settle=correction_days,
    ),
]  # fmt: skip

WAITING = [
    queue(
        "incentive",
        gettext_lazy("Incentives"),
        Permission.INCENTIVE_DECIDE,
        incentives_to_decide,
        describe_incentive,
        ("leader__name", "organization__name", "form", "title"),
        "leaders:incentive-detail",
        submitter="proposed_by",
        at="proposed_at",
        handed_by=Permission.INCENTIVE_PROPOSE,
    ),
    queue(
        "earlier_honour",
        gettext_lazy("Honours given before"),
        Permission.INCENTIVE_DECIDE,
        honours_to_confirm,
        describe_honour,
        ("leader__name", "title", "issuer", "year"),
        "leaders:honour-detail",
        handed_by=Permission.INCENTIVE_PROPOSE,
    ),
]

SENTENCES = {
    "incentive.propose": gettext_lazy("%(who)s proposed the incentive %(what)s"),
    "incentive.decide": gettext_lazy("%(who)s confirmed the incentive %(what)s"),
    "incentive.return": gettext_lazy("%(who)s returned the incentive %(what)s"),
    "incentive.approved": gettext_lazy("%(who)s confirmed the incentive %(what)s"),
    "incentive.returned": gettext_lazy("%(who)s returned the incentive %(what)s"),
    "incentive.on_notice": gettext_lazy("%(who)s put the incentive %(what)s on public notice"),
    "incentive.leave_notice": gettext_lazy("%(who)s took the incentive %(what)s off public notice"),
    "incentive.objected": gettext_lazy("%(who)s stopped the incentive %(what)s because of an objection"),
    "incentive.resume": gettext_lazy("%(who)s cleared the objection to the incentive %(what)s"),
    "incentive.awarded": gettext_lazy("%(who)s awarded the incentive %(what)s"),
    "incentive.withdrawn": gettext_lazy("%(who)s revoked the incentive %(what)s"),
    "incentive.recalled": gettext_lazy("%(who)s revoked the award %(what)s"),
    "incentive.leave_batch": gettext_lazy("%(who)s took the incentive %(what)s out of its list"),
    "incentive.certificate": gettext_lazy("%(who)s printed certificates, the first that of %(what)s"),
    "incentive.export": gettext_lazy("%(who)s exported incentives"),
    "earlier_honour.submit": gettext_lazy("%(who)s entered an honour given before: %(what)s"),
    "earlier_honour.confirmed": gettext_lazy("%(who)s confirmed an honour given before: %(what)s"),
    "earlier_honour.returned": gettext_lazy("%(who)s returned an honour given before: %(what)s"),
    "earlier_honour.withdrawn": gettext_lazy("%(who)s withdrew an honour given before: %(what)s"),
    "earlier_honour.revoked": gettext_lazy("%(who)s struck out an honour given before: %(what)s"),
    "earlier_honour.export": gettext_lazy("%(who)s exported honours given before"),
}

MENU = [
    item(
        "cultivate",
        "incentive",
        Permission.INCENTIVE_VIEW,
        "leaders:incentive-list",
        "medal",
        gettext_lazy("Incentives and notices"),
        "incentive-",
        "honour-",
        "notice-",
    ),
]

LISTS = [
    ("leaders:incentive-list", gettext_lazy("Incentives")),
    ("leaders:honour-list", gettext_lazy("Honours given before")),
]
