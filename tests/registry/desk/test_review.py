"""The review as a place of work: one after the other, the queue beside the page, the badge true at once."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from communities.support.models import Support
from registry.accounts.roles import Role
from registry.desk.waiting import entries, queues_of, told_count, waiting_count
from tests.factories import make_organization, make_report, make_support, make_user
from tests.windows import answer

pytestmark = pytest.mark.django_db
QUEUE, NEXT = reverse("desk:review-queue"), reverse("desk:review-next")
PASS = {"decision": "pass", "next": "1"}


@pytest.fixture
def waiting(tree):
    """Three supports and, between them, a report, in the order in which they were handed in."""
    team = make_organization(tree.community, name="晨光合唱队")
    rows = [make_support(team, granted="9.00", confirmed=False, title=title) for title in ("甲", "乙", "丙")]
    rows.insert(1, make_report(team))
    for age, row in enumerate(reversed(rows)):
        row.submitted_at = timezone.now() - timedelta(hours=age + 1)
        type(row).objects.filter(pk=row.pk).update(submitted_at=row.submitted_at)
    return rows


def badge(page):
    """The number beside the queue in the menu, as the page shows it."""
    return int(re.search(r'<span class="count">(\d+)<', page.content.decode())[1])


def test_a_row_says_step_community_who_and_since_when_and_opens_with_the_queue(client, sign_in, manager, waiting):
    page = sign_in(manager).get(QUEUE)
    text = page.content.decode()

    assert "Support in money · 古美一村居委会" in text and "Yearly reports · 古美一村居委会" in text
    urls = [url for _row, url in page.context["rows"]]
    assert [url.partition("?")[0] for url in urls] == [row.get_absolute_url() for row in waiting]
    opened = client.get(urls[1])
    panel = opened.context["shell"]["queue"]
    assert (panel["number"], panel["count"]) == (2, 4) and 'aria-current="true"' in opened.content.decode()
    assert (panel["previous_url"], panel["next_url"]) == (urls[0], urls[2])


def test_only_kinds_of_which_something_waits_have_a_tab_and_the_one_that_is_open(client, sign_in, manager, waiting):
    kinds = [key for key, _label, _count in sign_in(manager).get(QUEUE).context["tabs"]]
    empty = next(one.source.key for one in queues_of(manager) if one.source.key not in kinds)
    opened = [key for key, _label, _count in client.get(QUEUE, {"kind": empty}).context["tabs"]]

    assert sorted(kinds) == ["report", "support"] and sorted(opened) == sorted([*kinds, empty])


def test_without_the_queue_a_page_is_as_always(sign_in, manager, waiting):
    page = sign_in(manager).get(waiting[0].get_absolute_url())

    assert page.context["shell"]["queue"] is None and 'class="review"' not in page.content.decode()


def test_one_after_the_other_to_the_end_and_those_left_for_now_come_last(client, sign_in, manager, waiting):
    first, report, second, third = waiting
    url = sign_in(manager).get(NEXT).url
    assert url.startswith(first.get_absolute_url())
    url = client.get(url).context["shell"]["queue"]["next_url"]  # the first is left for now
    for expected, coming in ((report, second), (second, third), (third, first)):
        assert url.startswith(expected.get_absolute_url())
        led = answer(client, url, PASS)
        url = client.get(led.url).url
        assert url.startswith(coming.get_absolute_url())
    led = answer(client, url, PASS)

    assert client.get(led.url).url == QUEUE
    assert {row.state for row in Support.objects.all()} == {"granted"}


def test_a_kind_that_was_chosen_is_kept(client, sign_in, manager, waiting):
    first, _report, second, _third = waiting
    url = sign_in(manager).get(QUEUE, {"kind": "support"}).context["rows"][0][1]

    led = answer(client, url, PASS)

    assert client.get(led.url).url.startswith(second.get_absolute_url())
    stayed = answer(client, client.get(led.url).url, {"decision": "pass"})
    assert stayed.url.startswith(second.get_absolute_url()) and "queue=support" in stayed.url
    assert len(client.get(stayed.url).context["shell"]["queue"]["links"]) == 1


def test_the_badge_is_true_at_once(client, sign_in, manager, waiting):
    url = sign_in(manager).get(NEXT).url
    assert badge(client.get(reverse("desk:dashboard"))) == 4

    led = answer(client, url, PASS)
    assert badge(client.get(client.get(led.url).url)) == 3

    answer(client, waiting[1].get_absolute_url(), {"decision": "pass"})
    assert badge(client.get(reverse("desk:dashboard"))) == 2


def test_of_two_managers_the_slower_is_told_and_goes_on(sign_in, client, tree, manager, waiting):
    colleague = make_user(Role.MANAGER, tree.street)
    url = sign_in(manager).get(NEXT).url
    seen = client.get(url).context["form"]["seen"].value()
    waiting[0].decide(by=colleague)

    told = client.post(url, PASS | {"seen": seen})

    assert told.status_code == 409 and Support.objects.get(pk=waiting[0].pk).decided_by == colleague
    panel = told.context["shell"]["queue"]
    assert panel["count"] == 3 and panel["next_url"].startswith(waiting[1].get_absolute_url())


@pytest.mark.parametrize(
    "at", ["", "x", "2026-11-25~1", "2026-13-45T00:00:00+08:00~1", "2026-11-25T10:00:00+08:00~" + "9" * 30, "\x00"]
)
def test_an_address_that_names_no_place_in_the_queue_begins_at_the_beginning(sign_in, manager, waiting, at):
    page = sign_in(manager).get(NEXT, {"queue": "nonsense", "at": at})

    assert page.status_code == 400 or page.url.startswith(waiting[0].get_absolute_url())


def test_whoever_decides_nothing_sees_no_queue(sign_in, worker, waiting):
    page = sign_in(worker).get(waiting[0].get_absolute_url(), {"queue": "all"})

    assert page.context["shell"]["queue"] is None and queues_of(worker) == []
    assert entries([], worker) == []


def test_the_page_with_its_queue_asks_no_more_than_others(sign_in, manager, waiting, django_assert_max_num_queries):
    client = sign_in(manager)
    url = client.get(NEXT).url

    with django_assert_max_num_queries(14):
        client.get(url)


def test_what_is_handed_in_again_shows_what_was_changed_since(client, sign_in, manager, worker, waiting):
    row = waiting[0]
    assert sign_in(manager).get(row.get_absolute_url()).context["row"].changed_since == []
    row.send_back(by=manager, reason="金额有误")
    row = Support.objects.get(pk=row.pk)
    row.title = "甲队用的球拍"
    row.enter(by=worker)

    page = client.get(row.get_absolute_url())

    assert [(one.old, one.new) for one in page.context["row"].changed_since] == [("甲", "甲队用的球拍")]
    assert "<del>甲</del>" in page.content.decode() and "<ins>甲队用的球拍</ins>" in page.content.decode()


def test_more_than_is_counted_is_told_as_more(manager, waiting, monkeypatch):
    assert (waiting_count(manager), told_count(waiting_count(manager))) == (4, "4")
    monkeypatch.setattr("registry.desk.waiting.COUNTED", 2)

    assert (waiting_count(manager), told_count(waiting_count(manager))) == (3, "2+")


def test_every_decision_leads_on_by_the_same_buttons():
    """Whatever is decided out of the queue offers the next one: no page draws the buttons of a decision by itself."""
    drawn = [
        path.name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if re.search(r'"(Submit decision|Leave for now|Submit, then the next)"', path.read_text(encoding="utf-8"))
    ]

    assert drawn == ["verdict_bar.html"]
