"""Rooms and their weekly plan: who is in which room when, what is free, and booking without two groups in one room."""

from datetime import timedelta
from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import CreateView, DetailView

from communities.pages.acts import RowAct, TransitionView
from communities.pages.asking import AskFirst
from communities.pages.base import FoundMixin, ScopedMixin, UserFormMixin
from communities.pages.edit import EditPage
from communities.pages.exports import Export
from communities.pages.hanging import ShowsHanging
from communities.pages.plain_list import PlainList, Shown, Way
from communities.records.endings import hanging_of
from communities.regions.public import signer_of
from communities.regions.views.picker import PickingMixin
from communities.scope import is_lent, reaches
from communities.venues.filters import SlotFilter, VenueFilter
from communities.venues.forms import OnceForm, SlotForm, VenueForm, VenueRetireForm
from communities.venues.models import Venue, VenueSlot
from communities.venues.occupancy import takers_of, uses_of
from communities.venues.week import asked_week, days_of_week, entry_of
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.sheets.columns import Column

BOOKINGS = 100
PAST = 20
TABS = "communities/venues/_venue_nav.html"


EXPORT = Export(
    name="venue",
    title=gettext_lazy("Venues"),
    permission=Permission.SUPPORT_EXPORT,
    prepare=lambda rows: rows.select_related("region"),
    columns=(
        Column("name", gettext_lazy("Venue"), "name"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("address", gettext_lazy("Address"), "address"),
        Column("capacity", gettext_lazy("People it holds"), "capacity"),
        Column("note", gettext_lazy("opening hours, key and rules"), "note"),
        Column("retired", gettext_lazy("Lent no longer since"), "retired_on"),
    ),
)


class VenueList(PlainList):
    permission = Permission.SUPPORT_VIEW
    model = Venue
    filterset_class = VenueFilter
    exports = EXPORT
    title = gettext_lazy("Venues")
    nothing = gettext_lazy("No venue is entered here yet")
    hint = gettext_lazy("Enter a room once; groups then get weekly slots in it.")
    shown = (
        Shown(gettext_lazy("Venue"), "name", sub="region.name"),
        Shown(gettext_lazy("Address"), "address"),
        Shown(gettext_lazy("People it holds"), "capacity", is_number=True),
        Shown(
            gettext_lazy("State"),
            lambda row: ("mute", _("No longer lent")) if row.retired_on else ("ok", _("Lent")),
        ),
    )
    adds = Way("communities:venue-create", gettext_lazy("Enter venue"), Permission.VENUE_EDIT)
    takes_away = "communities:venue-export"
    beside = (TABS, "venues")

    def _permitted(self, rows):
        return rows.lent_to(self.request.user, self.permission)

    def prepare(self, queryset):
        return queryset.select_related("region")


SLOTS = Export(
    name="slot",
    title=gettext_lazy("Bookings of rooms"),
    permission=Permission.SUPPORT_EXPORT,
    prepare=lambda rows: rows.select_related("venue__region", "organization"),
    columns=(
        Column("venue", gettext_lazy("Room"), "venue.name"),
        Column("region", gettext_lazy("Region"), "venue.region.name"),
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("weekday", gettext_lazy("Day of the week"), "get_weekday_display"),
        Column("begins", gettext_lazy("Begins"), lambda row: f"{row.starts:%H:%M}"),
        Column("ends", gettext_lazy("Ends"), lambda row: f"{row.ends:%H:%M}"),
        Column("first", gettext_lazy("First day"), "valid_from"),
        Column("last", gettext_lazy("Last day"), "valid_until"),
        Column("state", gettext_lazy("State"), lambda row: str(row.tag[1])),
        Column("note", gettext_lazy("Note"), "note"),
    ),
)


class SlotList(PlainList):
    """Who has which room each week or on a single day."""

    permission = Permission.SUPPORT_VIEW
    model = VenueSlot
    filterset_class = SlotFilter
    exports = SLOTS
    orders = {"place": ("region_path", "id"), "newest": ("-id",)}
    title = gettext_lazy("Bookings of rooms")
    nothing = gettext_lazy("No room is booked here")
    shown = (
        Shown(gettext_lazy("Room"), "venue.name", order="place", sub="venue.region.name"),
        Shown(gettext_lazy("Organization"), "organization.name"),
        Shown(pgettext_lazy("room", "Time"), "when"),
        Shown(gettext_lazy("First day"), "valid_from"),
        Shown(gettext_lazy("Last day"), "valid_until"),
        Shown(gettext_lazy("State"), "tag"),
    )
    takes_away = "communities:slot-export"
    beside = (TABS, "slots")

    def prepare(self, queryset):
        return queryset.select_related("venue__region", "organization")


class VenuePage(FoundMixin, DetailView):
    """One room with a week of it (`?on=`); a community sees the rooms of its street."""

    model = Venue
    permission = Permission.SUPPORT_VIEW
    context_object_name = "venue"

    def get_queryset(self):
        rows = Venue.objects.lent_to(self.request.user, self.permission)
        return rows.select_related("region__parent")

    def get_context_data(self, **kwargs):
        row, user, today = self.object, self.request.user, timezone.localdate()
        monday, sunday = asked_week(self.request.GET.get("on", ""))
        self.uses = uses_of(row, min(monday, today))
        return super().get_context_data(**kwargs) | {
            "week": days_of_week(self.uses, monday, self.may_open),
            "first": monday,
            "last": sunday,
            "today": today,
            "before": monday - timedelta(days=7),
            "after": monday + timedelta(days=7),
            "may_book": row.retired_on is None and is_lent(user, Permission.SUPPORT_EDIT, row.region_path),
        }

    def may_open(self, row):
        """Whether the reader opens the record that takes the room: a neighbour's is told, not linked."""
        holder = row if hasattr(row, "host") else row.organization
        return reaches(self.request.user, Permission.ORGANIZATION_VIEW, holder.region_path)


class VenueDetail(VenuePage):
    template_name = "communities/venues/venue_detail.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        row, user, today = self.object, self.request.user, context["today"]
        shows_history = reaches(user, Permission.SUPPORT_VIEW, row.region_path)
        may_see_place = reaches(user, Permission.REGION_VIEW, row.region_path)  # not that of a room lent from above
        standing = [use for use in self.uses if not use.is_over(timezone.localtime())]
        past = list(row.slots.over().select_related("organization")[:PAST])
        slots = {use.row for use in self.uses if isinstance(use.row, VenueSlot)}.union(past)
        standing.sort(key=lambda use: (use.is_once, use.first if use.is_once else today, use.weekday, use.starts))
        return context | {
            "bookings": [(entry_of(use, self.may_open), self._may_end(use.row)) for use in standing[:BOOKINGS]],
            "more": max(len(standing) - BOOKINGS, 0),
            "past": past,
            "place_url": row.region.get_absolute_url() if may_see_place else "",
            "shows_history": shows_history,
            "entries": history_of(row, *slots) if shows_history else [],  # who booked and freed it belongs to its story
            "may_edit": row.retired_on is None and reaches(user, Permission.VENUE_EDIT, row.region_path),
        }

    def _may_end(self, row):
        is_slot = isinstance(row, VenueSlot) and row.may_end
        return is_slot and reaches(self.request.user, Permission.SUPPORT_EDIT, row.organization.region_path)


class VenuePrint(VenuePage):
    """A week of the room on one sheet, to hang on its door."""

    template_name = "communities/venues/venue_print.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"signer": signer_of(self.object.region)}


class VenueCreate(PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    model = Venue
    permission = Permission.VENUE_EDIT
    form_class = VenueForm
    template_name = "communities/venues/venue_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("communities:venue-list")}

    def form_valid(self, form):
        form.instance.register(by=self.request.user)
        return redirect(form.instance)


class VenueUpdate(PickingMixin, EditPage):
    model = Venue
    permission = Permission.VENUE_EDIT
    form_class = VenueForm
    template_name = "communities/venues/venue_form.html"

    def get_queryset(self):
        return super().get_queryset().open()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}


class VenueRetire(ShowsHanging, RowAct):
    _takers: list[Any] | None = None
    model = Venue
    permission = Permission.VENUE_EDIT
    template_name = "communities/pages/ending_form.html"
    title = gettext_lazy("Lend no longer")
    lead = gettext_lazy("Lend %(row)s no longer? The plan of the past stays.")
    is_grave = True

    def is_open(self, row):
        return row.retired_on is None

    def takers(self, row):
        """What still takes the room, asked once a request."""
        if self._takers is None:
            self._takers = list(takers_of(row))
        return self._takers

    def make_form(self, row, data=None):
        return VenueRetireForm(data, venue=row, must=bool(self.takers(row)))

    def act(self, row, values):
        row.retire(by=self.request.user, note=values["note"], to=values.get("to"))
        return _("%(row)s is no longer lent.") % {"row": row}

    def hanging_of_row(self, row):
        return hanging_of(self.takers(row), _("goes to the room named below, at the same hours"))

    def more_context(self, row):
        return {"hanging": self.hanging(row)}


class SlotBook(RowAct):
    """Give a group a weekly slot; the group is chosen from those in the user's own reach."""

    model = Venue
    permission = Permission.SUPPORT_EDIT
    title = gettext_lazy("Book a weekly slot")
    form_of = SlotForm

    def rows(self):
        return Venue.objects.lent_to(self.request.user, self.permission)

    def is_open(self, row):
        return row.retired_on is None

    def make_form(self, row, data=None):
        return self.form_of(
            data, user=self.request.user, initial={"organization": self.request.GET.get("organization")}
        )

    def book(self, row, values):
        return row.book(values.pop("organization"), by=self.request.user, **values)

    def act(self, row, values):
        slot = self.book(row, values)
        return _("%(group)s has %(venue)s: %(when)s.") % {
            "group": slot.organization,
            "venue": row,
            "when": slot.when,
        }


class OnceBook(SlotBook):
    """Give a group the room on one day."""

    title = gettext_lazy("Book one day")
    form_of = OnceForm

    def book(self, row, values):
        day = values.pop("day")
        return super().book(row, values | {"weekday": day.weekday(), "valid_from": day, "valid_until": day})


class SlotEnd(AskFirst, TransitionView):
    """Give the time back from tomorrow on, or before it began. The group must lie in reach, the room be lent to it."""

    question = gettext_lazy("End the slot of %(what)s today? Others may then book its time.")
    sure = gettext_lazy("End slot")
    model = VenueSlot
    permission = Permission.SUPPORT_EDIT
    verb = "end"
    done = gettext_lazy("%(row)s is given back.")

    def rows(self):
        return VenueSlot.objects.lent_to(self.request.user, self.permission)

    def act(self, row):
        if not reaches(self.request.user, self.permission, row.organization.region_path):
            raise Http404
        super().act(row)
