"""What the desk shows of people: how their acts read, where they stand in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

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
