from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import CreateView

from communities.documents.views import DocumentAdd, documents_of
from communities.pages.acts import RowAct, TransitionView
from communities.pages.base import ScopedMixin, UserFormMixin, found, open_or_404
from communities.pages.drafts import Drafted
from communities.pages.edit import EditPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.pages.tabbed import counted
from communities.records.statements import asked
from communities.regions.views.picker import PickingMixin
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from leaders.training.filters import TrainingFilter
from leaders.training.forms import CancelForm, TrainingForm
from leaders.training.models import Enrolment, TrainingFeedback, TrainingSession
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.ui.signs import between_names
from registry.upkeep.written import Given

State = TrainingSession.State
CHANGED_TOLD = 60  # places given back or corrected, of which the history tells


EXPORT = Export(
    name="training_session",
    verb="training.export",
    title=gettext_lazy("Training"),
    permission=Permission.TRAINING_EDIT,
    prepare=lambda rows: rows.select_related("region").annotate(
        came=Count("enrolments", filter=Q(enrolments__attendance__in=["present", "late"])),
    ),
    order=("starts_at", "id"),
    columns=(
        Column("title", gettext_lazy("Name of the session"), "title"),
        Column("area", gettext_lazy("Content area"), "get_content_area_display"),
        Column("format", gettext_lazy("Form of training"), "get_format_display"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("starts", gettext_lazy("Begins"), "starts_at"),
        Column("minutes", gettext_lazy("Minutes"), "minutes"),
        Column("place", gettext_lazy("Place"), "place"),
        Column("state", gettext_lazy("State"), "get_state_display"),
        Column("enrolled", gettext_lazy("Enrolled"), "enrolled"),
        Column("came", gettext_lazy("Attended"), "came"),
    ),
)


class TrainingList(KeysetList):
    """Sessions in reach, with those of the street above. Coming ones by their day, past ones the newest first."""

    permission = Permission.TRAINING_VIEW
    model = TrainingSession
    filterset_class = TrainingFilter
    template_name = "leaders/training/training_list.html"
    exports = EXPORT
    orders = {"soon": ("starts_at", "id"), "newest": ("newest_first", "id")}

    @property
    def order(self):
        chosen = self.request.GET.get("order", "")
        past = self.request.GET.get("state") in (State.DONE, State.CANCELLED)
        return chosen if chosen.removeprefix("-") in self.orders else "newest" if past else "soon"

    def prepare(self, queryset):
        return queryset.select_related("region")

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        state = values.get("state") or ""
        return {
            "tabs": _tabs(counted(filterset, scoped), state),
            "state": state,
            "is_filtered": any(value for name, value in values.items() if name != "state"),
            "may_edit": holds_anywhere(self.request.user, Permission.TRAINING_EDIT),
        }


def _tabs(scoped, chosen):
    """[(state, label, count, chosen)]: one query over at most 10,001 rows; beyond that no counts."""
    counted = {state: Count("pk", filter=Q(state=state)) for state in State.values}
    row = scoped.order_by()[: COUNT_CAP + 1].aggregate(all=Count("pk"), **counted)
    over = row["all"] > COUNT_CAP
    tabs = [("", _("Not completed"), row["planned"] + row["closed"])]
    tabs += [(state, label, row[state]) for state, label in State.choices]
    return [(state, label, "" if over else count, state == chosen) for state, label, count in tabs]


class TrainingCreate(Drafted, PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    draft_title = gettext_lazy("Announce session")
    model = TrainingSession
    permission = Permission.TRAINING_EDIT
    form_class = TrainingForm
    template_name = "leaders/training/training_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("leaders:training-list")}

    def get_initial(self):
        region = number_in(self.request.GET.get("region"))
        return {"region": region} if region else {}

    def form_valid(self, form):
        times = form.cleaned_data["times"] or 1
        try:
            form.instance.announce(by=self.request.user, times=times)
        except ValidationError as refused:
            form.instance.pk = None
            form.take(refused)
            return self.form_invalid(form)
        if times > 1:
            said = _("“%(session)s” was announced %(n)s times, a week apart. People can be enrolled now.")
            messages.success(self.request, said % {"session": form.instance, "n": times})
            return redirect("leaders:training-list")
        messages.success(
            self.request, _("“%(session)s” was announced. People can be enrolled now.") % {"session": form.instance}
        )
        return redirect(form.instance)


class TrainingUpdate(PickingMixin, EditPage):
    model = TrainingSession
    permission = Permission.TRAINING_EDIT
    form_class = TrainingForm
    template_name = "leaders/training/training_form.html"
    done = gettext_lazy("“%(row)s” was saved.")

    def get_queryset(self):
        return super().get_queryset().unfinished().select_related("region")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}

    def save_row(self, form):
        tell_moved_up(self.request, form.instance.revise(by=self.request.user, before=self.before))


def tell_moved_up(request, rows):
    """Name who got a place from the waiting list, as far as `request.user` reaches them."""
    names = [row.leader.name for row in rows if reaches(request.user, Permission.TRAINING_VIEW, row.region_path)]
    if names:
        messages.info(request, _("Moved up from the waiting list: %(names)s.") % {"names": between_names().join(names)})


class TrainingDetail(ScopedMixin, View):
    """One session: who has a place, who waits, what it is about. A worker sees the own people only."""

    permission = Permission.TRAINING_VIEW

    def get(self, request, pk):
        user, row = request.user, found(self, self.rows, pk)
        people = asked("people of a session", user, self.people, session=row.pk)
        runs, may_edit = row.is_run_by(user), bool(row.spans_to_enrol(user))
        for one in people:
            one.is_known = reaches(user, Permission.LEADER_VIEW, one.leader.region_path)
            one.may_edit = runs or reaches(user, Permission.TRAINING_EDIT, one.leader.region_path)
        waiting = [one for one in people if one.state == Enrolment.State.WAITING]
        # The history tells whose place was given back or corrected; of the others the list itself says all there is.
        changed = [one for one in people if one.state == Enrolment.State.WITHDRAWN or one.correction][:CHANGED_TOLD]
        sees_all = reaches(user, self.permission, row.region_path)
        context = {
            "row": row,
            "seated": [one for one in people if one.state == Enrolment.State.ENROLLED],
            "waiting": waiting,
            "waiting_count": len(waiting) if sees_all else row.enrolments.waiting().count(),
            "runs": runs,
            "sees_all": sees_all,
            "may_edit": may_edit,
            "may_enrol": may_edit and can_enrol(row, user),
            "documents": documents_of(row, user),
            "add_url": reverse("leaders:training-document-add", args=[row.pk]) if runs and row.takes_documents else "",
            "feedback": TrainingFeedback.summary(row) if runs else None,
            "entries": history_of(row, *changed) if runs else [],
        }
        return render(request, "leaders/training/training_detail.html", context)

    def rows(self):
        return sessions_in_reach(self.request.user, self.permission)

    def people(self):
        people = Enrolment.objects.permitted(self.request.user, self.permission).filter(session=Given("session"))
        return people.with_people().order_by("position", "leader__pinyin", "id")


def can_enrol(row, user):
    try:
        row.refuse_enrolment(user)
    except ValidationError:
        return False
    return True


def sessions_in_reach(user, permission):
    return TrainingSession.objects.permitted(user, permission).select_related("region__parent", "created_by")


def session_or_404(user, pk, permission):
    return get_object_or_404(sessions_in_reach(user, permission), pk=pk)


class TrainingClose(TransitionView):
    model = TrainingSession
    permission = Permission.TRAINING_EDIT
    verb = "close"
    done = gettext_lazy("Enrolment for “%(row)s” is closed.")


class TrainingReopen(TransitionView):
    model = TrainingSession
    permission = Permission.TRAINING_EDIT
    verb = "reopen"
    done = gettext_lazy("“%(row)s” takes enrolments again.")


class TrainingFinish(TransitionView):
    """Complete the roll call; an open enrolment is closed by the same act."""

    model = TrainingSession
    permission = Permission.TRAINING_EDIT
    done = gettext_lazy("“%(row)s” is completed; the hours are credited.")

    def act(self, row):
        row.complete(by=self.request.user)


class TrainingResume(RowAct):
    """Take up the roll of a completed session again."""

    model = TrainingSession
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("Take up the roll again")
    lead = gettext_lazy("%(row)s: what was marked stays; it is completed anew afterwards.")
    done = gettext_lazy("The roll of “%(row)s” is open again.")

    def is_open(self, row):
        return row.state == State.DONE

    def act(self, row, values):
        row.resume(by=self.request.user, reason=values["note"])
        return self.done % {"row": row}


class TrainingCancel(ScopedMixin, View):
    """Call a session off, with the reason."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        return self._show(self._row(pk), CancelForm())

    def post(self, request, pk):
        row, form = self._row(pk), CancelForm(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            row.cancel(by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form)
        text = ngettext(
            "“%(session)s” is cancelled. %(n)s enrolled person is to be told.",
            "“%(session)s” is cancelled. %(n)s enrolled people are to be told.",
            row.enrolled,
        )
        messages.success(request, text % {"session": row, "n": row.enrolled})
        return redirect(row)

    def _row(self, pk):
        rows = TrainingSession.objects.permitted(self.request.user, self.permission)
        return open_or_404(rows, lambda row: row.is_unfinished, pk)

    def _show(self, row, form):
        return render(self.request, "leaders/training/training_cancel.html", {"row": row, "form": form})


class TrainingDocumentAdd(DocumentAdd):
    model = TrainingSession
    permission = Permission.TRAINING_EDIT


class TrainingSheet(ScopedMixin, View):
    """The sign-in sheet to print: no numbers, no addresses beyond the place; logged like an export."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        row = session_or_404(request.user, pk, self.permission)
        people = list(row.enrolments.seated().with_people().order_by("leader__pinyin", "id"))
        record_read("training.sheet", row, by=request.user, rows=len(people))
        return render(
            request, "leaders/training/training_sheet.html", {"row": row, "people": people, "blank": range(5)}
        )
