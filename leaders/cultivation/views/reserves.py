"""Reserve lists of organizations and seats, and the succession plan of a term."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from communities.organizations.models import Organization
from communities.pages.acts import last_done, refused_in_one_line
from communities.pages.base import ScopedMixin, open_or_404
from communities.pages.edit import EditAct
from communities.pages.readers import number_in
from communities.regions.models import Level, Region
from communities.regions.views.picker import PickingMixin
from leaders.appointments.models import Appointment
from leaders.cultivation.forms.reserve import LeaveForm, ReserveForm, SuccessionForm
from leaders.cultivation.models import ReservePlace, SuccessionPlan
from leaders.people.models import Kind, Leader, Stage
from registry.accounts.roles import Permission
from registry.audit.log import snapshot

NEARBY = 10


class ReserveCreate(PickingMixin, ScopedMixin, FormView):
    """Put a person on a reserve list. The address may name the organization, the seat or the person."""

    permission = Permission.LEADER_EDIT
    form_class = ReserveForm
    template_name = "leaders/cultivation/reserve_form.html"

    def get_initial(self):
        query = self.request.GET
        person = self._asked(Leader.objects, "leader")
        organization, region = number_in(query.get("organization")), number_in(query.get("region"))
        return {
            "since": timezone.localdate(),
            "what": "region" if region else "organization",
            "person": person.number if person else "",
        } | {name: value for name, value in {"organization": organization, "region": region}.items() if value}

    def _asked(self, manager, name):
        pk = number_in(self.request.GET.get(name))
        return manager.permitted(self.request.user, self.permission).filter(pk=pk).first() if pk else None

    def _home(self):
        """The record one came from: what the address names, in reach."""
        return (
            self._asked(Organization.objects.select_related("region__parent"), "organization")
            or self._asked(Region.objects.select_related("parent"), "region")
            or self._asked(Leader.objects.select_related("region__parent"), "leader")
        )

    def get_form_kwargs(self):
        home = self._home()
        url = home.get_absolute_url() if home else reverse("leaders:stage-board")
        around = home if isinstance(home, Region) or home is None else home.region
        return super().get_form_kwargs() | {"user": self.request.user, "cancel_url": url, "around": around}

    def form_valid(self, form):
        place = form.build()
        try:
            place.enter(by=self.request.user)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)
        said = _("%(leader)s stands on the reserve list of %(seat)s.") % {"leader": place.leader, "seat": place.seat}
        messages.success(self.request, said)
        return redirect(self._home() or place.leader)


class ReserveLeave(ScopedMixin, View):
    """Take a person off a reserve list, with the day; the row stays as history."""

    permission = Permission.LEADER_EDIT

    def get(self, request, pk):
        place = self._place(pk)
        return self._show(place, LeaveForm(initial={"until": timezone.localdate()}, cancel_url=place.seat_url))

    def post(self, request, pk):
        place = self._place(pk)
        form = LeaveForm(request.POST, cancel_url=place.seat_url)
        if not form.is_valid():
            return self._show(place, form)
        try:
            place.leave(by=request.user, on=form.cleaned_data["until"])
        except ValidationError as refused:
            for errors in getattr(refused, "error_dict", {None: refused.messages}).values():
                form.add_error("until", errors)
            for said in last_done(refused, place):
                form.add_error(None, said)
            return self._show(place, form, status=409)
        said = _("%(leader)s left the reserve list of %(seat)s.") % {"leader": place.leader, "seat": place.seat}
        messages.success(request, said)
        return redirect(place.seat_url)

    def _place(self, pk):
        rows = ReservePlace.objects.permitted(self.request.user, self.permission).with_names()
        return open_or_404(rows, lambda place: place.until is None, pk)

    def _show(self, place, form, status=200):
        return render(
            self.request, "leaders/cultivation/reserve_leave.html", {"place": place, "form": form}, status=status
        )


class SuccessionEdit(EditAct):
    """Write or change the succession plan of a term in office."""

    needs_note = False
    permission = Permission.LEADER_EDIT
    model = Appointment
    template_name = "leaders/cultivation/succession_form.html"

    def rows(self):
        return super().rows().current().with_names().select_related("succession_plan", "leader__region__parent")

    def find(self, pk):
        row = super().find(pk)
        self.was = row.plan or SuccessionPlan(appointment=row)
        return row

    def make_form(self, row, data=None):
        user, plan = self.request.user, copy(self.was)  # checking a form writes what was typed into its row
        arranger = {"arranger": user.display_name[:30]} if not plan.pk else {}
        form = SuccessionForm(
            data, instance=plan, initial=arranger, user=user, suggested=suggested(row, user),
            cancel_url=row.get_absolute_url(),
        )  # fmt: skip
        if data is not None:
            self.typed = plan
        return form

    def written(self, row):
        return self.was if self.was.pk else row

    def act(self, row, values):
        people = [*values.get("chosen", []), *values["more"]]
        self.typed.keep(by=self.request.user, candidates=people, before=snapshot(self.was) if self.was.pk else {})
        return _("The succession plan was saved.")


def suggested(appointment, user):
    """People on the reserve list of the seat first, then those on the way who live there; in the user's reach."""
    reach = Leader.objects.permitted(user, Permission.LEADER_EDIT).select_related("region__parent")
    reach = reach.exclude(pk=appointment.leader_id)
    places = ReservePlace.objects.open()
    if appointment.organization_id:
        listed = Q(pk__in=places.filter(organization=appointment.organization_id).values("leader_id"))
    elif appointment.region_id:
        listed = Q(pk__in=places.filter(region=appointment.region_id).values("leader_id"))
    else:
        listed = Q(pk__in=[])
    found = list(reach.filter(listed).order_by("id")[:NEARBY])
    if appointment.kind in (Kind.BUILDING, Kind.ESTATE) and len(found) < NEARBY:
        home = appointment.region.parent if appointment.region.level == Level.BUILDING else appointment.region
        near = reach.within(home).at_stage(Stage.BACKBONE, Stage.RESERVE).in_place_order()
        found += list(near.exclude(pk__in=[one.pk for one in found])[: NEARBY - len(found)])
    return found


class SuccessionFinish(ScopedMixin, View):
    """POST only: close the plan of an appointment; the choice was made, or is no longer needed."""

    http_method_names = ["post"]
    permission = Permission.LEADER_EDIT

    def post(self, request, pk):
        row = get_object_or_404(
            Appointment.objects.permitted(request.user, self.permission).select_related("succession_plan"), pk=pk
        )
        if row.plan is None:
            raise Http404
        try:
            row.plan.finish(by=request.user, outcome=request.POST.get("outcome", "").strip()[:200])
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, row.plan))
        else:
            messages.success(request, _("The succession plan was closed."))
        return redirect(row)
