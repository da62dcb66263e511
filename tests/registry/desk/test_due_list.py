"""The whole to-do list by what is to be done, a page at a time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry.desk.views import due as page
from tests.clock import TODAY
from tests.factories import make_case, make_current, make_leader

URL = reverse("desk:due-list")


@pytest.fixture
def desk(tree, worker, sign_in):
    """A signed-in worker with three terms that end and two matters to be taken in."""
    for number in range(3):
        make_current(make_leader(tree.building, name=f"楼组长{'甲乙丙'[number]}"), kind="opinion", region=tree.building,
                     term_ends_on=TODAY + timedelta(days=20 + number))  # fmt: skip
    for _number in range(2):
        make_case(tree.building)
    return sign_in(worker)


def kinds_of(answer):
    return {kind.verb: kind.number for kind in answer.context["kinds"]}


def test_each_kind_is_shown_alone_and_its_tab_tells_how_many(desk):
    everything = desk.get(URL)
    assert sum(kinds_of(everything).values()) == len(everything.context["due"]) == 5
    assert everything.content.count(b'aria-current="true"') >= 1

    for kind in everything.context["kinds"]:
        answer = desk.get(URL, {"kind": kind.name})
        assert {task.verb for task in answer.context["due"]} == {kind.verb}
        assert answer.context["due_count"] == kind.number
        assert kinds_of(answer) == kinds_of(everything), "the tabs stay"


def test_a_kind_of_which_nothing_is_left_says_so_and_leads_back(desk):
    answer = desk.get(URL, {"kind": "gone"})
    assert answer.context["due_count"] == 0 and kinds_of(answer)
    assert "Nothing is due." in answer.content.decode()


def test_pages_keep_the_kind_and_end(desk, monkeypatch):
    monkeypatch.setattr(page, "SHOWN", 2)
    kind = max(desk.get(URL).context["kinds"], key=lambda one: one.number)
    seen, url = [], f"?kind={kind.name}"
    while url:
        answer = desk.get(URL + url)
        seen += [(task.key, task.pk) for task in answer.context["due"]]
        url = answer.context["next_url"]
    assert len(seen) == len(set(seen)) == kind.number == 3
    assert desk.get(URL, {"page": "999"}).context["next_url"] == ""


def test_of_more_than_are_listed_each_kind_is_asked_anew(desk, monkeypatch):
    """What is cut off the list of all is found under its own kind, and no tab tells a number that is none."""
    kinds = desk.get(URL).context["kinds"]
    monkeypatch.setattr(page, "MOST", 5)
    asked = []
    monkeypatch.setattr(page, "tasks", lambda user, keys=None, real=page.tasks: asked.append(keys) or real(user, keys))

    answer = desk.get(URL, {"kind": kinds[0].name})

    assert asked == [None, kinds[0].keys]
    assert 'class="n"' not in answer.content.decode()
