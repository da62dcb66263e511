"""A resident's page of a matter that went on meanwhile: told what is so by now, and nothing written is lost."""

from datetime import timedelta

import pytest

from leaders.cases.models import CaseEntry
from leaders.cases.views.follow import MESSAGES_AN_HOUR
from registry.accounts.roles import Role
from tests.clock import LATE
from tests.factories import make_case_in, make_user
from tests.leaders.cases.test_matters_in_public import open_with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tree):
    tree.worker = make_user(Role.WORKER, tree.community)
    return tree


def test_what_was_written_for_a_matter_closed_meanwhile_is_not_lost(client, tree, clock):
    case = make_case_in("answered", tree.building, by=tree.worker)
    page = open_with_key(client, case)
    case.close(by=tree.worker, outcome="solved", text="修好了。")

    told = client.post(page, {"act": "answer", "text": "周六没人来 水还在漏"})

    text = told.content.decode()
    assert told.status_code == 409 and "周六没人来 水还在漏" in text
    assert 'value="reopen"' in text and 'value="answer"' not in text  # it stands in the form that is open by now
    clock.move_to(LATE + timedelta(days=400))
    late = client.post(open_with_key(client, case), {"act": "answer", "text": "周六没人来 水还在漏"})
    assert late.status_code == 409 and 'value="reopen"' not in late.content.decode()
    assert "周六没人来 水还在漏" in late.content.decode()


def test_a_rating_sent_after_it_was_opened_again_is_told_as_that(client, tree):
    case = make_case_in("closed", tree.building, by=tree.worker)
    page = open_with_key(client, case)
    case.reopen(by=tree.worker, text="又漏了。")

    told = client.post(page, {"act": "rate", "score": "4"})

    assert told.status_code == 409 and "It is in hand again" in told.content.decode()
    case.refresh_from_db()
    assert case.satisfaction is None


def test_what_was_written_is_not_lost_when_another_slip_was_printed_meanwhile(client, tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    page = open_with_key(client, case)
    case.renew_key(by=tree.worker)

    told = client.post(page, {"act": "answer", "text": "周六没人来 水还在漏"})

    text = told.content.decode()
    assert told.status_code == 403 and "周六没人来 水还在漏" in text and f'value="{case.number}"' in text
    assert not CaseEntry.objects.filter(kind="message").exists()


def test_whoever_writes_too_often_reads_what_was_written(client, tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    page = open_with_key(client, case)
    for _message in range(MESSAGES_AN_HOUR):
        client.post(page, {"act": "answer", "text": "还在漏"})

    told = client.post(page, {"act": "answer", "text": "第十一次说 还在漏"})

    assert told.status_code == 429 and "第十一次说 还在漏" in told.content.decode()
