"""Every list: its orders run both ways over all pages, forward and back, and the counts on its tabs follow the filter."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.pages.lists import KeysetList
from leaders.people.models import Kind
from tests.clock import TODAY
from tests.factories import (
    make_activity,
    make_authority_decision,
    make_case,
    make_current,
    make_filing,
    make_incentive,
    make_inspection,
    make_leader,
    make_nomination,
    make_notice,
    make_organization,
    make_rating,
    make_session,
    make_superuser,
    make_support,
)
from tests.factories.topics import make_topic
from tests.walk.entries import ENTRIES

pytestmark = pytest.mark.django_db
LISTS = {
    entry.name: entry.view_class for entry in ENTRIES if issubclass(entry.view_class, KeysetList) and not entry.kinds
}


@pytest.fixture
def admin(sign_in, tree, monkeypatch):
    """Five of everything that a list shows, pages of two, an administrator."""
    monkeypatch.setattr(KeysetList, "page_size", 2)
    by = make_superuser()
    for number in range(5):
        team = make_organization(tree.community, name=f"{'甲丁乙戊丙'[number]}队", is_published=True)
        leader = make_leader(tree.building, name=f"陆{'一三二五四'[number]}")
        if number % 2:
            make_current(leader, Kind.TEAM, organization=team, term_ends_on=TODAY + timedelta(days=500 - number))
        for make in (make_authority_decision, make_filing, make_inspection, make_support):
            make(team)
        make_rating(organization=team)
        make_case(tree.community)
        make_incentive(leader)
        make_nomination(tree.building, phone=f"1390000111{number}")
        make_notice(tree.community)
        make_session(tree.community, days=3 + number)
        make_activity(tree.community, days=3 + number)
        make_topic(tree.community)
    return sign_in(by)


def walk(client, url, side="next_url", link="page"):
    """The numbers of the rows on all pages from `url` on, and the last page's way back."""
    numbers, page = [], None
    while url:
        page = client.get(url).context[link]
        rows = [row.pk for row in page.rows]
        numbers = numbers + rows if side == "next_url" else rows + numbers
        way = getattr(page, side)
        url = url.partition("?")[0] + way if way else ""
        assert len(numbers) < 100
    return numbers, page


def test_every_order_runs_both_ways_over_all_pages_and_back(admin):
    orders = [(name, order, columns) for name, one in LISTS.items() for order, columns in one.orders.items()]
    for name, order, columns in orders:
        url = reverse(name)
        straight, last = walk(admin, f"{url}?order={order}")
        turned, _last = walk(admin, f"{url}?order=-{order}")

        if not columns[0].endswith("?"):
            assert turned == straight[::-1], (name, order)
        assert sorted(turned) == sorted(set(straight)), (name, order)
        if last.previous_url:
            before, _first = walk(admin, url + last.previous_url, side="previous_url")
            assert before + [row.pk for row in last.rows] == straight, (name, order)
    assert len(orders) > 30


def test_who_holds_no_post_stands_last_both_ways(admin):
    up, _last = walk(admin, reverse("leaders:leader-list") + "?order=term")
    down, _last = walk(admin, reverse("leaders:leader-list") + "?order=-term")

    assert down[:2] == up[:2][::-1]
    assert down[2:] == up[2:][::-1]


def test_an_edge_of_another_list_or_order_gives_the_first_page(admin):
    url = reverse("communities:organization-list")
    edge = admin.get(f"{url}?order=name").context["page"].next_url.partition("after=")[2]
    first = [row.pk for row in admin.get(f"{url}?order=place").context["page"].rows]

    assert [row.pk for row in admin.get(f"{url}?order=place&after={edge}").context["page"].rows] == first
    assert admin.get(f"{reverse('leaders:leader-list')}?order=name&after={edge}").context["page"].previous_url == ""


def test_a_heading_says_the_order_and_turns_it_round(admin):
    url = reverse("communities:organization-list")

    plain, up, down = (admin.get(f"{url}?q=&order={order}").content.decode() for order in ("place", "name", "-name"))

    assert 'aria-sort="ascending"><a href="?q=&amp;order=-name"' in up
    assert 'aria-sort="descending"><a href="?q=&amp;order=name"' in down
    assert 'columnheader"><a href="?q=&amp;order=name"' in plain


# A list with tabs, and a filter that leaves one row of the five.
TABBED = {
    "leaders:leader-list": "q=陆三",
    "communities:organization-list": "q=丁队",
    "communities:filing-list": "q=丁队",
    "communities:authority-list": "q=丁队",
    "communities:rating-list": "",
    "leaders:case-list": "",
    "leaders:incentive-list": "",
    "communities:notice-list": "",
    "leaders:nomination-list": "",
    "leaders:topic-list": "",
    "leaders:training-list": "",
}


def counts(answer):
    return [tab[2] for tab in answer.context["tabs"] if isinstance(tab[2], int)]


def test_the_counts_on_the_tabs_follow_the_filter(admin, tree):
    elsewhere = f"region={tree.other_community.pk}"
    for name, query in TABBED.items():
        assert max(counts(admin.get(reverse(name)))) == 5, name
        assert set(counts(admin.get(f"{reverse(name)}?{elsewhere}"))) == {0}, name
        if query:
            assert max(counts(admin.get(f"{reverse(name)}?{query}"))) == 1, name
