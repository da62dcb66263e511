"""The way to leading: the step of one person, and the board of everybody in a region by stage."""

from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.acts import RowAct
from communities.pages.base import ScopedMixin
from communities.pages.exports import Export
from communities.pages.lists import filtered, mark_rights, tell_invalid
from communities.pages.seen import pack
from communities.records.counting import capped_counts, shown_count
from communities.regions.forms.picker import crumbs_to
from communities.scope import holds_anywhere
from leaders.cultivation.filters.stage import StageFilter
from leaders.cultivation.forms.stage import StageForm
from leaders.cultivation.models import ReservePlace, StageStep
from leaders.people.known import known_or_404
from leaders.people.models import Leader, Stage
from registry.accounts.roles import Permission
from registry.audit.sentences import Change
from registry.sheets.columns import Column

CARDS = 12
COLUMNS = [Stage.NOMINATED, Stage.BACKBONE, Stage.RESERVE]
COUNTED_ONLY = [Stage.LEADER, Stage.EMERITUS]


class BoardColumn(NamedTuple):
    stage: str
    label: str
    count: str
    people: list
    has_more: bool


class LeaderStage(RowAct):
    """Take the next step with one person: a stage or none, the reason, who accompanies, what comes next.

    Each step is a row of its own: held against what the page showed is where the person stood by then.
    """

    permission = Permission.LEADER_EDIT
    model = Leader
    template_name = "leaders/cultivation/leader_stage.html"

    def rows(self):
        return super().rows().select_related("region__parent")

    def find(self, pk):
        leader = known_or_404(self.rows(), pk)
        self.last = leader.stage_steps.newest().with_mentors().first()
        return leader

    def make_form(self, row, data=None):
        initial = {"stage": row.stage, "on": timezone.localdate()} | _carried(self.last)
        return StageForm(data, initial=initial, user=self.request.user, leader=row)

    def dressed(self, row, data=None):
        form = super().dressed(row, data)
        form.fields["seen"].initial = pack(row, self._standing(row))
        return form

    def renew(self, form, row):
        form.data = form.data.copy()
        form.data["seen"] = pack(row, self._standing(row))

    def is_stale(self, row, shown):
        return shown.values != self._standing(row)

    def changes(self, row, shown):
        """The step that came between."""
        labels = {"stage": _("Stage"), "mentor": _("Mentor"), "next_step": _("Next step"), "due": _("Due")}
        now, was = self._standing(row), shown.values
        stages = dict(Stage.choices)
        return [
            Change(label, stages.get(was.get(name), was.get(name)), stages.get(now[name], now[name]))
            for name, label in labels.items()
            if was.get(name) != now[name]
        ]

    def _standing(self, row):
        """Where the person stands, as the page tells it."""
        last = self.last or StageStep()
        return {
            "stage": row.stage,
            "step": last.pk or 0,
            "mentor": last.mentor_name,
            "next_step": last.next_step,
            "due": str(last.next_step_due or ""),
        }

    def act(self, row, values):
        reason = values.pop("reason")
        row.move_to_stage(values.pop("stage"), by=self.request.user, note=reason, seen=row.stage, **values)
        return _("The step of %(leader)s was saved.") % {"leader": row}

    def more_context(self, row):
        return {"leader": row, "last": self.last}


def _carried(last):
    """The mentor stays unless somebody else is named."""
    if last is None or not (last.mentor_id or last.mentor_user_id):
        return {}
    return {"mentor": last.mentor.number if last.mentor_id else str(last.mentor_user)}


def _card_parts():
    """What a card shows besides the person: the newest step and the open places on reserve lists."""
    steps = StageStep.objects.newest().with_mentors()
    places = ReservePlace.objects.open().select_related("organization", "region__parent")
    return [
        Prefetch("stage_steps", queryset=steps, to_attr="newest_steps"),
        Prefetch("reserve_places", queryset=places, to_attr="open_places"),
    ]


def newest_step(row):
    return row.newest_steps[0] if row.newest_steps else StageStep()


EXPORT = Export(
    name="stage",
    verb="leader.export",
    title=gettext_lazy("People on the way"),
    permission=Permission.LEADER_EXPORT,
    prepare=lambda rows: rows.select_related("region__parent").prefetch_related(*_card_parts()),
    columns=(
        Column("number", gettext_lazy("Number"), "number"),
        Column("name", gettext_lazy("Full name"), "name"),
        Column("region", gettext_lazy("Region"), "region.place_label"),
        Column("stage", gettext_lazy("Stage"), "get_stage_display"),
        Column("since", gettext_lazy("Since"), "stage_since"),
        Column(
            "reserve", gettext_lazy("Reserve list of"), lambda row: "；".join(place.seat for place in row.open_places)
        ),
        Column("mentor", gettext_lazy("Mentor"), lambda row: newest_step(row).mentor_name),
        Column("step", gettext_lazy("Next step"), lambda row: newest_step(row).next_step),
        Column("due", gettext_lazy("Next step due"), lambda row: newest_step(row).next_step_due),
    ),
)


class StageBoard(ScopedMixin, View):
    """Everybody on the way in one region, by stage; each column shows the first CARDS people."""

    permission = Permission.LEADER_LIST
    exports = EXPORT
    rights = {"sees_contact": Permission.LEADER_VIEW, "may_edit": Permission.LEADER_EDIT}

    def found(self):
        """The people the filters of the address leave; the file holds those of the three columns."""
        scoped = Leader.objects.here().permitted(self.request.user, self.permission)
        filterset = StageFilter(self.request.GET, queryset=scoped, request=self.request)
        tell_invalid(self.request, filterset)
        return filtered(filterset, scoped).filter(stage__in=COLUMNS)

    def get(self, request):
        scoped = Leader.objects.here().permitted(request.user, self.permission)
        filterset = StageFilter(request.GET, queryset=scoped, request=request)
        found = filtered(filterset, scoped)
        tell_invalid(request, filterset)
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        counts = capped_counts(request.user, {stage.value: found.filter(stage=stage) for stage in Stage})
        columns = _columns(found, counts)
        for column in columns:
            mark_rights(request.user, column.people, self.rights)
        context = {
            "filter": filterset,
            "region": region,
            "crumbs": crumbs_to(region),
            "columns": columns,
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
        BoardColumn(stage.value, stage.label, shown_count(counts[stage]), people, counts[stage] > CARDS)
        for stage, people in columns
    ]
