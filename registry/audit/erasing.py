"""A person leaves both logs: the acts stay with who did them and when, the words about the person go."""

import json
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast

from registry.audit.models import AuditEntry, ReadLog

About = Iterable[tuple[type[models.Model], list[int]]]  # [(model, numbers of its rows)]


def values_told(obj: models.Model, field: str) -> set[str]:
    """What the log ever told of one field of `obj`, the old and the new."""
    entries = AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
    pairs = [changes.get(field) or [] for changes in entries.values_list("changes", flat=True)]
    return {text for pair in pairs for text in pair if text}


def entries_about(obj: models.Model, most: int) -> tuple[list[ReadLog], list[AuditEntry]]:
    """(who looked at `obj`, what was done to it), the newest first, with their actors."""
    about = {"object_type": obj._meta.label_lower, "object_id": obj.pk}
    looks = ReadLog.objects.filter(**about).select_related("actor")[:most]
    return list(looks), list(AuditEntry.objects.filter(**about).select_related("actor")[:most])


def wipe_entries(about: About, mark: str) -> None:
    """Leave `mark` in the place of all words in the entries about these rows, in those of the framework's pages too."""
    note = Case(When(note="", then=Value("")), default=Value(mark))
    for model, numbers in about:
        these: dict[str, Any] = {"object_type": model._meta.label_lower, "object_id__in": numbers}
        AuditEntry.objects.filter(**these).update(object_label=mark, changes={}, note=note)
        ReadLog.objects.filter(**these).update(object_label=mark)
        kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        entries = LogEntry.objects.filter(object_id__in=[str(number) for number in numbers], **kind)
        entries.update(object_repr=mark, change_message="")


def blot_entries(where: Q, names: list[str], blot: Callable[[str], str]) -> None:
    """Put `blot(text)` in the place of each text with one of `names`, in the entries that meet `where`."""
    said = ("object_label", "purpose", "recipient")
    looks = ReadLog.objects.filter(where).filter(reduce(or_, [_stands(names, column) for column in said]))
    for look in looks:
        texts = {column: blot(getattr(look, column)) for column in said}
        ReadLog.objects.filter(pk=look.pk).update(**texts)
    # Of what changed, one engine keeps letters as they are, the other as their numbers.
    spelled = [*names, *(json.dumps(name)[1:-1] for name in names)]
    entries = AuditEntry.objects.annotate(told=Cast("changes", models.TextField())).filter(where)
    named = _stands(names, "object_label") | _stands(names, "note") | _stands(spelled, "told")
    for entry in entries.filter(named):
        changes = json.loads(blot(json.dumps(entry.changes, ensure_ascii=False)))
        texts = {"object_label": blot(entry.object_label), "note": blot(entry.note)}
        AuditEntry.objects.filter(pk=entry.pk).update(changes=changes, **texts)


def _stands(names: list[str], column: str) -> Q:
    found = Q(pk__in=[])
    for name in names:
        found |= Q(**{f"{column}__icontains": name})
    return found
