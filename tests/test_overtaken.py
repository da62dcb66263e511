"""A form whose record moved on in another window while it was open: told, with all that was typed; never a missing page."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from communities.notices.models import Notice
from communities.organizations.models import Organization
from leaders.training.models import TrainingSession
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import make_notice, make_organization, make_session, make_support, make_user
from tests.test_permissions import PAGES, first_who_may
from tests.windows import drawn_on, form_on
from tests.world import address

pytestmark = pytest.mark.django_db


def forms_about_states(client, users, rows):
    """(name, page, row, what its form sends) of every page of the table with a form about a row that has states."""
    for name, method, kind, *answers in PAGES:
        row, who = kind and rows[kind], first_who_may(answers)
        if method != "get" or not who or not hasattr(type(row), "State"):
            continue
        client.force_login(users[who], backend="django.contrib.auth.backends.ModelBackend")
        page = address(name, rows, kind)
        answer = client.get(page)
        typed = {} if answer.streaming or '<form class="sheet"' not in answer.content.decode() else form_on(answer)
        if "drawn" in typed:  # a form that is sent, and not one that looks something up
            yield name, page, row, typed


def force(row, state):
    """Whether the database lets the row stand in that state just so."""
    try:
        with transaction.atomic():
            return type(row)._base_manager.filter(pk=row.pk).exclude(state=state).update(state=state)
    except DatabaseError:
        return 0


def test_no_form_meets_a_missing_page_in_whatever_state_its_record_is_by_then(client, world):
    _tree, users, rows = world
    tried, missing = 0, set()
    for name, page, row, typed in forms_about_states(client, users, rows):
        for state in type(row).State.values:
            with transaction.atomic():
                if force(row, state):
                    tried += 1
                    answer = client.post(page, typed)
                    missing |= (
                        {(name, state, answer.status_code)} if answer.status_code not in (200, 302, 409) else set()
                    )
                transaction.set_rollback(True)

    assert missing == set()
    assert tried > 80


def test_the_page_tells_what_came_between_and_keeps_what_was_typed(client, tree, worker, sign_in):
    session = make_session(tree.community, days=1, by=worker)
    page = reverse("leaders:training-update", args=[session.pk])
    sign_in(worker)
    typed = form_on(client.get(page)) | {"description": "请带上笔记本 和证件"}
    session.cancel(by=worker, reason="讲师生病")

    told = client.post(page, typed)

    text = told.content.decode()
    assert told.status_code == 409 and "请带上笔记本 和证件" in text
    assert "Session cancelled" in text and str(AuditEntry.objects.get(verb="training.cancelled").actor) in text
    assert reverse("leaders:training-detail", args=[session.pk]) in text
    assert TrainingSession.objects.get().description == ""


def test_the_reason_of_what_came_between_is_told(client, tree, worker, sign_in):
    money = make_support(make_organization(tree.community), granted="300.00", confirmed=False, by=worker)
    money.send_back(by=make_user(), reason="金额请核对")
    page = reverse("communities:support-update", args=[money.pk])
    sign_in(worker)
    typed = form_on(client.get(page))
    money.cancel(by=make_user(), note="活动停办")

    assert "Reason: 活动停办" in client.post(page, typed).content.decode()


def test_what_left_the_own_reach_is_told_without_saying_where_it_went(client, tree, worker, sign_in):
    group = make_organization(tree.community, name="晚霞合唱队")
    page = reverse("communities:organization-update", args=[group.pk])
    sign_in(worker)
    typed = form_on(client.get(page)) | {"purpose": "唱老歌 也唱新歌"}
    Organization.objects.filter(pk=group.pk).update(region=tree.other_community, region_path=tree.other_community.path)

    told = client.post(page, typed)

    text = told.content.decode()
    assert told.status_code == 409 and "唱老歌 也唱新歌" in text
    assert tree.other_community.name not in text and "Open it as it is now" not in text
    assert Organization.objects.get(pk=group.pk).purpose == ""


def test_a_posting_that_ended_meanwhile_takes_nothing_typed_away(client, tree, sign_in):
    worker = make_user(Role.WORKER, tree.community)
    page = reverse("communities:organization-create")
    sign_in(worker)
    typed = form_on(client.get(page)) | {"name": "夕阳红舞蹈队"}
    worker.postings.get().end(by=make_user(Role.MANAGER, tree.street))

    told = client.post(page, typed)

    assert told.status_code == 403 and "夕阳红舞蹈队" in told.content.decode()
    assert not Organization.objects.exists()


def test_whoever_never_had_the_page_open_is_told_what_they_always_were(client, tree, worker, sign_in):
    own, other = make_session(tree.community), make_session(tree.other_community)
    mine, theirs, none = (reverse("leaders:training-update", args=[pk]) for pk in (own.pk, other.pk, 10**6))
    sign_in(worker)
    typed = form_on(client.get(mine))
    refused = {"drawn": drawn_on(client.get(theirs))} if "drawn" in client.get(theirs).content.decode() else {}

    assert client.post(theirs, typed).status_code == 404
    assert client.post(theirs, refused).status_code == 404
    assert client.post(none, typed).status_code == 404


def test_a_resident_keeps_what_was_typed_for_a_page_that_came_down(client, tree):
    notice = make_notice(tree.street)
    page = reverse("directory:notice", args=[notice.pk])
    drawn = drawn_on(client.get(page))
    Notice.objects.filter(pk=notice.pk).delete()

    told = client.post(page, {"drawn": drawn, "side": "objection", "text": "名单里 有一位已经搬走"})

    assert told.status_code == 409 and "名单里 有一位已经搬走" in told.content.decode()
    assert "desk" not in told.content.decode()
    assert client.post(page, {"side": "objection", "text": "名单里 有一位已经搬走"}).status_code == 404


def test_a_link_to_what_was_done_meanwhile_tells_what_came_between(client, tree, worker, sign_in):
    session = make_session(tree.community, days=1, by=worker)
    pages = [
        reverse(f"leaders:{name}", args=[session.pk])
        for name in ("training-update", "training-cancel", "training-enrol")
    ]
    session.cancel(by=worker, reason="讲师生病")
    sign_in(worker)

    for page in pages:
        answer = client.get(page)
        text = answer.content.decode()
        assert answer.status_code == 404 and "This cannot be done any more" in text and "Session cancelled" in text
        assert f'href="{session.get_absolute_url()}"' in text


def test_nothing_is_told_of_a_record_elsewhere(client, tree, worker, sign_in):
    other = make_session(tree.other_community, title="别处的课")
    page = reverse("leaders:training-update", args=[other.pk])
    other.cancel(by=make_user(Role.MANAGER, tree.other_street), reason="讲师生病")

    text = sign_in(worker).get(page).content.decode()

    assert "别处的课" not in text and "This page was not found" in text
