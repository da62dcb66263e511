"""How often one account may do in a day what carries people's data away; the log of looks itself is what is counted."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.accounts.models import User
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

    def __init__(self, kind: str, most: int) -> None:
        super().__init__(kind)
        self.kind, self.most = kind, most


def _limit_of(verb: str) -> tuple[str, int]:
    kind = verb.rpartition(".")[2]
    return kind, settings.DAY_LIMITS.get(kind, 0)


def is_limited(verb: str, by: Any) -> bool:
    return by is not None and bool(_limit_of(verb)[1])


def hold_to_limit(verb: str, by: Any) -> None:
    """Raise DayLimitReached when `by` did so often today what `verb` is about that it is enough.

    Called in the transaction that writes the entry: the account is held until then, so two at once are two.
    """
    kind, most = _limit_of(verb)
    if not is_limited(verb, by):
        return
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))
    if _is_enough(kind, most, by):
        raise DayLimitReached(kind, most)


def _is_enough(kind: str, most: int, by: Any) -> bool:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    done = ReadLog.objects.filter(actor=by, at__gte=midnight, verb__endswith=f".{kind}")
    return done.count() >= most


def day_limit_page(request: HttpRequest, reached: DayLimitReached) -> HttpResponse:
    """The page for it; tomorrow it is open again."""
    context = {"title": TITLES[reached.kind], "sentence": SENTENCES[reached.kind] % {"most": reached.most}}
    return render(request, "429_day.html", context, status=429)
