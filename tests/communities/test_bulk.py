"""After an act on picked rows: no success where there is none, and the list as it was filtered and sorted."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from leaders.people.models import Kind
from tests.factories import make_current, make_leader, make_organization, make_support
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
        came = f"http://testserver{reverse(page)}?q=x&order=-name"
        sent = client.post(reverse(act), {"until": "2030.1.2"}, headers={"Referer": came})

        assert sent.url == f"{reverse(page)}?q=x&order=-name", act
        assert {level for level, _text in told_by(sent)} == {"error"}, act
    sent = client.post(reverse(act), headers={"Referer": "http://testserver/work/?q=x"})
    assert sent.url == reverse(page)


def test_what_was_refused_is_named_and_no_other_word_said(sign_in, manager, tree):
    post = make_current(make_leader(tree.building), Kind.OPINION, by=manager)

    sent = sign_in(manager).post(reverse("leaders:leader-extend"), {"pick": [post.leader_id], "until": "2020-01-02"})

    assert [level for level, _text in told_by(sent)] == ["warning"]


def test_a_decision_says_what_it_was(sign_in, manager, office, tree):
    returned, passed = [
        make_support(make_organization(tree.community), granted="9.00", confirmed=False, by=office) for _ in "12"
    ]
    client = sign_in(manager)

    sent = answer(client, returned.get_absolute_url(), {"decision": "return", "reason": "改"})
    assert told_by(sent)[-1][1].endswith(": Returned.")
    sent = answer(client, passed.get_absolute_url(), {"decision": "pass"})
    assert told_by(sent)[-1][1].endswith(": Granted.")
