"""What an entry of the logs is about, as people read it: the record by name with the way to its page."""

from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import pgettext

from registry.accounts.models import User
from registry.desk.menu import CALENDAR, HOME, LISTS, MORE

REFUSED = "account.refused"
LINES = {one.url_name: one.text for one in (HOME, CALENDAR, MORE)}
DETAIL = "-detail"


class Page(NamedTuple):
    """A page that was refused: what it is called, its address, and that of the record it is about, or ""."""

    name: str
    address: str
    url: str


def with_pages(entries: list[Any]) -> list[Any]:
    """The entries, each with `url` of the record it is about ("" where none has a page) and the `page` refused.

    Nothing is asked of the database: what is no longer in reach answers there as everywhere.
    """
    for entry in entries:
        is_refusal = entry.verb == REFUSED
        entry.page = page_named(entry.purpose) if is_refusal and entry.purpose else None
        entry.url = record_url(entry.object_type, entry.object_id)
    return entries


def record_url(object_type: str, number: int | None) -> str:
    name = pages_of_records().get(object_type)
    return reverse(name, args=[number]) if name and number else ""


def page_named(purpose: str) -> Page:
    """“communities:filing-print 76” as written down: a filing, the address of its print, and that of filing 76."""
    name, *values = purpose.split(" ")
    try:
        address = reverse(name, args=values)
    except NoReverseMatch:
        address = ""
    if name in LISTS or name in LINES:
        return Page(str(LISTS.get(name) or LINES[name]), address, address)
    label = _about(name)
    if not label:
        return Page(pgettext("log", "A page"), address, "")
    words = capfirst(str(apps.get_model(label)._meta.verbose_name))
    url = record_url(label, int(values[0])) if values and values[0].isdecimal() else ""
    return Page(words, address, url if address.startswith(url) else "")  # else the number is another record's


@cache
def pages_of_records() -> dict[str, str]:
    """{"communities.filing": "communities:filing-detail"} of every kind of record that has a page of its own."""
    found = {User._meta.label_lower: "communities:person-detail"}
    for model in apps.get_models():
        name = _page_of(model)
        if name.endswith(DETAIL):
            found[model._meta.label_lower] = name
    return found


def _page_of(model: type[Model]) -> str:
    """The name of the page of a record, from what the model says of its own; "" where it has none."""
    try:
        address = model(pk=1).get_absolute_url()  # type: ignore[attr-defined]  # those without are caught below
    except (AttributeError, ObjectDoesNotExist, NoReverseMatch):
        return ""
    parts = urlsplit(address)
    return resolve(parts.path).view_name if not parts.query and not parts.fragment else ""


def _about(name: str) -> str:
    """The kind of record of a page by its name: that of "communities:filing-print" is that of "…:filing-detail"."""
    kinds = {page.removesuffix(DETAIL): label for label, page in pages_of_records().items()}
    while name not in kinds and "-" in name:
        name = name.rpartition("-")[0]
    return kinds.get(name, "")
