"""The rows picked in a list, each as the list showed it; what became of them, and the list as it was filtered and
sorted, those ticked on which nothing was done."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.pages.acts import refused_in_one_line
from communities.pages.back import asked_back
from communities.pages.base import Row
from communities.pages.readers import PICKED, picked, shown_of_picked
from registry.ui.signs import told

KEPT = "kept_ticks"


def picked_rows(request: HttpRequest, reach: QuerySet[Any], *, most: int = PICKED) -> list[Row]:
    """Those of `reach` that were picked, each held to what the list showed of it: its verb refuses what was written
    since. Of those that are not there (any more), only how many is told. A page that asks first sends `pick` on.
    """
    shown = shown_of_picked(request, most=most)
    rows = list(reach.filter(pk__in=shown))
    for row in rows:
        row.seen = shown[row.pk]
        row.pick = f"{row.pk}-{getattr(row, 'version', 0) if row.seen is None else row.seen}"
    if away := len(shown) - len(rows):
        said = ngettext(
            "%(n)s of the chosen is out of reach by now; nothing was done with it.",
            "%(n)s of the chosen are out of reach by now; nothing was done with them.",
            away,
        )
        messages.warning(request, said % {"n": away})
    return rows


def tell_refused(request: HttpRequest, row: Row, refused: ValidationError) -> None:
    """Which of the picked rows was refused and why; where somebody was quicker, what was done last and by whom."""
    messages.warning(request, told(row, refused_in_one_line(refused, row)))


def tell_done(request: HttpRequest, words: str, done: int) -> None:
    """`words` with how many went well; nothing where each was refused by name, how it goes where none was picked."""
    if done:
        messages.success(request, words % {"n": done})
    elif not picked(request):
        messages.error(request, _("Nothing was chosen. Tick the rows in the list first."))


def back_to_list(request: HttpRequest, name: str, *, kept: Iterable[int] = (), **typed: str) -> HttpResponseRedirect:
    """The list its rows were picked in, as it stood then; the one called `name` where the form did not say.

    The rows `kept`, on which nothing was done, stand there ticked, and beside the act what was `typed`.
    """
    back = asked_back(request) or reverse(name)
    if pick := list(kept):
        request.session[KEPT] = {"page": back.partition("?")[0], "pick": pick, "typed": typed}
    return redirect(back)


def kept_ticks(request: HttpRequest, rows: Iterable[Any]) -> dict[str, str]:
    """Tick again, once, those of `rows` that an act on this list left as they were; returns what was typed for it."""
    kept = request.session.get(KEPT)
    if not kept or kept["page"] != request.path:
        return {}
    del request.session[KEPT]
    for row in rows:
        row.is_picked = row.pk in kept["pick"]
    return kept["typed"]
