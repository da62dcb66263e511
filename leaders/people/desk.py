"""What the desk shows of people: what is due, what waits, how its acts read, where it stands in the menu."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Line, Source
from registry.accounts.models import FormDraft, User
from registry.accounts.roles import Permission


def own_drafts(user: User) -> QuerySet[Any]:
    """A registration begun and kept, by this very user."""
    return FormDraft.objects.filter(user=user, form=REGISTRATION).annotate(kept_day=TruncDate("updated_at"))


def describe_draft(_form: str) -> DueEntry:
    return "person", _("Registration of a leader"), _("Draft, not submitted yet"), _("Continue with it")


def draft_page(_line: Line) -> str:
    return reverse("leaders:leader-create")


REGISTRATION = "leader-create"

DUE = [
    Source("draft", "", Permission.LEADER_EDIT, own_drafts, "kept_day", ("form",), describe_draft, draft_page),
]

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
    ),
]
