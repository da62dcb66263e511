"""What follows an act on the rows picked in a list: what became of them, and the list as it was filtered and sorted,
those ticked on which nothing was done."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.pages.back import asked_back
from communities.pages.readers import picked

KEPT = "kept_ticks"


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
