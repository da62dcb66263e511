"""How often one account may do in a day what carries people's data away; the log of looks itself is what is counted."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.audit.models import ReadLog

TITLES = {
    "reveal": _("No more numbers today"),
    "export": _("No more files today"),
    "sign_in": _("No more sign-ins today"),
    "refused": _("No more pages today"),
}
SENTENCES = {
    "reveal": _("This account has shown %(most)s numbers today, as many as one account may."),
    "export": _("This account has taken %(most)s files today, as many as one account may."),
    "sign_in": _("This account has signed in %(most)s times today, as often as one account may."),
    "refused": _("This account asked for %(most)s pages today that are not open to it."),
}


class DayLimitReached(Exception):
    """`kind` is the last part of the log's verb; `most` how often it is allowed."""

    def __init__(self, kind, most):
        super().__init__(kind)
        self.kind, self.most = kind, most


def hold_to_limit(verb, by):
    """Raise DayLimitReached when `by` did so often today what `verb` is about that it is enough."""
    kind = verb.rpartition(".")[2]
    most = settings.DAY_LIMITS.get(kind)
    if by is None or not most:
        return
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    done = ReadLog.objects.filter(actor=by, at__gte=midnight, verb__endswith=f".{kind}")
    if done.count() >= most:
        raise DayLimitReached(kind, most)


def day_limit_page(request, reached):
    """The page for it; tomorrow it is open again."""
    context = {"title": TITLES[reached.kind], "sentence": SENTENCES[reached.kind] % {"most": reached.most}}
    return render(request, "429_day.html", context, status=429)
