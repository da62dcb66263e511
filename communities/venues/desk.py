"""What the desk shows of rooms: which slots fall free soon, how acts read, where rooms stand in the menu."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Line, Source
from communities.scope import in_spans, reached_spans
from communities.venues.models import VenueSlot
from registry.accounts.models import User
from registry.accounts.roles import Permission

SLOT_ENDING_DAYS = 14


def slots_ending(user: User) -> QuerySet[Any]:
    """Weekly slots of groups in reach that fall free soon: the group asks again, or another one may have them."""
    today = timezone.localdate()
    rows = VenueSlot.objects.standing().lent_to(user, Permission.SUPPORT_EDIT).exclude(valid_from=F("valid_until"))
    rows = rows.filter(in_spans(reached_spans(user, Permission.SUPPORT_EDIT), "organization__region_path"))
    return rows.filter(valid_until__gte=today, valid_until__lte=today + timedelta(days=SLOT_ENDING_DAYS))


def describe_slot_ending(_venue: str, venue: str, group: str) -> DueEntry:
    return "pin", f"{venue} {group}", _("Room about to fall free"), _("Book again")


def slot_page(line: Line) -> str:
    return reverse("communities:venue-detail", args=[line.words[0]])


DUE = [
    Source(
        "slot", "", Permission.SUPPORT_EDIT, slots_ending, "valid_until",
        ("venue_id", "venue__name", "organization__name"), describe_slot_ending, slot_page, is_lent=True,
    ),
]  # fmt: skip

SENTENCES = {
    "venue.export": gettext_lazy("%(who)s exported venues"),
    "slot.export": gettext_lazy("%(who)s exported bookings of rooms"),
    "venue.create": gettext_lazy("%(who)s entered the venue %(what)s"),
    "venue.update": gettext_lazy("%(who)s changed the venue %(what)s"),
    "venue.retire": gettext_lazy("%(who)s lends the venue %(what)s no longer"),
    "venue.move": gettext_lazy("%(who)s moved into another room: %(what)s"),
    "venue.book": gettext_lazy("%(who)s booked the room %(what)s"),
    "venue.free": gettext_lazy("%(who)s freed the room %(what)s"),
}

MENU = [
    item("cultivate", "venue", Permission.SUPPORT_VIEW, "communities:venue-list", "door", gettext_lazy("Venues")),
]
