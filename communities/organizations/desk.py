"""What the desk shows of organizations: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

SENTENCES = {
    "organization.create": gettext_lazy("%(who)s registered %(what)s"),
    "organization.update": gettext_lazy("%(who)s changed the record of %(what)s"),
    "organization.amend": gettext_lazy("%(what)s was changed by a filing that %(who)s decided"),
    "organization.publish": gettext_lazy("%(who)s published %(what)s"),
    "organization.unpublish": gettext_lazy("%(who)s took %(what)s out of the public directory"),
    "organization.end": gettext_lazy("%(who)s closed %(what)s"),
    "organization.reopen": gettext_lazy("%(who)s took %(what)s up again"),
    "organization.members": gettext_lazy("%(who)s entered the members of %(what)s"),
    "organization.export": gettext_lazy("%(who)s exported organizations"),
    "organization.mode": gettext_lazy("%(who)s changed the management mode of %(what)s"),
    "organization.restraint": gettext_lazy("%(who)s recorded what an authority decided about %(what)s"),
    "category.create": gettext_lazy("%(who)s added the category %(what)s"),
    "category.update": gettext_lazy("%(who)s changed the category %(what)s"),
    "organization.filed": gettext_lazy("%(what)s is on file now, by the act of %(who)s"),
    "organization.guided": gettext_lazy("%(what)s is no longer on file, by the act of %(who)s"),
    "organization.registration": gettext_lazy("%(who)s recorded the civil registration of %(what)s"),
    "organization.registration_end": gettext_lazy("%(who)s recorded the end of the civil registration of %(what)s"),
}

MENU = [
    item(
        "register",
        "organization",
        Permission.ORGANIZATION_VIEW,
        "communities:organization-list",
        "people",
        gettext_lazy("Organizations"),
        "organization-",
        "member-",
    ),
]
