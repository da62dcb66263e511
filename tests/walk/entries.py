"""Every entry of the resolver, named or not, with the addresses it has for given rows."""

import re
from typing import NamedTuple

from django.urls import URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
MISSING = 99_999_999
STAFF = "work/"


class Entry(NamedTuple):
    """`kinds` are the kinds of its arguments: "int", "str", …"""

    route: str
    name: str
    kinds: tuple
    view: object

    @property
    def is_staff(self):
        return self.route.startswith(STAFF)

    def at(self, *arguments):
        """The address with these arguments, in their order."""
        given = iter(arguments)
        return "/" + ARGUMENT.sub(lambda _match: str(next(given)), self.route)


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
    methods = getattr(getattr(entry.view, "view_class", None), "http_method_names", None)
    return methods is not None and "get" not in methods
