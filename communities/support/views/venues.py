"""Rooms and their weekly plan: who is in which room when, what is free, and booking without two groups in one room."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView

from communities.pages.acts import RowAct, TransitionView
from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.edit import EditPage
from communities.pages.lists import KeysetList
from communities.pages.refusing import NoteForm
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, reaches
from communities.support.filters import VenueFilter
from communities.support.forms.venue import SlotForm, VenueForm
from communities.support.models import Venue, VenueSlot, Weekday
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry

HISTORY = 20


class VenueList(KeysetList):
    permission = Permission.SUPPORT_VIEW
    model = Venue
    filterset_class = VenueFilter
    template_name = "communities/support/venue_list.html"

    def prepare(self, queryset):
        return queryset.select_related("region")

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "is_filtered": any(values.values()),
            "may_edit": holds_anywhere(self.request.user, Permission.VENUE_EDIT),
        }


class VenueDetail(ScopedMixin, DetailView):
    """One room with its week."""

    model = Venue
    permission = Permission.SUPPORT_VIEW
    template_name = "communities/support/venue_detail.html"
    context_object_name = "venue"

    def get_queryset(self):
        return super().get_queryset().select_related("region__parent")

    def get_context_data(self, **kwargs):
        row, user, today = self.object, self.request.user, timezone.localdate()
        slots = row.slots.running_from(today).select_related("organization").in_week_order()
        about = AuditEntry.objects.filter(object_type="communities.venue", object_id=row.pk)
        is_open = row.retired_on is None
        return super().get_context_data(**kwargs) | {
            "week": week_of(slots),
            "today": today,
            "entries": list(about.select_related("actor")[:HISTORY]),
            "may_edit": is_open and reaches(user, Permission.VENUE_EDIT, row.region_path),
            "may_book": is_open and reaches(user, Permission.SUPPORT_EDIT, row.region_path),
        }


def week_of(slots):
    """[(day of the week, [slots])] from Monday to Sunday, a free day with an empty list."""
    days = {day: [] for day in Weekday}
    for slot in slots:
        days[Weekday(slot.weekday)].append(slot)
    return [(day.label, rows) for day, rows in days.items()]


class VenueCreate(PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    model = Venue
    permission = Permission.VENUE_EDIT
    form_class = VenueForm
    template_name = "communities/support/venue_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("communities:venue-list")}

    def form_valid(self, form):
        form.instance.register(by=self.request.user)
        return redirect(form.instance)


class VenueUpdate(PickingMixin, EditPage):
    model = Venue
    permission = Permission.VENUE_EDIT
    form_class = VenueForm
    template_name = "communities/support/venue_form.html"

    def get_queryset(self):
        return super().get_queryset().open()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}


class VenueRetire(RowAct):
    model = Venue
    permission = Permission.VENUE_EDIT
    form_class = NoteForm
    title = gettext_lazy("Lend no longer")
    lead = gettext_lazy("Lend %(row)s no longer? The plan of the past stays.")
    is_grave = True

    def is_open(self, row):
        return row.retired_on is None

    def act(self, row, values):
        row.retire(by=self.request.user, note=values["note"])
        return _("%(row)s is no longer lent.") % {"row": row}


class SlotBook(RowAct):
    """Give a group a weekly slot; the group is chosen from those in the user's own reach."""

    model = Venue
    permission = Permission.SUPPORT_EDIT
    title = gettext_lazy("Book a weekly slot")

    def is_open(self, row):
        return row.retired_on is None

    def make_form(self, row, data=None):
        return SlotForm(data, user=self.request.user, initial={"organization": self.request.GET.get("organization")})

    def act(self, row, values):
        slot = row.book(values.pop("organization"), by=self.request.user, **values)
        return _("%(group)s has %(venue)s: %(when)s.") % {
            "group": slot.organization,
            "venue": row,
            "when": slot.when,
        }


class SlotEnd(AskFirst, TransitionView):
    """Give the time back from tomorrow on. The room and the group must both lie in reach."""

    question = gettext_lazy("End the slot of %(what)s today? Others may then book its time.")
    sure = gettext_lazy("End slot")
    model = VenueSlot
    permission = Permission.SUPPORT_EDIT
    verb = "end"
    done = gettext_lazy("%(row)s ends today.")

    def act(self, row):
        if not reaches(self.request.user, self.permission, row.organization.region_path):
            raise Http404
        super().act(row)
