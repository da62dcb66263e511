"""A list or an export whose filter cannot be read shows nothing, and says why."""

import pytest
from django import forms

from communities.regions.forms.picker import RegionField
from tests.walk.steps import sent, staff_entries

NONSENSE = "no-such-choice"
READ_BY_HAND = [  # pages whose filter is no form: address, what is asked
    ("/work/log/", {"since": "2026-02-30"}),
    ("/work/log/", {"object": "nonsense"}),
    ("/work/activities/calendar/", {"region": "99999999"}),
]


def filters_of(answer):
    """{name of a filter's field: something it cannot read} of a list."""
    filterset = answer.context and answer.context.get("filter")
    fields = filterset.form.fields if filterset is not None and hasattr(filterset, "form") else {}
    kinds = (forms.ChoiceField, forms.ModelChoiceField, forms.DateField, forms.IntegerField, RegionField)
    return {name: NONSENSE for name, field in fields.items() if isinstance(field, kinds)}


def shown_in(answer):
    page = answer.context.get("page")
    columns = answer.context.get("columns")
    return [row for column in columns for row in column.people] if columns is not None else list(page.rows)


@pytest.mark.django_db
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_why(walked, client):
    client.force_login(walked.people["manager"], backend="django.contrib.auth.backends.ModelBackend")
    seen, wrong = 0, []

    for entry in staff_entries():
        if entry.kinds or entry.name.endswith("-export"):
            continue
        whole = sent(client, "get", entry.at())
        if whole.status_code != 200 or not whole.context:
            continue
        for name, value in filters_of(whole).items():
            answer = sent(client, "get", entry.at(), {name: value})
            seen += 1
            if shown_in(answer) or "Nothing is shown" not in answer.text_shown:
                wrong.append((entry.route, name))

    assert wrong == []
    assert seen > 40


@pytest.mark.django_db
def test_neither_does_an_export(walked, client):
    client.force_login(walked.people["manager"], backend="django.contrib.auth.backends.ModelBackend")
    exports = [entry for entry in staff_entries() if entry.name.endswith("-export")]

    counts = {}
    for entry in exports:
        answer = sent(client, "get", entry.at(), {"region": NONSENSE})
        counts[entry.name] = answer.context["count"], "Nothing is shown" in answer.text_shown

    assert {name: count for name, count in counts.items() if count != (0, True)} == {}
    assert len(counts) > 10


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "asked"), READ_BY_HAND)
def test_neither_does_a_page_that_reads_its_filter_itself(walked, client, address, asked):
    client.force_login(walked.people["manager"], backend="django.contrib.auth.backends.ModelBackend")
    whole, answer = sent(client, "get", address), sent(client, "get", address, asked)

    assert whole.context.get("rows") or whole.context.get("count")
    assert not answer.context.get("rows") and not answer.context.get("count")
    assert "Nothing is shown" in answer.text_shown
