"""What is held about one person: found through the relations of the models, so that a new record is not forgotten.

A row is about the person when it names them as its subject, or is a part of such a row. Rows about somebody or
something else that only touch the person (`TOUCHING`) keep what they say; there the name alone is taken out.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from communities.merging.subjects import relations_of
from communities.notices.models import Notice, Opinion
from communities.scope import in_spans, span_of
from leaders.cases.models import Case
from leaders.people.models import Leader
from registry.audit.changes import neighbourhood

# (model, column): the row is about whom is guided, a matter, a group's filing, the next holder of a seat.
TOUCHING = {
    ("leaders.stagestep", "mentor"),
    ("leaders.case", "leader"),
    ("communities.filing", "appointment"),
    ("leaders.successionplan", "appointment"),
}
# Keys the person is found by and the choices of a list: they say nothing more once the name is gone. Nobody who is here
# has a record kept sealed.
KEYS = {"leaders.leadertoken", "leaders.leader_expertise", "leaders.hold", "leaders.heldfile"}
GOES_WHOLE = KEYS | {"leaders.conductreview", "leaders.conductstep"}
Rows = models.QuerySet[Any]


def rows_about(leader: Leader) -> list[Rows]:
    """The rows about the person, one queryset a relation, those of a row before its parts."""
    found: list[Rows] = []
    _gather(Leader._base_manager.filter(pk=leader.pk), found)
    return found


def _gather(rows: Rows, found: list[Rows]) -> None:
    for relation in relations_of(rows.model).values():
        model, column = relation.related_model, relation.field.name
        if (model._meta.label_lower, column) in TOUCHING or model is rows.model:
            continue
        parts = model._base_manager.filter(**{f"{column}__in": rows.values("pk")}).order_by("pk")
        found.append(parts)
        _gather(parts, found)


def rows_touching(leader: Leader) -> list[Rows]:
    """Rows that name the person though they are about something else, with their parts, and the notices of awards."""
    found: list[Rows] = []
    posts = leader.appointments.values("pk")
    given, recalled = leader.incentives.values("notice"), leader.incentives.values("recall_notice")
    for label, column in sorted(TOUCHING):
        model: Any = apps.get_model(label)
        key = posts if column == "appointment" else [leader.pk]
        rows = model._base_manager.filter(**{f"{column}__in": key}).order_by("pk")
        found.append(rows)
        found += [part for part in _parts(rows) if part.model is not model]
    notices = Notice.objects.filter(Q(pk__in=given) | Q(pk__in=recalled)).order_by("pk")
    return [*found, notices, Opinion.objects.filter(notice__in=notices.values("pk")).order_by("pk")]


def _parts(rows: Rows) -> Iterator[Rows]:
    for relation in relations_of(rows.model).values():
        if relation.on_delete is models.CASCADE and relation.related_model._meta.pk.auto_created:
            yield relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows.values("pk")})


def matters_of(leader: Leader) -> Rows:
    """The matters the person raised as a leader."""
    return Case.objects.filter(leader=leader).order_by("pk")


def in_the_street(leader: Leader, column: str = "region_path") -> Q:
    """A condition on rows: they lie in the street in which the person lives."""
    return in_spans([span_of(neighbourhood(leader.region_path))], column)
