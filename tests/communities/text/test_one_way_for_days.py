"""A day is typed in one way wherever it is asked for: in forms, in filters, beside a bulk act, in an address."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse

from communities.pages.day_filter import DayFilter
from communities.pages.readers import day_in
from communities.text.form_fields import ClockField, DayField, MomentField
from leaders.people.models import Kind
from registry.ui.forms import DayInput, RegistryForm
from tests.factories import make_current, make_leader
from tests.walk.entries import ENTRIES

TYPED = ["2026-11-02", "2026.11.2", "2026年11月2日", "20261102", "２０２６/１１/２"]
READ = {forms.DateField: DayField, forms.DateTimeField: MomentField, forms.TimeField: ClockField}


def every(kind):
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def asked_days():
    """(form, name, field) of every field for a day or a time, of forms and of filters."""
    found = [
        (form, name, field) for form in every(RegistryForm) for name, field in getattr(form, "base_fields", {}).items()
    ]
    sets = {entry.view_class.filterset_class for entry in ENTRIES if getattr(entry.view_class, "filterset_class", None)}
    found += [(one, name, rule.field) for one in sets for name, rule in one.base_filters.items()]
    return [one for one in found if isinstance(one[2], tuple(READ))]


def test_every_field_for_a_day_or_a_time_reads_what_people_type():
    found = asked_days()
    assert len(found) > 40 and any(
        isinstance(form.base_filters.get(name), DayFilter) for form, name, _ in found if hasattr(form, "base_filters")
    )
    wrong = [
        f"{form.__name__}.{name}" for form, name, field in found
        if not any(isinstance(field, ours) for kind, ours in READ.items() if isinstance(field, kind))
    ]  # fmt: skip
    assert wrong == []
    boxes = {f"{form.__name__}.{name}": getattr(field.widget, "input_type", "") for form, name, field in found}
    assert [name for name, kind in boxes.items() if kind not in ("text", "hidden")] == []


def test_no_page_asks_for_a_day_with_a_box_that_reads_one_spelling():
    pages = [*Path(settings.BASE_DIR, "templates").rglob("*.html")]
    native = re.compile(r"type=\"(date|datetime-local|time)\"")
    assert [str(page) for page in pages if native.search(page.read_text())] == []
    assert DayInput().input_type == "text"


@pytest.mark.parametrize("typed", TYPED)
def test_a_day_in_an_address_is_read_however_it_is_typed(typed):
    assert day_in(typed) == date(2026, 11, 2)


@pytest.mark.parametrize(
    "nonsense", ["", None, "2026", "2026-11", "2026-02-30", "0001-01-01", "9999-12-31", "明天", "x" * 500]
)
def test_anything_else_is_no_day(nonsense):
    assert day_in(nonsense) is None


@pytest.mark.django_db
def test_filters_and_bulk_acts_take_it_and_say_what_they_cannot_read(sign_in, manager, tree):
    client = sign_in(manager)
    calendar, log = reverse("desk:calendar"), reverse("desk:audit-list")

    assert 'value="2026.11.2"' in client.get(calendar, {"on": "2026.11.2"}).content.decode()
    assert client.get(calendar, {"on": "2026.11.2"}).context["on"] == date(2026, 11, 2)
    assert client.get(log, {"since": "2026年11月2日"}).context["asked"]["since"] == date(2026, 11, 2)
    says = [(calendar, "on", "cannot be read"), (reverse("communities:activity-calendar"), "on", "cannot be read")]
    for page, name, sentence in [*says, (log, "since", "Nothing is shown")]:
        text = client.get(page, {name: "明天"}).content.decode()
        assert sentence in text and 'value="明天"' in text, page

    post = make_current(make_leader(tree.building), Kind.OPINION, by=manager)
    picked = {"pick": [post.leader_id], "until": f"{post.term_ends_on.year + 1}.1.2"}
    client.post(reverse("leaders:leader-extend"), picked)
    post.refresh_from_db()
    assert (post.term_ends_on.month, post.term_ends_on.day) == (1, 2)
