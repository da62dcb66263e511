from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from communities.pages.base import ScopedMixin
from communities.regions.views.picker import PickingMixin
from communities.scope import reaches
from leaders.appointments.actions import confirm_appointment, submit_appointment
from leaders.appointments.forms import AppointmentForm, DecisionForm, EndForm
from leaders.appointments.models import Appointment
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry


class AppointmentPage(ScopedMixin, View):
    """Facts, history and, for whoever may, the decision. POST decides."""

    permission = Permission.LEADER_VIEW

    def get(self, request, pk):
        row = self._row(request, pk)
        return self._show(row, DecisionForm(sitting=row.sitting()))

    def post(self, request, pk):
        row = self._row(request, pk)
        if not reaches(request.user, Permission.APPOINTMENT_DECIDE, row.region_path):
            raise PermissionDenied
        form = DecisionForm(request.POST, sitting=row.sitting())
        if not form.is_valid():
            return self._show(row, form)
        try:
            self._decide(row, form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form, status=409)
        messages.success(request, _("%(post)s: decided.") % {"post": row.post})
        return redirect("desk:review-queue" if "next" in request.POST else row)

    def _decide(self, row, values):
        if values["decision"] == "confirm":
            confirm_appointment(row, by=self.request.user, replace=values.get("replace", False))
        else:
            row.return_(by=self.request.user, reason=values["reason"])

    def _row(self, request, pk):
        rows = Appointment.objects.permitted(request.user, self.permission).with_names()
        rows = rows.select_related("submitted_by", "decided_by", "leader__region", "succession_plan")
        return get_object_or_404(rows, pk=pk)

    def _show(self, row, form, status=200):
        user = self.request.user
        may_decide = reaches(user, Permission.APPOINTMENT_DECIDE, row.region_path)
        about = AuditEntry.objects.filter(object_type="leaders.appointment", object_id=row.pk)
        context = {
            "row": row,
            "form": form,
            "sitting": row.sitting() if row.state == Appointment.State.PENDING else None,
            "waits": row.state == Appointment.State.PENDING,
            "may_decide": may_decide and row.submitted_by_id != user.pk,
            "is_own": row.submitted_by_id == user.pk,
            "may_edit": reaches(user, Permission.LEADER_EDIT, row.region_path),
            "may_plan": row.state == Appointment.State.CURRENT
            and reaches(user, Permission.LEADER_EDIT, row.region_path),
            "candidates": list(row.plan.candidates.select_related("region__parent")) if row.plan else [],
            "entries": about.select_related("actor")[:30],
        }
        return render(self.request, "leaders/appointments/appointment_detail.html", context, status=status)


class AppointmentCreate(PickingMixin, ScopedMixin, FormView):
    """Add a post to a person."""

    permission = Permission.LEADER_EDIT
    form_class = AppointmentForm
    template_name = "leaders/appointments/appointment_form.html"
    appointment = None

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
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "leader": self.leader,
            "cancel_url": self.leader.get_absolute_url(),
            "appointment": self.appointment,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"leader": self.leader, "appointment": self.appointment}

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

    def find_leader(self, request, pk):
        rows = (
            Appointment.objects.permitted(request.user, self.permission).with_names().select_related("leader__region")
        )
        self.appointment = rows.filter(pk=pk, state=Appointment.State.RETURNED).first()
        return self.appointment.leader if self.appointment else None


class AppointmentEnd(ScopedMixin, View):
    """End a term, with the last day and a reason from the neutral list."""

    permission = Permission.LEADER_EDIT

    def get(self, request, pk):
        return self._show(self._row(pk), EndForm(initial={"ended_on": timezone.localdate()}))

    def post(self, request, pk):
        row, form = self._row(pk), EndForm(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            row.end(by=request.user, reason=form.cleaned_data["end_reason"], on=form.cleaned_data["ended_on"])
        except ValidationError as refused:
            form.add_error("ended_on" if refused.code == "date" else None, refused.messages)
            return self._show(row, form)
        messages.success(request, _("%(post)s: the term has ended.") % {"post": row.post})
        return redirect(row.leader)

    def _row(self, pk):
        rows = Appointment.objects.current().permitted(self.request.user, self.permission).with_names()
        return get_object_or_404(rows, pk=pk)

    def _show(self, row, form):
        return render(self.request, "leaders/appointments/appointment_end.html", {"row": row, "form": form})
