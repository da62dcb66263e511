"""The marks of the interface as template tags: icons, seals, status tags, dates that say how long, small charts."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from registry.ui import charts, signs
from registry.ui.forms import DayInput
from registry.ui.money import in_yuan as with_unit
from registry.ui.money import money as written

register = template.Library()
WHOLE_NUMBER = 7  # digits of a telephone number within its town

SEALS = {  # the four seals are drawings made of one character, not words to translate
    "team": ("团", gettext_lazy("Team leader")),
    "opinion": ("意", gettext_lazy("Opinion leader")),
    "building": ("楼", gettext_lazy("Building head")),
    "estate": ("业", gettext_lazy("Owners' committee chair")),
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def seal(kind: str, css: str = "") -> SafeString:
    """The square seal of a leader's kind; hidden from screen readers, so a name stands beside it."""
    character = SEALS[kind][0] if kind in SEALS else ""
    return format_html('<span class="seal seal--{} {}" aria-hidden="true">{}</span>', kind, css, character)


@register.simple_tag
def typed(kind: str) -> SafeString:
    """Seal and name together."""
    return format_html('<span class="typed">{}{}</span>', seal(kind), SEALS[kind][1])


@register.simple_tag
def tag(tone: str, text: object) -> SafeString:
    """A status: tone is ok, info, warn, bad, mute or plain."""
    return format_html('<span class="tag tag--{}">{}</span>', tone, text)


@register.simple_tag
def tag_of(row: Any) -> str:
    """The status of a record as its own `tag` (tone, text) tells it, read once."""
    return tag(*row.tag) if row else ""


for chart in (charts.bars, charts.line, charts.pairs):
    register.simple_tag(chart)

for sign in (signs.comma, signs.stop, signs.colon, signs.between_names):
    register.simple_tag(sign)


@register.filter
def spaced(text: object) -> str:
    """A lead such as "Returned:" as something follows it: with a space in English, without one behind a full-width sign."""
    return f"{text} " if str(text)[-1:].isascii() else str(text)


@register.inclusion_tag("components/crumbs.html", takes_context=True)
def crumbs(context: Context, of: Any, *steps: Any) -> dict[str, Any]:
    """The way to this page: the list it belongs to by the name of its address, then records, texts `at` an address or
    nothing (left out), and last the page itself.
    """
    first = (context["shell"]["lists"][of], reverse(of)) if isinstance(of, str) else of
    above = [_step(one) for one in (first, *steps[:-1]) if one]
    return {"crumbs": [*above, steps[-1] if isinstance(steps[-1], tuple) else (str(steps[-1]), "")]}


def _step(one: Any) -> tuple[str, str]:
    return one if isinstance(one, tuple) else (str(one), one.get_absolute_url())


@register.filter
def in_page_order(form: Any) -> list[Any]:
    """The fields of a form as they follow one another on its page, and then those that its layout does not name."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    placed = [pointer.name for pointer in layout.get_field_names()] if layout else []
    names = dict.fromkeys([*(name for name in placed if name in form.fields), *form.fields])
    return [form[name] for name in names]


@register.filter
def for_sum(error: object, label: str) -> str:
    """What is wrong with a field, above the form: led by the field's name, unless the sentence names it."""
    return str(error) if f"“{label}”" in str(error) else f"{label}{signs.colon()}{error}"


@register.filter
def at(text: object, address: str) -> tuple[str, str]:
    """For `crumbs`: a text that leads to `address`, or nowhere where that is empty."""
    return str(text), address


@register.filter
def tab(row: Any, name: str) -> tuple[str, str] | str:
    """For `crumbs`: a record that leads to one of its tabs; nothing stays nothing."""
    return (str(row), f"{row.get_absolute_url()}?tab={name}") if row else ""


@register.filter
def listed(names: Iterable[object]) -> str:
    """Names one after the other, as one text."""
    return signs.between_names().join(str(name) for name in names)


@register.simple_tag
def yuan(amount: Decimal | None) -> str:
    """Money in a column: a dash for nothing."""
    return written(amount) if amount else "—"


@register.filter
def in_yuan(amount: Decimal) -> str:
    """Money with its unit."""
    return with_unit(amount)


@register.simple_tag
def due(day: date) -> SafeString:
    """How long until `day`, then the day itself."""
    left = (day - timezone.localdate()).days
    if left < 0:
        words = ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    elif left == 0:
        words = gettext("Ends today")
    else:
        words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    drawn = '<b class="{}">{}</b><time datetime="{}">{}</time>'
    return format_html(drawn, "late" if left < 0 else "ahead", words, day.isoformat(), day.isoformat())


@register.filter
def dial(phone: str) -> str:
    """What a telephone calls: the first of several numbers, without the room and brackets it is written with."""
    whole = phone.partition("转")[0].replace("、", " ")  # an extension is asked for, not dialled
    parts = ["".join(char for char in part if char.isdigit() or char in "+-") for part in whole.split()]
    several = len(parts) > 1 and all(sum(char.isdigit() for char in part) >= WHOLE_NUMBER for part in parts)
    return parts[0] if several else "".join(parts)


@register.simple_tag
def day_box(name: str, label: object, value: Any, css: str = "") -> SafeString:
    """The box for a day outside a form of ours, in a filter or beside a bulk act: the same as in every form."""
    box = DayInput({"class": f"form-control {css}".strip()})
    box.label = label
    return box.render(name, value, {"id": f"id_{name}"})


@register.simple_tag
def signature(label: object, by: object, at: Any) -> str:
    """Who did an act and when, as one of the facts about a record; nothing where nobody has done it."""
    if not by:
        return ""
    day, clock = date_format(timezone.localtime(at), "Y-m-d H:i").split(" ")
    # a day is not broken at its hyphens; before the time of day it may be, on a narrow phone
    return format_html(
        '<div><dt>{}</dt><dd>{}{}<span class="nowrap">{}</span> {}</dd></div>', label, by, signs.comma(), day, clock
    )


@register.simple_tag(takes_context=True)
def query_replace(context: Any, **changes: Any) -> str:
    """The present query string with some parameters changed; None takes one away. "?" when nothing is left."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_head(context: Any, key: str, label: object, *, css: str = "", falls: bool = False) -> SafeString:
    """The heading of a column that orders the list by `key`; pressed again it turns the order round.

    Needs the list's `order`. `falls` says that the order begins with the largest.
    """
    order = context.get("order") or ""
    is_chosen, is_turned = order.removeprefix("-") == key, order.startswith("-")
    goes_down = falls != is_turned
    sort = ("descending" if goes_down else "ascending") if is_chosen else ""
    return format_html(
        '<th scope="col" role="columnheader"{}{}><a href="{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', sort) if sort else "",
        query_replace(context, order=f"-{key}" if order == key else key, after=None, before=None),
        label,
        format_html('<span aria-hidden="true"> {}</span>', "▼" if goes_down else "▲") if is_chosen else "",
    )


@register.simple_tag
def hint_of(field: Any, radio: Any) -> Any:
    """The explanation under one radio button, from the form's `choice_hints`."""
    return field.field.hints.get(radio.data["value"], "")
