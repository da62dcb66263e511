"""No page, export, search, history or dashboard shows a text of a place its reader has no right to."""

import pytest
from django import forms
from django.urls import resolve

from communities.pages.drafts import LONG
from tests.walk.canaries import Canary, may_see, path_of
from tests.walk.steps import addresses, canaries_in, fault_of, links_in, queries_in, sent, staff_entries

WORDS = ("l", "t", "8000")  # what finds rows of every place, were a search not scoped
# Who raised a matter (`told` of the world): sealed, and opened by nobody but the worker who handles it.
REPORTER = ("沈阿姨", "021-5555 0199", "02155550199", "021-55550199")
WHO = ["worker", "overseer here, worker there", "worker here, manager there"]
EACH = 4  # links to one page that are followed
MANY = 300  # rows of a choice that are looked at


class Walk:
    """What `user` is shown by every staff page about every row there is, by its tabs, searches and exports."""

    def __init__(self, client, places):
        self.client, self.places = client, places
        self.shown, self.links, self.offered, self.keeps_none = {}, {}, {}, set()
        self.reporter, self.answered, self.unsafe = set(), {}, set()

    def go(self):
        for entry in staff_entries():
            has_form = True
            for place in (self.places["home"], self.places["other"]) if entry.kinds else [None]:
                for address in addresses(entry, place):
                    answer = self.look("get", address)
                    if answer.status_code == 403:
                        break
                    if answer.status_code == 200:
                        self.look_further(entry, address, answer)
                    if answer.status_code in (200, 405) and has_form:
                        self.look("post", address)
                        has_form = False

    def look(self, method, address, data=None):
        answer = sent(self.client, method, address, data)
        if not data:
            self.answered[method, address] = answer.status_code
        assert answer.status_code < 500, address
        for word in canaries_in(answer):
            self.shown.setdefault(word, f"{method} {address} {data or ''}")
        if fault := fault_of(answer):
            self.unsafe.add(f"{fault} {method} {address} {data or ''}")
        if any(word in answer.text_shown for word in REPORTER):
            self.reporter.add(f"{method} {address} {data or ''}")
        if method == "get" and answer.status_code == 200:
            for link in links_in(answer, address):
                self.links.setdefault(link, address)
        return answer

    def look_further(self, entry, address, answer):
        for name, row in offered_in(answer):
            self.offered.setdefault((entry.name, name, row._meta.label, row.pk), row)
        for query in queries_in(answer):
            if "tab=" in query:
                self.look("get", address + query)
        if not entry.kinds and answer.text_shown.count('name="q"') > (entry.name != "desk:search"):
            for word in WORDS:  # the frame has a box of its own
                self.look("get", address, {"q": word})
                self.look("post", address, {"q": word})  # telephone numbers are looked for by POST alone
        form = answer.context and answer.context.get("form")
        bar = answer.text_shown.partition('class="formbar"')[2]
        if bar and hasattr(form, "helper") and is_long(form) and 'name="draft"' not in bar:
            self.keeps_none.add(entry.name)
        if form and "columns" in getattr(form, "fields", ()):
            columns = [name for name, _label in form.fields["columns"].choices]
            self.look("post", address, {"columns": columns, "file_format": "csv", "purpose": "check"})


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO)
def test_nothing_of_another_place_is_shown(walked, client, who):
    user = walked.people[who]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    walk = Walk(client, walked.places)

    walk.go()

    leaked = [f"{walked.canaries[word]}: {where}" for word, where in walk.shown.items()
              if word in walked.canaries and not may_see(user, walked.canaries[word])]  # fmt: skip
    assert walk.reporter == set(), "who raised a matter is told to its handling worker alone"
    assert walk.unsafe == set(), "texts that stand in a page as they were typed, answers that name no letters"
    assert walk.keeps_none == set(), "long forms whose page keeps no draft"
    dead = dead_ends(client, walk.links, walk.answered)
    taken = [key for key, row in walk.offered.items() if strange(user, row)]
    assert "\n".join([*leaked, *map(str, dead.items()), *map(str, taken)]) == ""
    assert len(walk.shown) > 100 and len(walk.offered) > 100


def offered_in(answer):
    """(field, row) of what the forms and filters of a page take, whether it is a choice or found by what is typed."""
    context = answer.context or []
    layers = [context] if hasattr(context, "flatten") else context
    values = {id(value): value for layer in layers for value in layer.flatten().values()}
    for form in [getattr(value, "form", value) for value in values.values()]:
        if isinstance(form, forms.BaseForm):
            for name, field in form.fields.items():
                for rows in (getattr(field, "queryset", None), getattr(field, "leaders", None)):
                    yield from ((name, row) for row in rows[:MANY]) if rows is not None else ()


def strange(user, row):
    """Whether the policy shows no text of a row to this user."""
    path = path_of(row)
    return path is not None and not may_see(user, Canary(row._meta.label, "name", row.pk, path))


def is_long(form):
    """A file cannot be kept, so what needs one keeps no draft."""
    shown = [field.field for field in form.visible_fields()]
    return len(shown) >= LONG and not any(isinstance(one, forms.FileField) and one.required for one in shown)


def dead_ends(client, links, answered):
    """{link: what it answers and the page it stands on} of the links and buttons that lead to a refusal.

    `answered` tells what the walk was answered there already; whatever it wrote was taken back.
    """
    asked, refused = {}, {}
    for (method, address), page in links.items():
        path = address.partition("?")[0]
        same = asked.setdefault((method, resolve(path).view_name), set())
        if path not in same and len(same) < EACH:
            same.add(path)
            code = answered.get((method, address)) or sent(client, method, address).status_code
            if code in (403, 404, 405):
                refused[method, address] = code, page
    return refused
