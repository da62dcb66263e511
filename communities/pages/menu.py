"""A line of the menu, as a subject declares it in its desk.py. The order of lines is that of the subjects."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from registry.accounts.roles import roles_granting


class Item(NamedTuple):
    """One line, shown to roles that grant one of `permissions` (to all when empty).

    `section` is the group it stands in, `pages` the beginnings of the URL names on which it is the chosen one.
    """

    section: str
    key: str
    permissions: tuple[str, ...]
    url_name: str
    icon: str
    text: str | Promise
    pages: tuple[str, ...]

    def opens_for(self, roles: set[str] | None) -> bool:
        """Whether one of `roles` opens it; None stands for an administrator, who opens all."""
        return roles is None or not self.permissions or any(roles & roles_granting(one) for one in self.permissions)

    def shown(self, count: str = "") -> dict[str, Any]:
        return {"key": self.key, "url": reverse(self.url_name), "icon": self.icon, "text": self.text, "count": count}


def item(section: str, key: str, permission: str, url_name: str, icon: str, text: str | Promise, *pages: str) -> Item:
    return Item(section, key, (permission,), url_name, icon, text, pages or (f"{key}-",))
