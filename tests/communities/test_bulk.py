"""After an act on picked rows: no success where there is none, and the list as it was filtered and sorted."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse

from leaders.people.models import Kind
from tests.factories import make_approved_incentive, make_current, make_leader, make_organization, make_support
from tests.windows import answer

pytestmark = pytest.mark.django_db
BULK = {
    "communities:organization-bulk-publish": "communities:organization-list",
    "communities:activity-bulk-publish": "communities:activity-list",
    "communities:activity-rule-bulk-publish": "communities:activity-rule-list",
    "leaders:incentive-bulk-approve": "leaders:incentive-list",
    "leaders:incentive-bulk-award": "leaders:incentive-list",
    "leaders:leader-extend": "leaders:leader-list",
    "leaders:case-bulk-assign": "leaders:case-list",
    "leaders:training-enrol-picked": "leaders:leader-list",
}


def told_by(response):
    return [(one.level_tag, str(one)) for one in get_messages(response.wsgi_request)]


def test_nothing_picked_is_no_success_and_leads_back_to_the_list_as_it_was(sign_in, manager):
    client = sign_in(manager)
    for act, page in BULK.items():
        came = f"{reverse(page)}?q=x&order=-name"
        sent = client.post(reverse(act), {"until": "2030.1.2", "back": came})

        assert sent.url == came, act
        assert {level for level, _text in told_by(sent)} == {"error"}, act
    for foreign in ("", "//example.com/", "https://example.com/", "javascript:alert(1)"):
        assert client.post(reverse(act), {"back": foreign}).url == reverse(page), foreign


def test_every_form_over_a_list_says_which_page_it_stands_on():
    for path in (settings.BASE_DIR / "templates").rglob("_*_table.html"):
        text = path.read_text()
        if any(f'"{act}"' in text for act in BULK):
            assert text.count("{% csrf_token %} {% came_from %}") == text.count("<form ") > 0, path.name


def test_the_list_comes_back_as_it_was_filtered(sign_in, manager, tree):
    team = make_organization(tree.community, name="晨练队")
    client = sign_in(manager)

    page = f"{reverse('communities:organization-list')}?q=%E6%99%A8%E7%BB%83&order=-name"
    form = client.get(page).content.decode()
    named = unescape(re.search(r'name="back" value="([^"]*)"', form)[1])
    sent = client.post(
        reverse("communities:organization-bulk-publish"), {"pick": [team.pk], "shown": "1", "back": named}
    )

    assert named == page
    assert sent.url == named


def test_what_was_refused_is_named_and_no_other_word_said(sign_in, manager, tree):
    post = make_current(make_leader(tree.building), Kind.OPINION, by=manager)

    sent = sign_in(manager).post(reverse("leaders:leader-extend"), {"pick": [post.leader_id], "until": "2020-01-02"})

    assert [level for level, _text in told_by(sent)] == ["warning"]


def test_rows_on_which_nothing_was_done_stay_ticked_once_with_what_was_typed(sign_in, manager, tree):
    posts = [make_current(make_leader(place), Kind.OPINION, by=manager) for place in (tree.building, tree.building2)]
    client, page = sign_in(manager), reverse("leaders:leader-list")

    def ticked():
        shown = client.get(page)
        text = shown.content.decode()
        return {row.pk for row in shown.context["page"].rows if f'value="{row.pk}" checked' in text}, text

    for typed in ("2026-02-30", "2020-01-02"):
        client.post(reverse("leaders:leader-extend"), {"pick": [posts[0].leader_id], "until": typed})
        rows, text = ticked()
        assert rows == {posts[0].leader_id} and f'name="until" value="{typed}"' in text
        rows, text = ticked()
        assert rows == set() and typed not in text


def test_every_list_ticks_again_what_an_act_left_as_it_was(sign_in, manager, tree):
    group, closed = make_organization(tree.community), make_organization(tree.community)
    closed.end(by=manager, note="解散")
    incentive = make_approved_incentive(group)
    client = sign_in(manager)
    for act, page, row, state in [
        ("communities:organization-bulk-publish", "communities:organization-list", closed, "ended"),
        ("leaders:incentive-bulk-approve", "leaders:incentive-list", incentive, ""),
    ]:
        client.post(reverse(act), {"pick": [row.pk], "shown": "1"})
        shown = client.get(reverse(page), {"state": state}).content.decode()
        assert re.search(rf'value="{row.pk}-\d+" checked', shown), act


def test_a_decision_says_what_it_was(sign_in, manager, office, tree):
    returned, passed = [
        make_support(make_organization(tree.community), granted="9.00", confirmed=False, by=office) for _ in "12"
    ]
    client = sign_in(manager)

    sent = answer(client, returned.get_absolute_url(), {"decision": "return", "reason": "改"})
    assert told_by(sent)[-1][1].endswith(": Returned.")
    sent = answer(client, passed.get_absolute_url(), {"decision": "pass"})
    assert told_by(sent)[-1][1].endswith(": Granted.")
