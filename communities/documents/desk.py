"""What the desk shows of documents: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

SENTENCES = {
    "document.attach": gettext_lazy("%(who)s attached the document %(what)s"),
    "document.remove": gettext_lazy("%(who)s removed the document %(what)s"),
}
