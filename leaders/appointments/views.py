from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from communities.pages.acts import RowAct, TransitionView, tell_stale
from communities.pages.base import NotOpen, ScopedMixin
from communities.pages.decisions import DecisionPage
from communities.pages.drafts import Drafted
from communities.pages.edit import EditAct
from communities.pages.readers import number_in
from communities.pages.seen import SeenField, changes_since, renew, unpack
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, reaches
from leaders.appointments.actions import decide_appointment, submit_appointment
from leaders.appointments.forms import AppointmentForm, AppointmentVerdict, EndCorrection, EndForm, PostFields
from leaders.appointments.models import Appointment, usual_end
from leaders.appointments.seat_note import notes_on_seat
from leaders.people.models import Leader
from registry.accounts.roles import Permission


class AppointmentPage(DecisionPage):
    """Facts, history and, for whoever may, the decision."""

    model = Appointment
    permission, decide_permission = Permission.LEADER_VIEW, Permission.APPOINTMENT_DECIDE
    template_name = "leaders/appointments/appointment_detail.html"
    form_class = AppointmentVerdict
    withdraw_url = "leaders:appointment-withdraw"
    passes = (gettext_lazy("Confirm"), gettext_lazy("takes effect at once, in the public directory too"))

    def rows(self):
        return super().rows().select_related("submitted_by", "decided_by", "leader__region", "succession_plan")

    def decide(self, row, form):
        if form.sends_back:
            super().decide(row, form)
        else:
            decide_appointment(row, by=self.request.user, replace=form.cleaned_data.get("replace", False))

    def facts(self, row):
        may_edit = reaches(self.request.user, Permission.LEADER_EDIT, row.region_path)
        sitting = row.sitting() if self.waits(row) else None
        return {
            "sitting": sitting,
            "is_past": row.is_past_beside(sitting),
            "may_edit": may_edit,
            "may_plan": may_edit and row.state == Appointment.State.CURRENT,
            "candidates": list(row.plan.candidates.select_related("region__parent")) if row.plan else [],
        }


class AppointmentWithdraw(TransitionView):
    """Whoever handed it in takes it back before it is confirmed."""

    permission = Permission.LEADER_EDIT
    model = Appointment
    verb = "withdraw"
    done = gettext_lazy("%(row)s was withdrawn.")


@require_safe
def seat(request):
    """What is said beside the seat, for the fields chosen so far."""
    if not holds_anywhere(request.user, Permission.LEADER_EDIT):
        raise PermissionDenied
    form = PostFields(request.GET)
    form.set_post_choices(request.user)
    people = Leader.objects.permitted(request.user, Permission.LEADER_EDIT)
    leader = people.filter(pk=number_in(request.GET.get("leader")) or 0).first()
    notes = notes_on_seat(form, user=request.user, leader=leader)
    return render(request, "leaders/appointments/_seat_notes.html", {"notes": notes})


class AppointmentCreate(Drafted, PickingMixin, ScopedMixin, FormView):
    """Add a post to a person."""

    model: Any = Leader  # whose draft it is
    draft_title = gettext_lazy("Add post")
    permission = Permission.LEADER_EDIT
    decided_with = Permission.APPOINTMENT_DECIDE
    form_class = AppointmentForm
    template_name = "leaders/appointments/appointment_form.html"
    appointment = None
    changes = ()  # what is not as the page showed it

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.leader = self.find_leader(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def find_leader(self, request, pk):
        rows = Leader.objects.permitted(request.user, self.permission).select_related("region")
        return rows.filter(pk=pk).first()

    def get_form_kwargs(self):
        if self.leader is None:
            get_object_or_404(Leader.objects.none())
        if self.leader.erased_on is not None:
            raise NotOpen(self.leader)
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "leader": self.leader,
            "cancel_url": self.leader.get_absolute_url(),
            "appointment": self.appointment,
        }

    def get_initial(self):
        today = timezone.localdate()
        return {} if self.appointment else {"started_on": today, "term_ends_on": usual_end(today)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "leader": self.leader,
            "appointment": self.appointment,
            "changes": self.changes,
        }

    def form_valid(self, form):
        try:
            submit_appointment(form.post, by=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The post was submitted. The street reviews it."))
        return redirect(self.leader)

    def get_queryset(self):
        return Leader.objects.none()


class AppointmentUpdate(AppointmentCreate):
    """Correct a returned post and hand it in again."""

    model = Appointment
    draft_title = gettext_lazy("Correct post")

    def find_leader(self, request, pk):
        rows = (
            Appointment.objects.permitted(request.user, self.permission).with_names().select_related("leader__region")
        )
        self.appointment = rows.filter(pk=pk).first()
        if self.appointment is None or (
            request.method != "POST" and self.appointment.state != Appointment.State.RETURNED
        ):
            return None
        return self.appointment.leader

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["seen"] = SeenField(self.appointment, required=False)
        form.helper.layout.append("seen")
        return form

    def form_valid(self, form):
        return self._stale(form) or super().form_valid(form)

    def form_invalid(self, form):
        return self._stale(form) or super().form_invalid(form)

    def _stale(self, form):
        """The page that says what somebody else changed or decided meanwhile; None where nobody did."""
        shown = unpack(form.data.get("seen", ""), self.appointment)
        now = Appointment.objects.with_names().get(pk=self.appointment.pk)
        if now.state == Appointment.State.RETURNED and (shown is None or shown.version == now.version):
            self.appointment.seen = now.version
            return None
        tell_stale(form, now)
        renew(form, now)
        self.changes = changes_since(shown, now) if shown else ()
        return self.render_to_response(self.get_context_data(form=form), status=409)


class AppointmentEnd(RowAct):
    """End a term, with the last day and a reason from the neutral list."""

    model = Appointment
    permission = Permission.LEADER_EDIT
    form_class = EndForm
    title = gettext_lazy("End term")
    lead = gettext_lazy("%(row)s: the seat becomes vacant; the record stays in the history.")
    is_grave = True

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state == Appointment.State.CURRENT

    def act(self, row, values):
        row.end(by=self.request.user, reason=values["end_reason"], on=values["ended_on"])
        if row.is_leaving:
            return _("%(post)s: the last day in office is %(day)s.") % {"post": row.post, "day": row.ended_on}
        return _("%(post)s: the term has ended.") % {"post": row.post}

    def next_page(self, row):
        return row.leader


class AppointmentEndCorrect(EditAct):
    """Put right the last day or the reason of a term that is over; why is asked and stands in the log."""

    model = Appointment
    permission = Permission.LEADER_EDIT
    title = gettext_lazy("Correct the end of the term")
    submit = gettext_lazy("Save correction")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state == Appointment.State.ENDED

    def make_form(self, row, data=None):
        return EndCorrection(data, initial={"ended_on": row.ended_on, "end_reason": row.end_reason})

    def act(self, row, values):
        row.correct_end(by=self.request.user, reason=values["end_reason"], on=values["ended_on"], why=values["why"])
        return _("%(post)s: the last day in office is %(day)s.") % {"post": row.post, "day": row.ended_on}
