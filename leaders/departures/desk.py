"""How the acts of departures read in the log."""

from django.utils.translation import gettext_lazy

SENTENCES = {
    "departure.enter": gettext_lazy("%(who)s entered: %(what)s"),
    "departure.take_back": gettext_lazy("%(who)s took back the departure: %(what)s"),
    "departure.come_back": gettext_lazy("%(who)s entered that somebody came back: %(what)s"),
    "departure.view": gettext_lazy("%(who)s looked at a departure: %(what)s"),
}
