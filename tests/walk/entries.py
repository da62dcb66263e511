"""Every entry of the resolver, named or not, with the addresses it has for given rows."""

import inspect
import re
from typing import NamedTuple

from django.urls import URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
MISSING = 99_999_999
STAFF = "work/"
FIRST = {"int": "1", "str": "2026-11-24", "slug": "people"}
OPEN = {"healthz", "healthz-live", "ui:display", "accounts:login"}  # for everybody, besides the public side
OPEN |= {"accounts:sso", "accounts:sso-back", "accounts:signed-out"}  # the ways in and out by the single sign-on
OPEN |= {"desk:calendar-feed"}  # opened by its secret; without one it is not there


class Entry(NamedTuple):
    """`kinds` are the kinds of its arguments: "int", "str", …"""

    route: str
    name: str
    kinds: tuple
    view: object

    @property
    def is_staff(self):
        return self.route.startswith(STAFF)

    @property
    def is_public(self):
        return self.name in OPEN or self.name.startswith("directory:")

    @property
    def view_class(self):
        return getattr(self.view, "view_class", object)

    def at(self, *arguments):
        """The address with these arguments, in their order."""
        given = iter(arguments)
        return "/" + ARGUMENT.sub(lambda _match: str(next(given)), self.route)

    def at_first(self):
        """The address with an argument of each kind, whether or not there is such a row."""
        return self.at(*(FIRST[kind] for kind in self.kinds))


def entries(resolver=None, route="", namespace=""):
    """All entries outside the Django admin."""
    for one in (resolver or get_resolver()).url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.namespace != "admin":
                yield from entries(one, here, f"{one.namespace}:" if one.namespace else namespace)
        else:
            kinds = tuple(kind or "str" for kind, _name in ARGUMENT.findall(here))
            yield Entry(here, f"{namespace}{one.name}" if one.name else "", kinds, one.callback)


ENTRIES = list(entries())


def is_post_only(entry):
    """Whether the view takes POST and no GET, by what it says of itself."""
    methods = getattr(entry.view_class, "http_method_names", None) or methods_required(entry.view)
    return bool(methods) and "get" not in [name.lower() for name in methods]


def methods_required(view):
    """What a decorator such as `require_POST` lets through to a view that is a function; [] where none says."""
    while view is not None:
        named = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in named:
            return named["request_method_list"]
        view = getattr(view, "__wrapped__", None)
    return []


POST_ONLY = sorted(entry.name for entry in ENTRIES if is_post_only(entry))
