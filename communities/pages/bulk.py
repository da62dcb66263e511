"""What follows an act on the rows picked in a list: what became of them, and the list as it was filtered and sorted."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.pages.readers import picked


def tell_done(request: HttpRequest, words: str, done: int) -> None:
    """`words` with how many went well; nothing where each was refused by name, how it goes where none was picked."""
    if done:
        messages.success(request, words % {"n": done})
    elif not picked(request):
        messages.error(request, _("Nothing was chosen. Tick the rows in the list first."))


def back_to_list(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """The list called `name`, as it stood when its rows were picked."""
    page, came = reverse(name), urlsplit(request.headers.get("Referer", ""))
    return redirect(f"{page}?{came.query}" if came.path == page and came.query else page)
