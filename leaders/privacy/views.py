"""Personal data: the copy a person may ask for, and requests to erase it with their decision."""

import tempfile
from typing import Any

from django.apps import apps
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from communities.pages.acts import RowAct, TransitionView
from communities.pages.base import ScopedMixin
from communities.pages.decisions import DecisionPage
from communities.pages.exports import Export
from communities.pages.hanging import ShowsHanging
from communities.pages.plain_list import PlainList, Shown
from communities.records.endings import hanging_on
from communities.scope import reaches, reaches_row
from leaders.people.models import Leader
from leaders.privacy.filters import ErasureFilter
from leaders.privacy.forms import CopyForm, ErasureForm, ErasureVerdictForm, OpenForm
from leaders.privacy.models import Erasure, Hold
from leaders.privacy.models.copying import copy_of, kinds_of_copy
from leaders.privacy.models.erasure import held_by
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.sheets.export import XLSX, content_disposition, write_book
from registry.ui.signs import between_names

EXPORT = Export(
    name="erasure",
    title=gettext_lazy("Requests for erasure"),
    permission=Permission.LEADER_EXPORT,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("number", gettext_lazy("Number"), "leader.number"),
        Column("name", gettext_lazy("Full name"), "leader.name"),
        Column("region", gettext_lazy("Region"), "leader.region.place_label"),
        Column("asker", pgettext_lazy("erasure", "Who asks"), "get_asker_display"),
        Column("asked", pgettext_lazy("erasure", "Asked on"), "asked_on"),
        Column("answer", pgettext_lazy("erasure", "To be answered by"), "answer_by"),
        Column("state", gettext_lazy("State"), "get_state_display"),
        Column("decided", pgettext_lazy("erasure", "Answered at"), "decided_at"),
        Column("reason", gettext_lazy("Reason"), "reason"),
    ),
)


def panel(row: Leader, user: Any) -> dict[str, Any]:
    """For a sheet of the person's page: whether this account makes copies there."""
    return {"may_copy": row.erased_on is None and reaches(user, Permission.LEADER_REVEAL, row.region_path)}


class PersonalCopy(ScopedMixin, View):
    """All that is held about one person as a workbook, for the person; the phone is in it, so the look is logged."""

    permission = Permission.LEADER_REVEAL

    def get(self, request, pk):
        return self._show(self._leader(pk), CopyForm())

    def post(self, request, pk):
        leader, form = self._leader(pk), CopyForm(request.POST)
        if not form.is_valid():
            return self._show(leader, form)
        tables = copy_of(leader, request.user)
        purpose, rows = form.cleaned_data["purpose"], sum(len(table.rows) for table in tables)
        columns = between_names().join(table.title for table in tables)
        record_read("personal_copy.export", leader, by=request.user, rows=rows, purpose=purpose, columns=columns)
        file = tempfile.TemporaryFile()
        write_book(file, tables)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
        title = _("Personal data of %(name)s") % {"name": leader.name}
        response["Content-Disposition"] = content_disposition(f"{title}-{timezone.localdate()}.xlsx")
        return response

    def _leader(self, pk):
        people = Leader.objects.permitted(self.request.user, self.permission).filter(erased_on=None)
        return get_object_or_404(people.select_related("region__parent"), pk=pk)

    def _show(self, leader, form):
        context = {"leader": leader, "form": form, "kinds": kinds_of_copy()}
        return render(self.request, "leaders/privacy/personal_copy.html", context)


class ErasureList(PlainList):
    permission = Permission.LEADER_VIEW
    model = Erasure
    filterset_class = ErasureFilter
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    title = gettext_lazy("Requests for erasure")
    lead = gettext_lazy(
        "A request is entered on the person's own page and answered by a manager in time; what is erased cannot be "
        "brought back."
    )
    nothing = gettext_lazy("Nobody asked for an erasure yet")
    hint = gettext_lazy("Somebody who asks at the desk is entered on their own page, under “Personal data”.")
    shown = (
        Shown(gettext_lazy("Full name"), "leader.name", order="place", sub="leader.region.place_label"),
        Shown(gettext_lazy("Number"), "leader.number"),
        Shown(pgettext_lazy("erasure", "Who asks"), "get_asker_display"),
        Shown(pgettext_lazy("erasure", "Asked on"), "asked_on"),
        Shown(pgettext_lazy("erasure", "To be answered by"), "answer_by"),
        Shown(gettext_lazy("State"), "tag"),
    )
    takes_away = "leaders:erasure-export"
    part_of = "leaders:leader-list"

    def prepare(self, queryset):
        return queryset.with_names()


class ErasureCreate(RowAct):
    """Enter that somebody asks for it; nothing is erased yet."""

    permission = Permission.LEADER_EDIT
    decided_with = Permission.ERASURE_DECIDE
    model = Leader
    form_class = ErasureForm
    template_name = "leaders/privacy/erasure_form.html"
    title = gettext_lazy("Request for erasure: %(row)s")
    submit = gettext_lazy("Hand in the request")

    def rows(self):
        return super().rows().select_related("region__parent")

    def is_open(self, row):
        return row.erased_on is None and not row.erasures.pending().exists()

    def make_form(self, row, data=None):
        return ErasureForm(data, initial={"asked_on": timezone.localdate()})

    def act(self, row, values):
        self.erasure = Erasure(leader=row, **values)
        self.erasure.enter(by=self.request.user)
        return _("The request of %(name)s was handed in. A manager answers it by %(day)s.") % {
            "name": row,
            "day": self.erasure.answer_by,
        }

    def next_page(self, row):
        return self.erasure

    def more_context(self, row):
        return {"held": held_by(row)}


class ErasureDetail(ShowsHanging, DecisionPage):
    """One request: what still needs the data, what is let go with it, and the decision."""

    model = Erasure
    permission, decide_permission = Permission.LEADER_VIEW, Permission.ERASURE_DECIDE
    template_name = "leaders/privacy/erasure_detail.html"
    form_class = ErasureVerdictForm
    withdraw_url = "leaders:erasure-withdraw"

    def get(self, request, pk):
        row = self.find(pk)
        record_read("erasure.view", row, by=request.user)
        return self.show(row, self.make_form(row))

    def hanging_of_row(self, row):
        return hanging_on(row.leader) if self.waits(row) else []

    def form_about(self, row, data):
        return self.make_form(row, data)

    def held(self, row):
        return [row.leader]

    def decide(self, row, form):
        if form.holds:
            values = form.cleaned_data
            row.hold(by=self.request.user, basis=values["basis"], until=values["until"])
        else:
            super().decide(row, form)

    def facts(self, row):
        waits = self.waits(row)
        kept = None if waits else Hold.objects.filter(erasure=row).select_related("ended_by").defer("sealed").first()
        may_open = kept is not None and kept.ended_at is None
        return {
            "kept": kept,
            "may_open": may_open and reaches_row(self.request.user, Permission.HOLD_OPEN, row),
            "may_end": may_open and kept.is_over,
            "told": [(column.label, column.of(row)) for column in EXPORT.columns[3:6]],
            "needed_by": held_by(row.leader) if waits else [],
            "hanging": self.hanging(row),
            "still_named": self._still_named(row),
            "person_url": row.leader.get_absolute_url(),
        }

    def _still_named(self, row):
        """[(kind, address)] of the texts in which the name still stands, for whoever reaches the place."""
        if not row.left or not reaches_row(self.request.user, Permission.LEADER_EDIT, row):
            return []
        return [(apps.get_model(label)._meta.verbose_name, address) for label, address in row.left]


class HoldOpen(ScopedMixin, View):
    """What is kept sealed of one person, shown to whoever holds the right and says what for: each time is logged."""

    permission = Permission.HOLD_OPEN

    def get(self, request, pk):
        return self._show(_kept(self, pk), OpenForm())

    def post(self, request, pk):
        kept, form = _kept(self, pk), OpenForm(request.POST)
        if not form.is_valid():
            return self._show(kept, form)
        purpose = form.cleaned_data["purpose"]
        record_read("hold.reveal", kept, by=request.user, purpose=purpose)
        request.session[f"hold-{kept.pk}"] = purpose  # its files are looked at for the same
        tables, files = kept.open()
        return self._show(kept, form, tables=tables, files=files)

    def _show(self, kept, form, **opened):
        context = {"row": kept.erasure, "kept": kept, "form": form, "tables": (), "files": ()} | opened
        return render(self.request, "leaders/privacy/hold_open.html", context)


class HoldFile(ScopedMixin, View):
    """A file of it, for what the record was opened for in this session; each look is logged."""

    permission = Permission.HOLD_OPEN
    is_file = True

    def get(self, request, pk, file):
        kept = _kept(self, pk)
        one = get_object_or_404(kept.files, pk=file)
        purpose = request.session.get(f"hold-{kept.pk}")
        if not purpose:
            return redirect("leaders:hold-open", pk=pk)
        record_read("hold.reveal", kept, by=request.user, purpose=purpose)
        name = one.file.name.rpartition("/")[2]
        kind = "image/jpeg" if one.is_picture else "application/octet-stream"
        response = FileResponse(one.file.open("rb"), content_type=kind)
        response["Content-Disposition"] = content_disposition(name)
        return response


class HoldEnd(RowAct):
    """The law asks for it no longer: thrown away for good."""

    model = Erasure
    permission = Permission.HOLD_OPEN
    title = gettext_lazy("Throw away what is kept sealed: %(row)s")
    submit = gettext_lazy("Throw away for good")
    lead = gettext_lazy("The sealed record and its files are gone. The request, its days and who decided stay.")
    is_grave = True

    def is_open(self, row):
        return row.state == Erasure.State.HELD and row.kept.is_over

    def rows(self):
        return super().rows().with_names().select_related("kept").defer("kept__sealed")

    def act(self, row, values):
        row.end_hold(by=self.request.user, reason=values["note"])
        return _("What was kept sealed is gone.")


def _kept(view, pk):
    """What stands sealed with that request in the reach of whoever asks; else 404."""
    rows = Hold.objects.permitted(view.request.user, view.permission).filter(ended_at=None)
    return get_object_or_404(rows.select_related("erasure__leader"), erasure=pk)


class ErasureWithdraw(TransitionView):
    """Whoever entered it takes it back while it waits."""

    model = Erasure
    permission = Permission.LEADER_EDIT
    verb = "withdraw"
    done = gettext_lazy("The request for erasure of %(row)s was withdrawn.")
