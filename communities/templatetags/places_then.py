"""What the places of a record were called, and part of, when it was made: told below its history."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.regions.models import RegionAct, RegionTrace
from communities.scope import given_paths
from registry.upkeep.written import Given, ask

register = template.Library()
OF_NO_PLACE = {"erasure.enter"}  # begins the log of a request about a person, wherever that one lived
RENAMED = _("Until %(day)s %(place)s was called %(then)s.")
MOVED = _("Until %(day)s %(place)s was part of %(then)s.")


@register.filter
def places_then(entries: Any) -> list[Any]:
    """Sentences about the place of a record and those above it, as they were since the first of its log `entries`."""
    entries = list(entries)  # drawn before, so they are at hand
    if not entries or not entries[0].region_path or entries[-1].verb in OF_NO_PLACE:
        return []
    places = given_paths(entries[0].region_path)
    since = timezone.localdate(entries[-1].at)
    traces = ask(("places then", len(places)), lambda: _since(list(places)), since=since, **places)
    return [_told(trace) for trace in traces]


def _since(places: list[str]) -> QuerySet[Any]:
    acts = {"act__kind__in": [RegionAct.Kind.RENAME, RegionAct.Kind.MOVE], "act__undone_at": None}
    found = RegionTrace.objects.filter(region__path__in=[Given(one) for one in places], **acts)
    found = found.filter(act__effective_on__gte=Given("since")).order_by("act__effective_on", "id")
    return found.select_related("act", "region", "parent")


def _told(trace: Any) -> Any:
    is_named = trace.act.kind == RegionAct.Kind.RENAME
    then = trace.name if is_named else trace.parent
    facts = {"day": trace.act.effective_on.isoformat(), "place": trace.region.name, "then": then}
    return (RENAMED if is_named else MOVED) % facts
