"""A batch from upload to undo. Nothing is written before it is confirmed, and then all of it or nothing."""

import hashlib
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from communities.regions.models import Level, Region
from communities.scope import ancestor_paths
from communities.text.digits import mask
from leaders.imports import reading
from leaders.imports.models import ImportBatch, ImportFile, ImportLayout, ImportRow
from leaders.imports.subjects.catalogue import subject_of
from leaders.imports.subjects.entry import Entry, State
from registry.audit.log import record
from registry.sheets.gate import Refused

BATCH = 1000
BEAT = 400  # rows after which a check says how far it is
LEFT_SAID = 60  # so many rows taken for headings or sums are named
UNREAD = 20  # so many rows that say nothing in a known column are named
INLINE = 300  # so many rows are checked or written within the request
BatchState = ImportBatch.State


class Overtaken(Exception):
    """Another run has the batch, or somebody registered meanwhile what it is about: nothing was written."""


def upload(*, by, region, subject, data, name, given):
    """A new batch with its rows, unchecked; raises Refused."""
    sheets = reading.read(data, subject)
    layouts = reading.layouts_of(sheets, subject, by)
    if not layouts:
        raise Refused(_("The file is empty."))
    entries, left_out, said, unread = reading.entries_of(sheets, layouts, subject)
    rows = [entry.as_row() for entry in entries]
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            subject=subject,
            region=region,
            file_name=_clean_name(name),
            digest=hashlib.sha256(data).hexdigest(),
            given=given | _read(layouts, sheets, said, unread, subject) | reading.hidden_of(sheets, entries),
            state=BatchState.CHECKED,
            left_out=left_out,
            total=len(entries),
            created_by=by,
        )
        ImportFile.keep(batch, data)
        ImportRow.rewrite(batch, rows)
        record("import.upload", batch, by=by)
    return batch


def read_again(batch, *, by, layouts):
    """The same file with other columns; what was edited in place is lost. Raises Refused."""
    sheets = reading.read(batch.file.data(), batch.subject)
    entries, left_out, said, unread = reading.entries_of(sheets, layouts, batch.subject)
    rows = [entry.as_row() for entry in entries]
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state != BatchState.CHECKED:
            raise locked._stale()
        changed = {
            "given": batch.given
            | _read(layouts, sheets, said, unread, batch.subject)
            | reading.hidden_of(sheets, entries),
            "left_out": left_out,
            "total": len(entries),
        }
        for field, value in changed.items():
            setattr(batch, field, value)
        batch.save(update_fields=list(changed))
        ImportRow.rewrite(batch, rows)
        for known in layouts:
            if known["is_read"] and known["signature"]:
                ImportLayout.objects.update_or_create(
                    user=by, subject=batch.subject, signature=known["signature"], defaults={"columns": known["columns"]}
                )
        record("import.columns", batch, by=by)


def _read(layouts, sheets, said, unread, subject):
    """What is remembered of the reading, for the page to say what was not read."""
    columns = reading.columns_unread(sheets, layouts, subject)
    return {
        "sheets": layouts,
        "left_said": said[:LEFT_SAID],
        "left_said_count": len(said),
        "unread": unread[:UNREAD],
        "unread_count": len(unread),
        "unread_columns": columns[:UNREAD],
    }


def revise_rows(batch, *, edits, choices, chosen):
    """Texts and choices set on the page: {position: {field: text}}, {position: choice}, {position: number}."""
    positions = set(edits) | set(choices) | set(chosen)
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state != BatchState.CHECKED:
            raise locked._stale()
        for row in batch.rows.filter(position__in=positions):
            said = row.said
            said["values"].update(edits.get(row.position, {}))
            if row.position in chosen:
                said["chosen"] = chosen[row.position]
            row.choice = choices.get(row.position, row.choice)
            row.say(said)
            row.save(update_fields=["choice", "sealed"])


def check(batch, run, *, failure=""):
    """Hold every row against the register; True when done, False when another run has taken over."""
    batch.run = run
    entries, subject = checked_entries(batch)
    if entries is None:
        return False
    rows = [entry.as_row() for entry in entries]
    with transaction.atomic():
        if not _holds(batch):
            return False
        ImportRow.rewrite(batch, rows)
        batch.settle_check(counts_of(entries), failure=failure)
    return True


def checked_entries(batch):
    """(entries, subject) as the register stands now; (None, None) when another run has taken over."""
    entries = [Entry.of_row(row) for row in batch.rows.order_by("position").iterator(BATCH)]
    subject = subject_of(batch)
    example = {field.name: field.example for field in subject.fields if field.example}
    for number, entry in enumerate(entries):
        entry.forget()
        subject.check(entry)
        if {name: text for name, text in entry.values.items() if text} == example:
            entry.leave_out(_("This is the example of the template; it is left out."))
        entry.settle()
        if number % BEAT == 0 and not batch.beat(number):
            return None, None
    subject.check_together(entries)
    return entries, subject


def write(batch, run):
    """Write every row that is ready; True when written. Whatever goes wrong leaves no trace but the reason."""
    batch.run = run
    ready = set(batch.rows.filter(state=State.READY).values_list("position", flat=True))
    entries, subject = checked_entries(batch)
    if entries is None:
        return False
    chosen = [entry for entry in entries if entry.is_written]
    failure = _("Something was registered meanwhile; look at the rows again.")
    if {entry.position for entry in chosen} == ready:
        entries.clear()
        for entry in chosen:
            entry.shed()
        subject.prepare(chosen)
        try:
            return _write(batch, subject, chosen)
        except Overtaken:
            pass
        except (ValidationError, IntegrityError) as refused:
            failure = " ".join(getattr(refused, "messages", [failure]))
    check(batch, run, failure=failure)
    return False


@transaction.atomic
def _write(batch, subject, chosen):
    _lock_street(batch)
    if not _holds(batch):
        return False
    if subject.clashes(chosen):
        raise Overtaken
    by = batch.confirmed_by
    outcome = subject.write(chosen, by=by)
    positions = [entry.position for entry in chosen]
    for first in range(0, len(positions), BATCH):
        batch.rows.filter(position__in=positions[first : first + BATCH]).update(state=State.WRITTEN)
    counts = batch.counts | {State.READY: 0, State.WRITTEN: len(chosen), "outcome": outcome.counts}
    batch.settle_write(by=by, counts=counts, made=outcome.made, posts_pending=outcome.posts)
    ImportFile.objects.filter(batch=batch).delete()
    return True


def _lock_street(batch):
    """One writer a street: a second one waits here, and then sees what the first one wrote."""
    paths = ancestor_paths(batch.region_path)
    rows = Region.objects.select_for_update().filter(path__in=paths)
    list(rows.filter(level=Level.STREET).values_list("pk", flat=True) or rows.filter(pk=batch.region_id))


def _holds(batch):
    return ImportBatch.objects.select_for_update().filter(pk=batch.pk, run=batch.run).exists()


def counts_of(entries):
    found = Counter(entry.verdict for entry in entries)
    return {state: found[state] for state in State.values if found[state]}


def _clean_name(name):
    """The file's own name without a path, in one line: it is shown, never used on a disk."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return mask("".join(char for char in name if char.isprintable()).strip()[-120:]) or "table"
