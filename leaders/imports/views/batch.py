"""The page of one import: its rows to check and correct, then its progress, then what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.acts import refused_in_one_line
from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin
from communities.pages.decisions import after_decision, queue_of
from communities.pages.readers import number_in
from communities.pages.seen import pack, unpack
from communities.scope import reaches
from communities.text.phones import find_key, masked
from leaders.imports import actions, deciding, reading, tasks, undoing
from leaders.imports.models import ImportBatch, ImportRow
from leaders.imports.subjects.catalogue import SUBJECTS
from registry.accounts.roles import Permission
from registry.sheets.gate import Refused
from registry.sheets.headers import plain_header, same_tail
from registry.ui.days import listed
from registry.ui.signs import between_names

State = ImportRow.State
PAGE = 50
TABS = [
    ("open", (State.WRONG, State.DOUBTFUL)),
    ("ready", (State.READY,)),
    ("same", (State.SAME, State.SKIPPED)),
    ("all", tuple(State)),
]
MOST_LETTERS = 300


class BatchView(ScopedMixin, View):
    permission = Permission.IMPORT_RUN

    def find(self, pk):
        rows = ImportBatch.objects.permitted(self.request.user, self.permission)
        return get_object_or_404(rows.select_related("region__parent", "created_by", "confirmed_by"), pk=pk)

    def find_own(self, pk):
        """For acts: also the subject's own permission is needed where the batch lies."""
        batch = self.find(pk)
        if not reaches(self.request.user, SUBJECTS[batch.subject].permission, batch.region_path):
            raise PermissionDenied
        self.shown = unpack(self.request.POST.get("seen", ""), batch)
        if self.shown:
            batch.seen = self.shown.version  # a verb refuses what the page did not show
        return batch


class ImportDetail(BatchView):
    def get(self, request, pk):
        return self.show(self.find(pk))

    def show(self, batch, status=200, lost=()):
        """`lost`: [(row, column, theirs, mine)] of what somebody else wrote into the same cell meanwhile."""
        request = self.request
        fields = self._fields(batch)
        chosen = request.GET.get("tab", "")
        counts = batch.counts
        tabs = [(key, sum(counts.get(state, 0) for state in states)) for key, states in TABS]
        if chosen not in dict(TABS):
            chosen = "open" if dict(tabs)["open"] else "all"
        after = number_in(request.GET.get("after")) or 0
        rows = batch.rows.filter(state__in=dict(TABS)[chosen], position__gte=after).order_by("position")
        rows = list(rows[: PAGE + 1])
        may_act = reaches(request.user, SUBJECTS[batch.subject].permission, batch.region_path)
        is_about_known = SUBJECTS[batch.subject].is_about_known
        is_to_come = may_act and batch.state == batch.State.CHECKED and bool(counts.get(State.READY))
        context = {
            "batch": batch,
            "from_queue": queue_of(request),
            "fields": fields,
            "tabs": [(key, number, key == chosen) for key, number in tabs],
            "tab": chosen,
            "rows": [_shown(row, batch.subject, fields, is_about_known=is_about_known) for row in rows[:PAGE]],
            "next": rows[PAGE].position if len(rows) > PAGE else None,
            "ready": counts.get(State.READY, 0),
            "open": dict(tabs)["open"],
            "is_turned": any(sheet.get("is_turned") for sheet in batch.given.get("sheets", []) if sheet["is_read"]),
            "unread": listed(batch.given.get("unread", [])),
            "hidden": between_names().join(batch.given.get("hidden", [])),
            "left_said": between_names().join(batch.given.get("left_said", [])),
            "unread_columns": between_names().join(_led(name, batch) for name in batch.given.get("unread_columns", [])),
            "unread_sheets": between_names().join(
                sheet["name"] for sheet in batch.given.get("sheets", []) if not sheet["is_read"]
            ),
            "is_checked": batch.state == batch.State.CHECKED,
            "is_to_come": is_to_come,
            "is_done": batch.state == batch.State.DONE,
            "may_act": may_act,
            "may_undo": may_act and len(deciding.posts_of(batch)) == batch.posts_pending,
            "may_decide": deciding.may_decide(batch, request.user),
            "waits": batch.state == batch.State.DONE and bool(batch.posts_pending),
            "confirming": deciding.confirming(batch, request.user) if is_to_come or batch.posts_pending else None,
            "seen": pack(batch, _said_of(rows[:PAGE])),
            "lost": lost,
            "written": [(WORDS[name], number) for name, number in counts.get("outcome", {}).items() if name in WORDS],
        }
        return render(request, "leaders/imports/import_detail.html", context, status=status)

    @staticmethod
    def _fields(batch):
        used = {name for sheet in batch.given.get("sheets", []) for name in sheet["columns"].values()}
        return [field for field in SUBJECTS[batch.subject].fields if field.name in used or field.is_required]


def _led(column, batch):
    """A column that is not read, with the kind of table that reads it: 成立日期 comes in with the groups."""
    header = same_tail(plain_header(column))
    for kind, subject in SUBJECTS.items():
        if kind != batch.subject and any(header == same_tail(word) for field in subject.fields for word in field.words):
            return _("%(column)s (read in a table of “%(kind)s”)") % {"column": column, "kind": kind.label}
    return column


WORDS = {
    "people": gettext_lazy("New people"),
    "posts": gettext_lazy("Posts handed in"),
    "filled_in": gettext_lazy("Records filled in"),
    "organizations": gettext_lazy("New organizations"),
    "compounds": gettext_lazy("New compounds"),
    "buildings": gettext_lazy("New buildings"),
    "filings": gettext_lazy("Paper filings handed in"),
    "hours": gettext_lazy("Hours handed in"),
    "honours": gettext_lazy("Honours handed in"),
}


def _shown(row, kind, fields, *, is_about_known):
    """One row for the page: a cell with an error is an input, all others are text."""
    said = row.said
    is_open = row.state in (State.WRONG, State.DOUBTFUL)
    named = {field.name for field in fields}
    cells = [
        {
            "name": field.name,
            "label": field.label,
            "text": _text(field.name, said),
            "errors": said["errors"].get(field.name, []),
            "hint": said["hints"].get(field.name, ""),
            "is_input": is_open and field.name in said["errors"],
        }
        for field in fields
    ]
    # A column the table does not have may still be missing: its input stands with the problems.
    extra = [
        {"name": name, "label": label_of_field(name, kind), "text": said["values"].get(name, ""), "errors": errors,
         "hint": said["hints"].get(name, ""), "is_input": True}
        for name, errors in said["errors"].items()
        if name not in named
    ]  # fmt: skip
    choices = [ImportRow.Choice.SKIP] if not said["matches"] else list(ImportRow.Choice)[1:]
    if row.state == State.DOUBTFUL and not said["matches"]:
        choices = [ImportRow.Choice.NEW, ImportRow.Choice.SKIP]
    if is_about_known:
        choices = [one for one in choices if one != ImportRow.Choice.NEW]
    return {
        "position": row.position, "number": row.number, "sheet": row.sheet, "state": row.state,
        "state_text": row.get_state_display(), "choice": row.choice, "choices": choices, "cells": cells,
        "extra": extra if is_open else [], "notes": said["notes"], "matches": said["matches"], "chosen": said["chosen"],
        "is_open": is_open,
    }  # fmt: skip


def _text(name, said):
    """What a cell shows: numbers of people only where they are to be put right."""
    text = said["values"].get(name, "")
    return masked(find_key(text)) if name == "phone" and name not in said["errors"] else text


def label_of_field(name, kind):
    """What the field is called in a table of this kind; 姓名 of a person is 名称 of a group."""
    for subject in (SUBJECTS[kind], *SUBJECTS.values()):
        for field in subject.fields:
            if field.name == name:
                return field.label
    return name


def _said_of(rows):
    """What a page shows of its rows, by the names of their inputs; "row-5" says which row of the file stands there."""
    shown = {}
    for row in rows:
        shown[f"row-{row.position}"] = f"{row.sheet} {row.number}"
        shown[f"choice-{row.position}"] = row.choice
        shown |= {f"cell-{row.position}-{name}": text for name, text in row.said["values"].items()}
    return shown


class ImportRevise(ImportDetail):
    """POST: what was corrected on the page, then every row is checked again.

    Was the table worked on since, cells only they changed keep that text; those both changed are told (409).
    """

    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.find_own(pk)
        edits, choices, chosen = {}, {}, {}
        names = {field.name for field in SUBJECTS[batch.subject].fields}
        for key, text in request.POST.items():
            kind, _dot, rest = key.partition("-")
            position, _dot, name = rest.partition("-")
            number = number_in(position)
            if number is None:
                continue
            if kind == "cell" and name in names:
                edits.setdefault(number, {})[name] = text.replace("\x00", "").strip()[:MOST_LETTERS]
            elif kind == "choice" and text in ImportRow.Choice.values:
                choices[number] = text
            elif kind == "match" and number_in(text):
                chosen[number] = number_in(text)
        lost = []
        if self.shown and self.shown.version != batch.version:
            lost = self._part(batch, edits, choices, chosen)
        batch.seen = None  # what they changed was held against what was typed
        try:
            actions.revise_rows(batch, edits=edits, choices=choices, chosen=chosen)
            tasks.begin(batch, batch.State.CHECKING, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(batch)
        return self.show(self.find(pk), status=409, lost=lost) if lost else redirect(batch)

    def _part(self, batch, edits, choices, chosen):
        """Take out of what was typed what was not changed here, or there too; the latter as [(row, column, …)]."""
        was, lost = self.shown.values, []
        rows = batch.rows.filter(position__in={*edits, *choices, *chosen})
        now = _said_of(rows)
        numbers = {row.position: row.number for row in rows}
        for position in list({*edits, *choices, *chosen}):
            is_same_row = now.get(f"row-{position}") == was.get(f"row-{position}")
            for name, mine in list(edits.get(position, {}).items()):
                key = f"cell-{position}-{name}"
                before, theirs = was.get(key, ""), now.get(key, "") if is_same_row else ""
                if is_same_row and mine != before and theirs in (before, mine):
                    continue
                del edits[position][name]
                if mine != before and theirs != mine:
                    lost.append((numbers.get(position), label_of_field(name, batch.subject), theirs, mine))
            key = f"choice-{position}"
            if position in choices and (
                not is_same_row or now.get(key) != was.get(key) or choices[position] == was.get(key)
            ):
                del choices[position]
            if not is_same_row:
                chosen.pop(position, None)
        return lost


class ImportConfirm(BatchView):
    """POST: write the rows that are ready."""

    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.find_own(pk)
        if not batch.counts.get(State.READY):
            messages.warning(request, _("No row is ready to be imported."))
            return redirect(batch)
        try:
            tasks.begin(batch, batch.State.WRITING, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, batch))
        return redirect(batch)


class ImportProgress(BatchView):
    """The inside of the progress box, asked for every second; when the work is done the page loads itself anew."""

    def get(self, request, pk):
        batch = self.find(pk)
        response = render(request, "leaders/imports/_progress.html", {"batch": batch})
        if not batch.is_running:
            response["HX-Refresh"] = "true"
        return response


class ImportRetry(BatchView):
    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.find_own(pk)
        if batch.is_broken_off:
            tasks.retry(batch)
        return redirect(batch)


class ImportDrop(AskFirst, BatchView):
    question = gettext_lazy("Give the import %(what)s up? The rows put right here are lost.")
    sure = gettext_lazy("Give this import up")
    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.find_own(pk)
        try:
            batch.drop(by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, batch))
            return redirect(batch)
        messages.success(request, _("The import was given up; nothing was written."))
        return redirect("leaders:import-list")


class ImportUndo(AskFirst, BatchView):
    question = gettext_lazy("Take the import %(what)s back? What it made is removed again.")
    sure = gettext_lazy("Take the import back")
    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.find_own(pk)
        try:
            undoing.undo(batch, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, batch))
        else:
            messages.success(request, _("The import was taken back."))
        return redirect(batch)


class ImportDecide(BatchView):
    """POST: what the batch handed in is confirmed by somebody who did not hand them in."""

    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.find(pk)
        decision = deciding.DECISIONS.get(batch.subject)
        if decision is None or not reaches(request.user, decision.permission, batch.region_path):
            raise PermissionDenied
        try:
            done, refused = deciding.confirm_posts(batch, by=request.user)
        except ValidationError as own:
            messages.error(request, " ".join(own.messages))
            return redirect(batch)
        messages.success(request, _("Entries confirmed: %(count)s.") % {"count": done})
        for sentence in refused[:10]:
            messages.warning(request, sentence)
        return redirect(after_decision(request, batch.get_absolute_url()))


class ImportColumns(BatchView):
    """Which column means what; corrected once, remembered for the next table with the same header."""

    def get(self, request, pk):
        return self._show(self.find_own(pk))

    def post(self, request, pk):
        batch = self.find_own(pk)
        names = {field.name for field in SUBJECTS[batch.subject].fields}
        layouts = []
        for index, known in enumerate(batch.given["sheets"]):
            header = number_in(request.POST.get(f"header-{index}"))
            columns = {}
            for key, name in request.POST.items():
                if key.startswith(f"column-{index}-") and name in names and name not in columns.values():
                    columns[key.rsplit("-", 1)[1]] = name
            header = known["header"] if header is None else max(header - 1, 0)
            is_read = f"read-{index}" in request.POST
            layouts.append(known | {"header": header, "columns": columns, "is_read": is_read and bool(columns)})
        if self.shown and self.shown.version != batch.version:
            return self._show(batch, layouts, status=409)
        try:
            actions.read_again(batch, by=request.user, layouts=layouts)
            tasks.begin(batch, batch.State.CHECKING, by=request.user)
        except (Refused, ValidationError) as refused:
            messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
            return redirect("leaders:import-columns", pk=batch.pk)
        return redirect(batch)

    def _show(self, batch, layouts=None, status=200):
        """`layouts`: what was chosen here while somebody else worked on the table; it stands beside theirs."""
        if batch.state != batch.State.CHECKED or not hasattr(batch, "file"):
            return redirect(batch)
        kind = batch.subject
        fields, sheets = SUBJECTS[kind].fields, reading.read(batch.file.data(), kind)
        shown = [
            known
            | {"index": index, "line": known["header"] + 1, "shown": reading.columns_told_apart(sheets, known, kind)}
            for index, known in enumerate(layouts or batch.given["sheets"])
        ]
        others = [
            (one["header"], label_of_field(theirs["columns"].get(str(one["column"]), ""), kind) or _("Do not read"))
            for sheet, theirs in zip(shown, batch.given["sheets"], strict=True)
            for one in sheet["shown"]
            if layouts and one["name"] != theirs["columns"].get(str(one["column"]), "")
        ]
        return render(self.request, "leaders/imports/import_columns.html", {
            "batch": batch, "sheets": shown, "fields": fields, "is_late": layouts is not None, "others": others,
        }, status=status)  # fmt: skip
