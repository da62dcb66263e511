"""What the desk shows of consents: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

SENTENCES = {
    "consent.give": gettext_lazy("%(who)s recorded the consent %(what)s"),
    "consent.withdraw": gettext_lazy("%(who)s recorded the withdrawal of the consent %(what)s"),
    "consent_text.create": gettext_lazy("%(who)s added version %(what)s of the consent text"),
    "consent_text.update": gettext_lazy("%(who)s changed version %(what)s of the consent text"),
}
