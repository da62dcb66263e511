"""What the desk shows of people: how their acts read, where they stand in the menu."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.checked import Checked, Part, Rows
from leaders.people.models import Leader
from registry.accounts.roles import Permission


def kept_by(basis: str) -> Rows:
    """Who is kept on this ground today."""
    return lambda _year: Leader.objects.filter(basis=basis, erased_on=None)


def erased(year: int) -> QuerySet[Any]:
    return Leader.objects.filter(erased_on__year=year)


SENTENCES = {
    "leader.create": gettext_lazy("%(who)s registered %(what)s"),
    "leader.update": gettext_lazy("%(who)s changed the record of %(what)s"),
    "leader.photo": gettext_lazy("%(who)s changed the photo of %(what)s"),
    "leader.stage": gettext_lazy("%(who)s changed the stage of %(what)s"),
    "leader.next_step": gettext_lazy("%(who)s agreed on a next step with %(what)s"),
    "leader.view": gettext_lazy("%(who)s read the record of %(what)s"),
    "leader.reveal": gettext_lazy("%(who)s revealed the phone number of %(what)s"),
    "leader.phone_search": gettext_lazy("%(who)s looked for the phone number %(what)s"),
    "leader.export": gettext_lazy("%(who)s exported leaders"),
    "expertise.create": gettext_lazy("%(who)s added the expertise %(what)s"),
    "expertise.update": gettext_lazy("%(who)s changed the expertise %(what)s"),
}

MENU = [
    item(
        "register",
        "leader",
        Permission.LEADER_LIST,
        "leaders:leader-list",
        "person",
        gettext_lazy("Community leaders"),
        "leader-",
        "appointment-",
        "consent-",
        "departure-",
        "erasure-",
        "personal-",
    ),
]

CHECKED = [
    Checked("by_consent", Part.GROUND, gettext_lazy("People kept with their consent"), kept_by("consent")),
    Checked("by_duty", Part.GROUND, gettext_lazy("People kept for a statutory duty"), kept_by("duty")),
    Checked("erased", Part.KEPT, gettext_lazy("People erased in the year"), erased),
]
