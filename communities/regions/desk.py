"""What the desk shows of regions: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

SENTENCES = {
    "region.create": gettext_lazy("%(who)s added %(what)s"),
    "region.rename": gettext_lazy("%(who)s renamed %(what)s"),
    "region.describe": gettext_lazy("%(who)s changed the contact details of %(what)s"),
    "region.link": gettext_lazy("%(who)s linked %(what)s as a part of one compound"),
    "region.unlink": gettext_lazy("%(who)s parted %(what)s from the compound it was linked with"),
    "region.retire": gettext_lazy("%(who)s retired %(what)s"),
    "region.reopen": gettext_lazy("%(who)s reopened %(what)s"),
    "region.recode": gettext_lazy("%(who)s gave %(what)s a new code"),
    "region.move": gettext_lazy("%(who)s moved %(what)s"),
    "region.merge": gettext_lazy("%(who)s merged %(what)s into another place"),
    "region.split": gettext_lazy("%(who)s split %(what)s"),
    "region.level": gettext_lazy("%(who)s gave %(what)s another level"),
    "region.undo": gettext_lazy("%(who)s took back a change of %(what)s"),
    "region.edition": gettext_lazy("%(who)s carried out changes of the national table %(what)s"),
    "region.edition_undo": gettext_lazy("%(who)s took back the changes of the national table %(what)s"),
    "region.left_out": gettext_lazy("%(who)s left %(what)s out of the national table"),
    "region.import": gettext_lazy("%(who)s imported %(what)s"),
}

MENU = [
    item(
        "manage",
        "region",
        Permission.REGION_VIEW,
        "communities:region-list",
        "pin",
        gettext_lazy("Regions and buildings"),
    ),
]

LISTS = [("communities:region-editions", gettext_lazy("National table"))]
