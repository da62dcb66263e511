"""What is held about one person: found through the relations of the models, so that a new record is not forgotten.

A row is about the person when it names them as its subject, or is a part of such a row. Rows about somebody or
something else that only touch the person (`TOUCHING`) keep what they say; there the name alone is taken out.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

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


class Kind(NamedTuple):
    """Rows whose `column` names a row of the person (`of` None), or of the kind at that place of the list."""

    model: Any
    column: str
    of: int | None


@cache
def kinds_about() -> list[Kind]:
    """All kinds of rows about a person, those of a row before its parts; no query."""
    found: list[Kind] = []
    _gather(Leader, None, found)
    return found


def _gather(model: Any, of: int | None, found: list[Kind]) -> None:
    for relation in relations_of(model).values():
        part, column = relation.related_model, relation.field.name
        if (part._meta.label_lower, column) in TOUCHING or part is model:
            continue
        found.append(Kind(part, column, of))
        _gather(part, len(found) - 1, found)


def rows_about(leader: Leader) -> list[Rows]:
    """The rows about the person, one queryset a kind of `kinds_about`.

    Each asks by numbers found before: with one question inside the other the database's planner may begin anywhere, and
    where its estimates are wrong it tries every row with every row.
    """
    found: list[Rows] = []
    numbers: dict[int | None, list[int]] = {None: [leader.pk]}
    has_parts = {kind.of for kind in kinds_about()}
    for place, kind in enumerate(kinds_about()):
        rows = kind.model._base_manager.filter(**{f"{kind.column}__in": numbers[kind.of]}).order_by("pk")
        if place in has_parts:
            numbers[place] = list(rows.values_list("pk", flat=True))
        found.append(rows)
    return found


def rows_touching(leader: Leader) -> list[Rows]:
    """Rows that name the person though they are about something else, with their parts, and the notices of awards."""
    found: list[Rows] = []
    posts = list(leader.appointments.values_list("pk", flat=True))
    shown = {one for both in leader.incentives.values_list("notice", "recall_notice") for one in both if one}
    for label, column in sorted(TOUCHING):
        model: Any = apps.get_model(label)
        key = posts if column == "appointment" else [leader.pk]
        rows = model._base_manager.filter(**{f"{column}__in": key}).order_by("pk")
        found.append(rows)
        found += [part for part in _parts(rows) if part.model is not model]
    notices = Notice.objects.filter(pk__in=shown).order_by("pk")
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
