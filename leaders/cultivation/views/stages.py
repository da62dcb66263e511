"""The way to leading: the step of one person, and the board of everybody in a region by stage."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from communities.pages.base import ScopedMixin
from communities.records.counting import capped_counts, shown_count
from communities.regions.forms.picker import chain_of
from communities.scope import holds_anywhere
from leaders.cultivation.filters.stage import StageFilter
from leaders.cultivation.forms.stage import StageForm
from leaders.cultivation.models import ReservePlace, StageStep
from leaders.people.models import Leader, Stage
from leaders.registration.views.leaders import record_summary_of_export
from registry.accounts.roles import Permission
from registry.sheets.export import stream_csv

CARDS = 12
COLUMNS = [Stage.NOMINATED, Stage.BACKBONE, Stage.RESERVE]
COUNTED_ONLY = [Stage.LEADER, Stage.EMERITUS]


class Column(NamedTuple):
    stage: str
    label: str
    count: str
    people: list
    has_more: bool


class LeaderStage(ScopedMixin, View):
    """Take the next step with one person: a stage or none, the reason, who accompanies, what comes next."""

    permission = Permission.LEADER_EDIT

    def get(self, request, pk):
        leader = self._leader(pk)
        last = self._last(leader)
        initial = {"stage": leader.stage, "on": timezone.localdate(), "seen": leader.stage} | _carried(last)
        return self._show(leader, StageForm(initial=initial, user=request.user, leader=leader), last)

    def post(self, request, pk):
        leader = self._leader(pk)
        form = StageForm(request.POST, user=request.user, leader=leader)
        if not form.is_valid():
            return self._show(leader, form, self._last(leader))
        values = form.cleaned_data
        try:
            leader.move_to_stage(
                values["stage"],
                by=request.user,
                note=values["reason"],
                on=values["on"],
                mentor=values["mentor"],
                next_step=values["next_step"],
                next_step_due=values["next_step_due"],
                seen=values["seen"],
            )
        except ValidationError as refused:
            form.take(refused)
            return self._show(leader, form, self._last(leader), status=409)
        messages.success(request, _("The step of %(leader)s was saved.") % {"leader": leader})
        return redirect(leader)

    def _leader(self, pk):
        rows = Leader.objects.permitted(self.request.user, self.permission).select_related("region__parent")
        return get_object_or_404(rows, pk=pk)

    @staticmethod
    def _last(leader):
        return leader.stage_steps.newest().with_mentors().first()

    def _show(self, leader, form, last, status=200):
        context = {"leader": leader, "form": form, "last": last}
        return render(self.request, "leaders/cultivation/leader_stage.html", context, status=status)


def _carried(last):
    """The mentor stays unless somebody else is named."""
    if last is None or not (last.mentor_id or last.mentor_user_id):
        return {}
    return {"mentor": last.mentor.number if last.mentor_id else str(last.mentor_user)}


class StageBoard(ScopedMixin, View):
    """Everybody on the way in one region, by stage; each column shows the first CARDS people."""

    permission = Permission.LEADER_LIST

    def get(self, request):
        scoped = Leader.objects.permitted(request.user, self.permission)
        filterset = StageFilter(request.GET, queryset=scoped, request=request)
        found = filterset.qs
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        counts = capped_counts(request.user, {stage.value: found.filter(stage=stage) for stage in Stage})
        context = {
            "filter": filterset,
            "region": region,
            "crumbs": [(row.name, f"?region={row.pk}") for row in chain_of(region)] if region else [],
            "columns": _columns(found, counts),
            "counted": [(stage.value, stage.label, shown_count(counts[stage])) for stage in COUNTED_ONLY],
            "is_filtered": any(values.values()),
            "may_edit": holds_anywhere(request.user, Permission.LEADER_EDIT),
            "may_export": holds_anywhere(request.user, Permission.LEADER_EXPORT),
        }
        return render(request, "leaders/cultivation/stage_board.html", context)


def _columns(found, counts):
    rows = found.select_related("region__parent").in_place_order()
    columns = [(stage, list(rows.filter(stage=stage)[:CARDS]) if counts[stage] else []) for stage in COLUMNS]
    prefetch_related_objects([person for _stage, people in columns for person in people], *_card_parts())
    return [
        Column(stage.value, stage.label, shown_count(counts[stage]), people, counts[stage] > CARDS)
        for stage, people in columns
    ]


def _card_parts():
    """What a card shows besides the person: the newest step and the open places on reserve lists."""
    steps = StageStep.objects.newest().with_mentors()
    places = ReservePlace.objects.open().select_related("organization", "region__parent")
    return [
        Prefetch("stage_steps", queryset=steps, to_attr="newest_steps"),
        Prefetch("reserve_places", queryset=places, to_attr="open_places"),
    ]


class StageExport(ScopedMixin, View):
    """The people on the way as CSV, without numbers; logged."""

    permission = Permission.LEADER_EXPORT

    def get(self, request):
        scoped = Leader.objects.permitted(request.user, self.permission)
        rows = StageFilter(request.GET, queryset=scoped, request=request).qs.filter(stage__in=COLUMNS)
        record_summary_of_export(request.user, rows)
        rows = rows.select_related("region__parent").prefetch_related(*_card_parts()).order_by("region_path", "id")
        header = [
            _("Number"), _("Full name"), _("Region"), _("Stage"), _("Since"), _("Reserve list of"), _("Mentor"),
            _("Next step"), _("Next step due"),
        ]  # fmt: skip
        cells = (_cells(row) for row in rows.iterator(chunk_size=1000))
        return stream_csv(f"stages-{timezone.localdate()}.csv", header, cells)


def _cells(row):
    step = row.newest_steps[0] if row.newest_steps else StageStep()
    return [
        row.number, row.name, row.region.place_label, row.get_stage_display(), row.stage_since,
        "；".join(place.seat for place in row.open_places), step.mentor_name, step.next_step, step.next_step_due,
    ]  # fmt: skip
