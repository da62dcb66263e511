"""Taking a person's data out of all tables and files, so that a placeholder with its number is left.

What was typed about the person becomes a mark, sealed columns and files are emptied, keys and tokens go. States, days,
kinds and amounts stay: they are what is counted, and none of them tells who it was. The acts in the log stay with who
did them and when, without their words.
"""

import json
from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.documents.models import Document
from communities.merging.models import Merge
from communities.postings.models import Posting
from communities.records.images import delete_on_commit
from communities.records.placed import PlacePath, follow, settle
from communities.regions.models import Level, Region
from communities.text.fields import KeyField, is_typed
from leaders.imports.models import ImportBatch, ImportRow
from leaders.people.models import Leader
from leaders.privacy.models.held import GOES_WHOLE, Rows, in_the_street, matters_of, rows_about, rows_touching
from registry.accounts.models import FormDraft, User
from registry.audit.changes import note_changes
from registry.audit.erasing import blot_entries, values_told, wipe_entries
from registry.ui.display import office_language

MENTIONS = 50  # texts that still name the person, told with the erasure
Drop = Callable[[Storage, str, str], None]  # (where it lies, its name, what it is called)
SHORTEST = 2  # a name of one letter is a word in any text


class Words(NamedTuple):
    """What the person was called, the longest first, and what stands there afterwards: a mark, a name.

    With `phone`, a text means the person only where that number stands in it too: somebody else bears the name.
    """

    names: list[str]
    mark: str
    name: str
    phone: str | None

    def blot(self, text: str) -> str:
        for name in self.names:
            text = text.replace(name, self.mark)
        return text

    def stand_in(self, text: str) -> bool:
        return any(name in text for name in self.names)

    def mean(self, typed: str) -> bool:
        """Whether what somebody typed into a form or a table is about the person."""
        return self.stand_in(typed) and (self.phone is None or bool(self.phone) and self.phone in typed)


def words_of(leader: Leader) -> Words:
    """With the names of before, as the log tells them."""
    return _words({leader.name, *values_told(leader, "name")}, leader)


def _words(names: set[str], leader: Leader) -> Words:
    phone = None if _is_only(leader) else leader.open_phone() if leader.phone_sealed else ""
    told = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)
    with office_language():
        return Words(told, _("(erased)"), _("Erased person"), phone)


def delete(storage: Storage, name: str, _title: str) -> None:
    delete_on_commit(storage, name)


def wipe(leader: Leader, *, by: User | None, drop: Drop = delete) -> list[list[Any]]:
    """Take everything out; runs in the caller's transaction, the person locked. Returns what `mentions` found.

    `drop` is given each file that no row names any more.
    """
    words = words_of(leader)
    is_only = words.phone is None
    about, touching = [_numbered(rows) for rows in rows_about(leader)], [*map(_numbered, rows_touching(leader))]
    papers = _wipe_papers(about, words, by, drop)
    for model, numbers in about:
        _wipe_rows(model, numbers, words, drop)
    for model, numbers in touching:
        _blot_rows(model._base_manager.filter(pk__in=numbers), words)
    _forget_reporter(leader)
    wipe_entries([(Leader, [leader.pk]), (Document, papers), *about], words.mark)
    where = in_the_street(leader) if is_only else _entries_of(touching)
    blot_entries(where, words.names, words.blot)
    _blot_what_was_let_go(leader, words)
    _wipe_merges(leader, words, drop)
    _forget_what_was_typed(leader, words)
    _wipe_person(leader, words, drop)
    return mentions(leader, words) if is_only else []


def mentions(leader: Leader, words: Words) -> list[list[Any]]:
    """[[model, address]] of rows of the street in whose texts the name still stands: somebody has to read them."""
    found: list[list[Any]] = []
    for model in apps.get_models():
        columns = [field.name for field in model._meta.concrete_fields if is_typed(field)]
        if not columns or model is Leader or not any(field.name == "region_path" for field in model._meta.fields):
            continue
        named = Q(pk__in=[])
        for column, name in product(columns, words.names):
            named |= Q(**{f"{column}__icontains": name})
        rows = model._base_manager.filter(in_the_street(leader), named).order_by("pk")[:MENTIONS]
        found += [[model._meta.label_lower, _address(row)] for row in rows]
    return found[:MENTIONS]


def _address(row: Any) -> str:
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


def _is_only(leader: Leader) -> bool:
    """Whether nobody else of the street bears the name: else a text with it may be about the other one."""
    others = Leader._base_manager.filter(in_the_street(leader), name_key=leader.name_key, erased_on=None)
    return not others.exclude(pk=leader.pk).exists()


def _numbered(rows: Rows) -> tuple[Any, list[int]]:
    return rows.model, list(rows.values_list("pk", flat=True))


def _wipe_rows(model: Any, numbers: list[int], words: Words, drop: Drop) -> None:
    rows = model._base_manager.filter(pk__in=numbers)
    if model._meta.label_lower in GOES_WHOLE:
        rows.delete()
        return
    for row in rows.select_for_update().order_by("pk"):
        if values := _without_words(row, words, drop):
            model._base_manager.filter(pk=row.pk).update(**values)


def _without_words(row: Any, words: Words, drop: Drop) -> dict[str, Any]:
    """{column: what stands there afterwards}; what was empty stays so, for checks ask of some whether they are.

    A model names in `kept_on_erasing` the texts that are of a list many people stand on.
    """
    values: dict[str, Any] = {}
    kept, sealed = getattr(row, "kept_on_erasing", ()), getattr(row, "sealed_columns", ())
    for field in row._meta.concrete_fields:
        was = getattr(row, field.attname)
        if not was or field.name in kept or isinstance(field, PlacePath):
            continue
        if isinstance(field, models.FileField):
            drop(was.storage, was.name, str(row._meta.verbose_name))
            values[field.name] = ""
        elif field.name in sealed or field.name.endswith(("_masked", "_index")):
            values[field.name] = ""
        elif isinstance(field, models.JSONField):
            values[field.name] = field.get_default()
        elif isinstance(field, KeyField):
            values[field.name] = str(row.pk)
        elif is_typed(field):
            values[field.name] = words.mark
    if values and any(field.name == "version" for field in row._meta.concrete_fields):
        values["version"] = row.version + 1
    return values


def _blot_rows(rows: Rows, words: Words) -> None:
    """Take the name alone out of the texts of rows."""
    for row in rows.select_for_update():
        values = {}
        for field in row._meta.concrete_fields:
            was = getattr(row, field.attname)
            if isinstance(field, models.JSONField) and was and words.stand_in(_json(was)):
                values[field.name] = json.loads(words.blot(_json(was)))
            elif is_typed(field) and was and words.stand_in(was):
                values[field.name] = words.blot(was)[: field.max_length]
        if values:
            type(row)._base_manager.filter(pk=row.pk).update(**values)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _wipe_papers(about: list[tuple[Any, list[int]]], words: Words, hand: User | None, drop: Drop) -> list[int]:
    """Take the papers of the rows away, file and title; returns their numbers."""
    found = Q(pk__in=[])
    for model, numbers in about:
        found |= Q(owner_type=model._meta.label_lower, owner_id__in=numbers)
    papers = list(Document.objects.filter(found))
    for paper in papers:
        drop(paper.file.storage, paper.file.name, paper.title)
        signed = {} if paper.removed_at else {"removed_at": timezone.now(), "removed_by": hand or paper.uploaded_by}
        Document.objects.filter(pk=paper.pk).update(title=words.mark, file="", digest="", **signed)
    return [paper.pk for paper in papers]


def _entries_of(touching: list[tuple[Any, list[int]]]) -> Q:
    """A condition on entries of the log: they tell of one of these rows."""
    where = Q(pk__in=[])
    for model, numbers in touching:
        where |= Q(object_type=model._meta.label_lower, object_id__in=numbers)
    return where


def _forget_reporter(leader: Leader) -> None:
    """The matters the person raised go on; who raised them is sealed in each."""
    matters_of(leader).update(name_sealed="", contact_sealed="")


def _blot_what_was_let_go(leader: Leader, words: Words) -> None:
    """What ended with a group, or with somebody else who left, is kept in words of that day."""
    for label in ("communities.closing", "leaders.departure"):
        model: Any = apps.get_model(label)
        _blot_rows(model._base_manager.filter(in_the_street(leader)).exclude(let_go=[]), words)


def _wipe_merges(leader: Leader, words: Words, drop: Drop) -> None:
    """What undoing a merge would need is the person's data as it was."""
    own = Q(subject="leader") & (Q(kept_id=leader.pk) | Q(gone_id=leader.pk))
    for done in Merge.objects.filter(own):
        drop(done.left_photo.storage, done.left_photo.name, _("Photo"))
        done.label, done.left_photo, done.kept = words.mark, "", {}
        done.save(update_fields=["label", "left_photo", "sealed"])
    for done in Merge.objects.filter(in_the_street(leader)).exclude(own):
        if words.stand_in(_json(done.kept)) or words.stand_in(done.label):
            done.label, done.kept = words.blot(done.label), json.loads(words.blot(_json(done.kept)))
            done.save(update_fields=["label", "sealed"])


def batches_open(leader: Leader) -> Rows:
    """The imports of the street that are not at their end."""
    states = [ImportBatch.State.CHECKING, ImportBatch.State.CHECKED, ImportBatch.State.WRITING]
    return ImportBatch.objects.filter(in_the_street(leader), state__in=states).order_by("pk")


def batches_naming(leader: Leader) -> list[ImportBatch]:
    """Those of them that name the person, by the name of today."""
    words = _words({leader.name}, leader)
    rows = ImportRow.objects.filter(batch__in=batches_open(leader).order_by()).select_related("batch")
    found = {row.batch_id: row.batch for row in rows.order_by("pk").iterator() if words.mean(_json(row.said))}
    return list(found.values())


def _forget_what_was_typed(leader: Leader, words: Words) -> None:
    """Drafts of forms, and rows of imports that can still be looked at."""
    holders = Posting.objects.filter(in_the_street(leader, "region__path")).values("user")
    drafts = [one.pk for one in FormDraft.objects.filter(user__in=holders) if words.mean(_json(one.values))]
    FormDraft.objects.filter(pk__in=drafts).delete()
    rows = ImportRow.objects.filter(in_the_street(leader, "batch__region_path")).order_by("pk")
    named = [row.pk for row in rows.iterator() if words.mean(_json(row.said))]
    ImportRow.objects.filter(pk__in=named).delete()


def _wipe_person(leader: Leader, words: Words, drop: Drop) -> None:
    """The person's own row: a placeholder in the community, since a building may tell who it was."""
    drop(leader.photo.storage, leader.photo.name, _("Photo"))
    leader.expertise.clear()
    home = Region.objects.above(leader.region_path, Level.COMMUNITY)
    note_changes([leader.region_path])
    if home is not None:
        leader.region = home
    has_moved = settle(leader)
    values: dict[str, Any] = {
        "name": words.name, "name_key": str(leader.pk), "pinyin": "", "initials": "", "pinyin_by_hand": False,
        "birth_year": None, "phone_sealed": "", "phone_index": "", "phone_tail_index": "", "phone_masked": "",
        "biography": "", "photo": "", "region": leader.region, "region_path": leader.region_path,
        "erased_on": timezone.localdate(), "version": leader.version + 1,
    }  # fmt: skip
    for name, value in values.items():
        setattr(leader, name, value)
    if not Leader._base_manager.filter(pk=leader.pk, erased_on=None).update(**values):
        raise ValidationError(leader.stale_message, code="stale")
    if has_moved:
        follow(leader)
