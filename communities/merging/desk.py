"""What the desk shows of records written twice: how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

SENTENCES = {
    "leader.apart": gettext_lazy("%(who)s said that %(what)s is somebody else than who looks alike"),
    "leader.merge": gettext_lazy("%(who)s merged another record into %(what)s"),
    "leader.unmerge": gettext_lazy("%(who)s took back a merge into %(what)s"),
    "organization.apart": gettext_lazy("%(who)s said that %(what)s is another one than what looks alike"),
    "organization.merge": gettext_lazy("%(who)s merged another organization into %(what)s"),
    "organization.unmerge": gettext_lazy("%(who)s took back a merge into the organization %(what)s"),
}

MENU = [
    item(
        "register",
        "double",
        Permission.LEADER_EDIT,
        "communities:double-leaders",
        "info",
        gettext_lazy("Written twice"),
        "double-",
        "merge-",
    ),
]
