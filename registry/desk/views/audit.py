"""The two logs, read-only, cut to the region of the reader."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from communities.pages.readers import day_in, words_in
from communities.scope import holds_anywhere, rows_in_reach
from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry, ReadLog
from registry.audit.sentences import VERB_GROUPS, name_relations
from registry.desk.looks import with_pages

PAGE = 50


class LogPage(View):
    """Newest first; pages begin below the number of the last row shown."""

    model: Any = None
    template_name = ""

    def get(self, request: StaffRequest) -> HttpResponse:
        if not holds_anywhere(request.user, Permission.AUDIT_VIEW):
            raise PermissionDenied
        asked = _asked(request.GET)
        found = _narrow(rows_in_reach(self.model.objects.all(), request.user, Permission.AUDIT_VIEW), asked)
        if any(request.GET.get(name) and not asked[name] for name in asked):
            found = found.none()
            messages.error(request, _("Nothing is shown, for what was asked for is not known here."))
        typed = {name: request.GET.get(name) for name in ("since", "until")}
        rows, links = _page(found.select_related("actor"), request.GET)
        groups = [(name, label) for name, (label, _verbs) in VERB_GROUPS.items()]
        context = {"rows": self.prepare(rows), "asked": asked, "typed": typed, "groups": groups}
        return render(request, self.template_name, context | links)

    def prepare(self, rows: list[Any]) -> list[Any]:
        return with_pages(rows)


class AuditList(LogPage):
    model = AuditEntry
    template_name = "desk/audit_list.html"

    def prepare(self, rows: list[Any]) -> list[Any]:
        return with_pages(name_relations(rows))


class ReadList(LogPage):
    model = ReadLog
    template_name = "desk/read_list.html"


def _asked(query: QueryDict) -> dict[str, Any]:
    """What the filter asks for; malformed values are empty."""
    return {
        "actor": words_in(query.get("actor", ""), most=50),
        "group": query.get("group", "") if query.get("group") in VERB_GROUPS else "",
        "record": words_in(query.get("record", ""), most=50),
        "since": day_in(query.get("since", "")),
        "until": day_in(query.get("until", "")),
        "object": _object(query.get("object", "")),
    }


def _narrow(entries: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
    if asked["actor"]:
        who = User.objects.filter(Q(username=asked["actor"]) | Q(display_name__startswith=asked["actor"]))
        entries = entries.filter(actor__in=list(who.values_list("pk", flat=True)[:100]))
    if asked["group"]:
        _label, beginnings = VERB_GROUPS[asked["group"]]
        verbs = [Q(verb__startswith=f"{beginning}.") for beginning in beginnings]
        entries = entries.filter(reduce(or_, verbs))
    if asked["record"]:
        entries = entries.filter(object_label__contains=asked["record"])
    if asked["object"]:
        object_type, number = asked["object"].rsplit(":", 1)
        entries = entries.filter(object_type=object_type, object_id=int(number))
    if asked["since"]:
        entries = entries.filter(at__gte=_midnight(asked["since"]))
    if asked["until"]:
        entries = entries.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
    return entries


def _page(entries: QuerySet[Any], query: QueryDict) -> tuple[list[Any], dict[str, str]]:
    before, after = _number(query.get("before", "")), _number(query.get("after", ""))
    if after:
        rows = list(entries.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        has_newer, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        return rows, _links(query, rows, newer=has_newer, older=True)
    if before:
        entries = entries.filter(pk__lt=before)
    rows = list(entries.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], _links(query, rows[:PAGE], newer=bool(before), older=len(rows) > PAGE)


def _links(query: QueryDict, rows: list[Any], *, newer: bool, older: bool) -> dict[str, str]:
    return {
        "previous_url": _url(query, "after", rows[0]) if rows and newer else "",
        "next_url": _url(query, "before", rows[-1]) if rows and older else "",
    }


def _url(query: QueryDict, side: str, row: Model) -> str:
    query = query.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query[side] = row.pk
    return f"?{query.urlencode()}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _object(text: str) -> str:
    """“leaders.leader:27”, as the links on the pages write it."""
    object_type, _colon, number = text.rpartition(":")
    return text if object_type and _number(number) and "\x00" not in text else ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
