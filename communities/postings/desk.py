"""What the desk shows of postings: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from registry.accounts.roles import Permission

SENTENCES = {
    "account.export": gettext_lazy("%(who)s exported accounts"),
    "posting.create": gettext_lazy("%(who)s created the posting %(what)s"),
    "posting.deputy": gettext_lazy("%(who)s named a deputy for a time: %(what)s"),
    "posting.end": gettext_lazy("%(who)s ended the posting %(what)s"),
}

MENU = [
    item(
        "manage",
        "person",
        Permission.POSTING_VIEW,
        "communities:person-list",
        "key",
        gettext_lazy("Accounts and postings"),
        "person-",
        "posting-",
    ),
]
