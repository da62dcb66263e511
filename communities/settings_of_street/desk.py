"""What the desk shows of the settings of a street: how their acts read, where they stand in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

SENTENCES = {
    "rule.accepted": gettext_lazy("%(who)s kept the values in force of %(what)s"),
    "rule.correct": gettext_lazy("%(who)s corrected the setting %(what)s"),
    "rule.set": gettext_lazy("%(who)s set %(what)s"),
}

MENU = [
    item(
        "manage", "rule", Permission.RULE_VIEW, "communities:rule-list", "gear", gettext_lazy("Settings of the street")
    ),
]
