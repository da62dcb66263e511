"""Two windows on one form: what the first saved is merged or told (409) to the second, and never lost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from communities.pages.acts import TransitionView
from communities.pages.seen import pack
from communities.records.versioned import Versioned
from tests.test_permissions import PAGES
from tests.walk.entries import ENTRIES
from tests.windows import form_on
from tests.world import address

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
# (page, row, who, what the first changes, what the second changes of the same)
SAME = [
    ("communities:region-describe", "compound", "office", {"contact_hours": "9–17时"}, {"contact_hours": "8–16时"}),
    ("communities:region-rename", "compound", "office", {"name": "桂花苑"}, {"name": "梅花苑"}),
    ("communities:center-service-update", "service", "office", {"what": "带教排练"}, {"what": "带教编舞"}),
    ("communities:member-count-edit", "organization", "worker", {"year": YEAR, "members": 41}, {"year": YEAR, "members": 38}),
    ("leaders:reply-template-update", "reply_template", "manager", {"text": "已转物业。"}, {"text": "已转街道。"}),
    ("leaders:enrolment-correct", "attended", "manager", {"minutes": 20, "reason": "早退"}, {"minutes": 40, "reason": "迟到"}),
    ("leaders:appointment-update", "returned", "worker", {"declared_interests": "无亲属"}, {"declared_interests": "有亲属"}),
    ("leaders:incentive-update", "incentive_back", "worker", {"achievements": "常年巡逻。"}, {"achievements": "组织排练。"}),
]  # fmt: skip


def test_what_the_first_saved_is_told_to_the_second(client, world):
    _tree, users, rows = world
    faults = []
    for name, row, who, first, second in SAME:
        client.force_login(users[who])
        page = address(name, rows, row)
        ours, theirs = form_on(client.get(page)), form_on(client.get(page))
        saved = client.post(page, theirs | first)
        told = client.post(page, ours | second)
        if (saved.status_code, told.status_code) != (302, 409):
            faults.append((name, saved.status_code, told.status_code))
            continue
        value = next(str(value) for key, value in first.items() if key not in ("year", "reason"))
        if value not in told.content.decode():
            faults.append((name, "says not what the first saved"))
    assert faults == []


def test_what_only_one_of_them_changed_is_kept(client, world):
    tree, users, rows = world
    client.force_login(users["office"])
    page = address("communities:region-describe", rows, "compound")
    ours, theirs = form_on(client.get(page)), form_on(client.get(page))
    client.post(page, theirs | {"contact_hours": "9–17时"})

    assert client.post(page, ours | {"contact_address": "莘松路1号"}).status_code == 302

    tree.compound.refresh_from_db()
    assert (tree.compound.contact_hours, tree.compound.contact_address) == ("9–17时", "莘松路1号")


def test_a_day_of_a_weekly_session_is_not_moved_over_another_s_move(client, world):
    _tree, users, rows = world
    client.force_login(users["worker"])
    page = address("communities:activity-rule-change", rows, "rule")
    rule = rows["rule"]
    [on, *_later] = rule.days(timezone.localdate(), timezone.localdate() + timedelta(days=14))
    ours, theirs = form_on(client.get(page)), form_on(client.get(page))
    moved = {"on": on, "what": "move", "day": on, "begins": "18:00", "finishes": "19:00", "reason": "会场另用"}
    assert client.post(page, theirs | moved).status_code == 302

    told = client.post(page, ours | {"on": on, "what": "skip", "reason": "天热"})

    assert told.status_code == 409 and rule.changes.get().is_moved
    assert client.post(page, form_on(told)).status_code == 302 and not rule.changes.get().is_moved


def test_a_reviewer_s_own_sheet_in_two_windows_is_merged_or_told(client, world):
    _tree, users, rows = world
    client.force_login(users["manager"])
    page = address("communities:rating-score", rows, "rating")
    first, second = list(rows["rating"].scheme.indicators.all())[:2]
    whole = {}
    for one in rows["rating"].scheme.indicators.all():
        whole |= {f"points_{one.pk}": 60, f"evidence_{one.pk}": "现场查看", f"document_{one.pk}": ""}
    assert client.post(page, form_on(client.get(page)) | whole).status_code == 302
    ours, theirs = form_on(client.get(page)), form_on(client.get(page))
    client.post(page, theirs | {f"points_{first.pk}": 80})

    told = client.post(page, ours | {f"points_{first.pk}": 70, f"points_{second.pk}": 90})
    assert told.status_code == 409 and "80" in told.content.decode()
    assert client.post(page, form_on(told) | {f"keep-points_{first.pk}": "theirs"}).status_code == 302

    points = dict(rows["rating"].scores.values_list("indicator", "points"))
    assert (points[first.pk], points[second.pk]) == (80, 90)


def test_scores_changed_since_they_were_shown_are_not_handed_in(client, world):
    _tree, users, rows = world
    client.force_login(users["manager"])
    rating = rows["rating"]
    points = {one: (60, "现场查看", None) for one in rating.scheme.indicators.all()}
    rating.score(by=users["manager"], points=points)
    shown = pack(rating)
    rating.score(by=users["office"], points=points)

    client.post(reverse("communities:rating-submit", args=[rating.pk]), {"seen": shown})

    rating.refresh_from_db()
    assert rating.state == "draft"


def test_a_compound_is_not_linked_over_another_s_link(client, world):
    tree, users, rows = world
    first, second = (tree.community.add_child(name=name, by=users["office"]) for name in ("南苑", "北苑"))
    client.force_login(users["office"])
    page = address("communities:region-link", rows, "compound")
    ours, theirs = form_on(client.get(page)), form_on(client.get(page))
    assert client.post(page, theirs | {"whole": first.pk}).status_code == 302

    told = client.post(page, ours | {"whole": second.pk})

    tree.compound.refresh_from_db()
    assert (told.status_code, tree.compound.linked_to) == (409, first) and "南苑" in told.content.decode()


BUTTONS = {
    entry.name: entry.view_class
    for entry in ENTRIES
    if issubclass(entry.view_class, TransitionView) and issubclass(entry.view_class.model, Versioned)
}
FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)


def test_every_button_that_asks_nothing_says_what_its_page_showed():
    """The act binds to what was read: published is what stood on the page, and not what somebody wrote since."""
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    forms = [form for path in templates for form in FORM.findall(path.read_text())]
    silent = {name for name in BUTTONS for form in forms if f'"{name}"' in form and "{% seen " not in form}

    assert silent == set(), "put {% seen row %} beside {% csrf_token %} in the form of each of these"
    assert len(BUTTONS) > 20


def test_such_a_button_does_nothing_once_somebody_wrote_the_row(client, world):
    _tree, users, rows = world
    tried, overruled = set(), set()
    for name, method, kind, *_answers in PAGES:
        if method == "post" and name in BUTTONS:
            model, pk = BUTTONS[name].model, rows[kind].pk
            shown = pack(model.objects.get(pk=pk))
            model.objects.filter(pk=pk).update(version=model.objects.get(pk=pk).version + 1)
            before = model.objects.filter(pk=pk).values().get()
            client.force_login(users["manager"], backend="django.contrib.auth.backends.ModelBackend")
            client.post(address(name, rows, kind), {"seen": shown})
            tried.add(name)
            overruled |= {name} if model.objects.filter(pk=pk).values().get() != before else set()

    assert overruled == set(), "their verbs lock the row without `_lock`, which holds it against what was seen"
    assert set(BUTTONS) - tried == set()
