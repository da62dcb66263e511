"""Records in parts: each part is a tab with a template and a context of its own, each overview is made of panels."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from communities.pages.base import Mixin
from communities.scope import reaches_row


class Part(NamedTuple):
    """A tab, or one sheet of the overview.

    `context(row, user)` gives the dict the template sees as `here`; it runs only when the part is shown.
    `permission` is asked for at the record's place; without it everybody sees the part who sees the record; `side`
    says where a sheet stands.
    """

    key: str
    label: str
    template: str
    context: Callable
    permission: str | None = None
    side: str = "main"


class TabbedDetail(Mixin):
    """Mixin of a detail view: `parts` are its tabs, the first of them the overview made of `panels`."""

    parts: Sequence[Part] = ()
    panels: Sequence[Part] = ()

    def tabbed(self, row: Any) -> Any:
        """{"tabs", "tab", "here", "main", "aside"} for the template."""
        user = self.request.user
        tabs = _seen(self.parts, user, row)
        asked = self.request.GET.get("tab", "")
        chosen = next((part for part in tabs if part.key == asked), tabs[0])
        here = chosen.context(row, user)
        shown: dict[str, Any] = {"tabs": tabs, "tab": chosen, "here": here, "main": [], "aside": []}
        if chosen is tabs[0]:
            for panel in _seen(self.panels, user, row):
                shown[panel.side].append((panel, panel.context(row, user)))
        return shown


def _seen(parts: Any, user: Any, row: Any) -> Any:
    return [part for part in parts if part.permission is None or reaches_row(user, part.permission, row)]
