"""What the desk shows of centers: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

SENTENCES = {
    "center.export": gettext_lazy("%(who)s exported service centres"),
    "center.open": gettext_lazy("%(who)s opened the service centre %(what)s"),
    "center.update": gettext_lazy("%(who)s changed the record of the service centre %(what)s"),
    "center.retire": gettext_lazy("%(who)s retired the service centre %(what)s"),
    "hosting.begin": gettext_lazy("%(who)s entered the hosting %(what)s"),
    "hosting.end": gettext_lazy("%(who)s ended the hosting %(what)s"),
    "service.enter": gettext_lazy("%(who)s recorded the service %(what)s"),
    "service.correct": gettext_lazy("%(who)s corrected the service %(what)s"),
}

MENU = [
    item(
        "guide",
        "center",
        Permission.MANAGEMENT_VIEW,
        "communities:center-list",
        "tower",
        gettext_lazy("Service centres"),
        "center-",
        "hosting-",
    ),
]
