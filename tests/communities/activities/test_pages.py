"""Activities: what may happen to one, who may do it, and what wrong input does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.activities.models import Activity
from registry.audit.models import ReadLog
from registry.desk.due import tasks
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import at, make_activity, make_organization, make_tree
from tests.windows import seen_on


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


@pytest.fixture
def over(team):
    return make_activity(organization=team, days=-1)


def typed(team, **changes):
    day = (TODAY + timedelta(days=5)).isoformat()
    values = {
        "kind": "event",
        "organization": team.pk if team else "",
        "title": "体验课",
        "place": "活动室 201",
        "day": day,
        "begins": "09:00",
        "finishes": "11:00",
        "open_to_residents": "on",
    }
    return values | changes


def post_new(client, values, name="activity-create"):
    return client.post(reverse(f"communities:{name}"), values)


def test_a_worker_plans_publishes_and_counts(client, worker, team):
    post_new(client, typed(team))
    activity = Activity.objects.get()
    client.post(reverse("communities:activity-publish", args=[activity.pk]))
    Activity.objects.filter(pk=activity.pk).update(
        starts_at=at(TODAY - timedelta(days=1)), ends_at=at(TODAY - timedelta(days=1), 11)
    )

    response = client.post(
        reverse("communities:activity-count", args=[activity.pk]), {"attended": 22, "new_members": 5}
    )

    activity.refresh_from_db()
    assert response.status_code == 302
    assert (activity.is_published, activity.state, activity.attended) == (True, "held", 22)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"finishes": "08:00"}, "The end lies before the beginning."),
        ({"day": "2020-01-01"}, "The beginning lies in the past"),
        ({"day": "0001-01-01"}, "check the year"),
        ({"day": "9999-12-31"}, "check the year"),
        ({"title": "长" * 300}, "at most 60 characters"),
        ({"title": "310112195001011235"}, "identity card"),
        ({"title": "a\x00b"}, "Null characters"),
        ({"kind": "competition"}, "Name the competition."),
        ({"kind": "party"}, "Select a valid choice"),
        ({"last_day": "2030-01-01"}, "60 days at most"),
        ({"organization": ""}, "Choose an organization or a region."),
    ],
)
def test_wrong_input_is_told_beside_the_field_and_nothing_is_lost(client, worker, team, changes, said):
    response = post_new(client, typed(team, description="带好球鞋 🏸", **changes))

    assert response.status_code == 200
    assert said in response.content.decode() and "带好球鞋 🏸" in response.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("name", ["activity-create", "activity-create-held"])
def test_an_organization_of_another_street_is_no_choice(client, worker, tree, name):
    elsewhere = make_organization(tree.other_community)

    response = post_new(client, typed(elsewhere, attended="5"), name)

    assert "Choose an organization inside your posting." in response.content.decode()
    assert not Activity.objects.exists()


def test_a_region_of_another_street_is_no_choice(client, worker, tree):
    response = post_new(client, typed(None, region=tree.other_community.pk))

    assert "Choose a region inside your posting." in response.content.decode()


def test_text_is_shown_as_typed(client, worker, team):
    post_new(client, typed(team, title="<script>alert(1)</script>", place="🏠"))

    text = client.get(Activity.objects.get().get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and "<script>alert" not in text


def test_a_competition_is_entered_afterwards_with_its_result(client, worker, team):
    day = (TODAY - timedelta(days=9)).isoformat()
    counts = {"attended": "16", "result": "团体第二名", "prize": "奖牌"}
    values = typed(team, kind="competition", competition="老年体育节", level="street", day=day, **counts)

    post_new(client, values, "activity-create-held")

    row = Activity.objects.get()
    assert (row.state, row.result, row.prize, row.attended) == ("held", "团体第二名", "奖牌", 16)


@pytest.mark.parametrize(
    "wrong",
    [
        {"attended": "-1"},
        {"attended": "1000000"},
        {"attended": ""},
        {"attended": "5", "new_members": "6"},
        {"attended": "5", "volunteers": "1000000"},
        {"attended": "约五人"},
    ],
)
def test_senseless_counts_are_refused(client, worker, over, wrong):
    response = client.post(reverse("communities:activity-count", args=[over.pk]), wrong)

    assert response.status_code == 200 and "field--bad" in response.content.decode()
    assert Activity.objects.get().state == "planned"


def test_a_stale_edit_keeps_what_was_typed(client, worker, team):
    activity = make_activity(organization=team)
    page = reverse("communities:activity-update", args=[activity.pk])
    read = seen_on(client.get(page))
    client.post(page, typed(team, title="早了一步", seen=read))

    response = client.post(page, typed(team, title="晚了一步", seen=read))

    assert response.status_code == 409
    assert "Somebody changed this record in the meantime" in response.content.decode()
    assert "晚了一步" in response.content.decode()


def test_calling_off_twice_answers_with_the_reason(client, worker, team):
    activity = make_activity(organization=team)
    page = reverse("communities:activity-cancel", args=[activity.pk])
    client.post(page, {"reason": "台风"})

    again = client.post(page, {"reason": "台风"})

    assert again.status_code == 409 and "called off already" in again.content.decode()


def test_a_copy_keeps_the_words_and_asks_for_the_day(client, worker, tree, team):
    source = make_activity(organization=team, title="体验课")
    elsewhere = make_activity(tree.other_community, title="别处的活动")

    copied = client.get(reverse("communities:activity-create"), {"copy": source.pk}).context["form"]
    foreign = client.get(reverse("communities:activity-create"), {"copy": elsewhere.pk}).context["form"]

    assert copied.initial["title"] == "体验课" and "day" not in copied.initial
    assert "title" not in foreign.initial


def test_bulk_publishing_names_who_may_not_and_reaches_no_other_street(client, worker, tree, team):
    hidden = make_organization(tree.community, name="未公开队")
    good, bad = make_activity(organization=team), make_activity(organization=hidden)
    elsewhere = make_activity(tree.other_community)

    page = client.post(
        reverse("communities:activity-bulk-publish"),
        {"shown": "1", "pick": [good.pk, bad.pk, elsewhere.pk, "x", "9" * 30]},
        follow=True,
    ).content.decode()

    shown = set(Activity.objects.filter(is_published=True).values_list("pk", flat=True))
    assert shown == {good.pk}
    assert "未公开队 is not in the public directory" in page and "1 entry was published." in page


def test_each_tab_shows_its_own_rows(client, worker, team, over):
    coming, off = make_activity(organization=team), make_activity(organization=team)
    off.cancel(by=worker, reason="雨")
    held = make_activity(organization=team, days=-3)
    held.hold(by=worker, attended=1)

    def rows(tab):
        return client.get(reverse("communities:activity-list"), {"tab": tab}).context["page"].rows

    assert [rows(tab) for tab in ("coming", "uncounted", "held", "cancelled")] == [[coming], [over], [held], [off]]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "晨光"},
        {"q": "体验"},
        {"kind": "event"},
        {"since": (TODAY + timedelta(days=2)).isoformat(), "until": (TODAY + timedelta(days=4)).isoformat()},
        {"published": "no"},
    ],
)
def test_filters_find_it(client, worker, team, query):
    wanted = make_activity(organization=team, title="体验课")
    make_activity(make_tree().community, kind="visit", days=20)

    assert client.get(reverse("communities:activity-list"), query).context["page"].rows == [wanted]


@pytest.mark.parametrize(
    "query",
    ["q=%00", "since=x", "since=9999-12-31", "until=0001-01-01", "tab=x", "kind=x", "region=x", "order=x", "after=x"],
)
def test_odd_queries_break_no_list(client, worker, team, query):
    make_activity(organization=team)

    assert client.get(f"{reverse('communities:activity-list')}?{query}").status_code == 200


def test_pages_turn_both_ways_from_the_newest(client, worker, team):
    rows = [make_activity(organization=team, days=-2 - number) for number in range(52)]
    for row in rows:
        row.hold(by=worker, attended=1)

    first = client.get(reverse("communities:activity-list"), {"tab": "held"}).context["page"]
    second = client.get(reverse("communities:activity-list") + first.next_url).context["page"]
    back = client.get(reverse("communities:activity-list") + second.previous_url).context["page"]

    assert first.rows + second.rows == rows
    assert back.rows == first.rows


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_equally_often(client, worker, team, count, django_assert_num_queries):
    for _number in range(count):
        make_activity(organization=team)
    client.get(reverse("communities:activity-list"))

    with django_assert_num_queries(6):
        client.get(reverse("communities:activity-list"))


def test_the_page_of_one_has_at_most_twelve_queries(client, worker, over, django_assert_max_num_queries):
    over.hold(by=worker, attended=5)

    with django_assert_max_num_queries(12):
        assert client.get(over.get_absolute_url()).status_code == 200


def test_the_export_holds_the_filtered_rows_and_is_logged(client, worker, team):
    make_activity(organization=team, title="=1+1")

    text = export_text(client, reverse("communities:activity-export"))

    assert "晨光合唱队" in text and "'=1+1" in text
    assert ReadLog.objects.get(verb="activity.export").rows == 1


def test_what_is_over_and_not_counted_is_due(worker, over):
    make_activity(organization=over.organization)

    [task] = tasks(worker)

    assert task.due_on == TODAY + timedelta(days=2)
    assert task.url == reverse("communities:activity-count", args=[over.pk])
