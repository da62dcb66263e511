"""Whose data accounts saw or took away in a span of time: what the notice of a leak has to tell.

个人信息保护法 第五十七条: the kinds of data, the cause and the harm that may come of it, to the authority and to those
concerned. The logs say who was looked at one by one; of a list that was taken away they say how many rows, which
columns and for what.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registry.accounts.models import User
from registry.audit.log import record_summary
from registry.audit.models import AuditEntry, ReadLog
from registry.audit.sentences import name_of_type, sentence
from registry.ui.signs import between_names

OUTSIDE = Q(verb__endswith=".export") | Q(rows__gt=1)  # what left the pages: files and sheets of many
SIGN_INS = Q(verb__startswith="account.sign_in") | Q(verb="account.refused")


class Asked(NamedTuple):
    """From `since` up to and without `until`; by these accounts, from these addresses, about these records, if any."""

    since: datetime
    until: datetime
    accounts: list[User]
    addresses: list[str]
    records: list[tuple[str, int]]  # (type, number), as the logs write them


class Table(NamedTuple):
    """One sheet of the report."""

    title: str
    header: list[str]
    rows: Iterable[list[Any]]


def report(asked: Asked) -> list[Table]:
    """The tables of the report, the longest read as they are written."""
    looks = _narrowed(ReadLog.objects.all(), asked)
    seen = looks.exclude(SIGN_INS)
    return [
        _summary(asked, looks),
        Table(_("Whose record was opened"), _heads_of_records(), list(_records(seen.exclude(OUTSIDE)))),
        Table(_("What was taken away"), _heads_of_entries(), _entries(seen.filter(OUTSIDE))),
        Table(_("All in its order"), _heads_of_entries(), _entries(looks)),
        Table(_("What was changed meanwhile"), _heads_of_entries()[:5], _changes(asked)),
    ]


def record_report(asked: Asked) -> None:
    """That it was run stands in the log itself: whoever runs it reads everybody's looks."""
    span = f"{_moment(asked.since)} – {_moment(asked.until)}"
    narrowed = [*map(str, asked.accounts), *asked.addresses, *(str(number) for _type, number in asked.records)]
    note, about = between_names().join(narrowed), ReadLog._meta.label_lower
    record_summary("incident.report", by=None, label=span, object_type=about, note=note)


def _narrowed(entries: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    entries = entries.filter(at__gte=asked.since, at__lt=asked.until)
    if asked.accounts:
        entries = entries.filter(actor__in=asked.accounts)
    if asked.addresses:
        entries = entries.filter(address__in=asked.addresses)
    if asked.records:
        about = Q()
        for object_type, number in asked.records:
            about |= Q(object_type=object_type, object_id=number)
        entries = entries.filter(about)
    return entries


def _summary(asked: Asked, looks: QuerySet[ReadLog]) -> Table:
    seen = looks.exclude(SIGN_INS)
    opened = seen.exclude(OUTSIDE).values("object_type", "object_id").distinct().count()
    revealed = seen.filter(verb__endswith=".reveal").values("object_type", "object_id").distinct().count()
    taken = seen.filter(OUTSIDE).aggregate(times=Count("pk"), rows=Sum("rows"))
    refused = looks.filter(verb__in=("account.sign_in_refused", "account.refused")).count()
    told = [
        (pgettext("incident", "From"), _moment(asked.since)),
        (_("Until (not included)"), _moment(asked.until)),
        (_("Accounts"), between_names().join(map(str, asked.accounts)) or pgettext("incident", "all")),
        (pgettext("incident", "Addresses"), between_names().join(asked.addresses) or pgettext("incident", "all")),
        (_("Records that were opened"), opened),
        (_("Of these, with a telephone or a sender revealed"), revealed),
        (_("Files and sheets that were taken away"), taken["times"]),
        (_("Rows in them, at most"), taken["rows"] or 0),
        (_("Refused sign-ins and pages"), refused),
    ]
    return Table(_("The incident"), [_("Item"), pgettext("incident", "Entry")], [list(pair) for pair in told])


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _heads_of_records() -> list[str]:
    return [
        pgettext("incident", "Record type"),
        pgettext("incident", "Number"),
        pgettext("incident", "Record"),
        pgettext("incident", "Times"),
        pgettext("incident", "First"),
        pgettext("incident", "Last"),
        pgettext("incident", "Revealed"),
        _("Accounts"),
    ]


def _records(seen: QuerySet[ReadLog]) -> Iterator[list[Any]]:
    """A line for each record, those that were opened most at the top."""
    whose = ("object_type", "object_id")
    accounts: dict[tuple[str, Any], list[str]] = {}
    for kind, number, name in (
        seen.order_by("actor__display_name").values_list(*whose, "actor__display_name").distinct()
    ):
        accounts.setdefault((kind, number), []).append(name or _("nobody signed in"))
    found = seen.values(*whose).annotate(
        label=Max("object_label"), times=Count("pk"), first=Min("at"), last=Max("at"),
        revealed=Count("pk", filter=Q(verb__endswith=".reveal")),
    )  # fmt: skip
    for row in found.order_by(F("times").desc(), *whose):
        kind, number = row["object_type"], row["object_id"]
        span = [timezone.localtime(row["first"]), timezone.localtime(row["last"])]
        who = between_names().join(accounts[kind, number])
        yield [name_of_type(kind), number, row["label"], row["times"], *span, row["revealed"], who]


def _heads_of_entries() -> list[str]:
    return [
        pgettext("incident", "Time"),
        pgettext("incident", "Account"),
        pgettext("incident", "Address"),
        pgettext("incident", "Request"),
        pgettext("incident", "What was done"),
        pgettext("incident", "Rows"),
        pgettext("incident", "Columns"),
        pgettext("incident", "What it is for"),
        pgettext("incident", "Given to"),
    ]


def _entries(looks: QuerySet[ReadLog]) -> Iterator[list[Any]]:
    for entry in looks.select_related("actor").order_by("pk").iterator(2000):
        yield [*_told(entry), entry.rows, entry.columns, entry.purpose, entry.recipient]


def _changes(asked: Asked) -> Iterator[list[Any]]:
    for entry in _narrowed(AuditEntry.objects.all(), asked).select_related("actor").order_by("pk").iterator(2000):
        yield _told(entry)


def _told(entry: Any) -> list[Any]:
    who = entry.actor.username if entry.actor else ""
    return [timezone.localtime(entry.at), who, entry.address, entry.request_id, sentence(entry)]
