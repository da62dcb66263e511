"""What was entered wrongly about a post is put right by its pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import make_current, make_ended, make_leader, make_returned
from tests.windows import answer, form_on

pytestmark = pytest.mark.django_db


def test_the_end_of_a_term_is_put_right_with_the_reason_in_the_log(client, sign_in, worker, tree):
    post = make_ended(make_leader(tree.building), region=tree.building)
    page = reverse("leaders:appointment-end-correct", args=[post.pk])
    client = sign_in(worker)
    typed = {"ended_on": str(TODAY - timedelta(days=3)), "end_reason": "own_wish", "why": "登记时写错"}

    assert client.get(post.get_absolute_url()).content.decode().count(page) == 1
    ahead = answer(client, page, typed | {"ended_on": str(TODAY + timedelta(days=1))})
    assert "does not lie ahead" in ahead.content.decode()
    assert answer(client, page, typed | {"why": ""}).status_code == 200
    assert answer(client, page, typed).status_code == 302

    post.refresh_from_db()
    entry = AuditEntry.objects.filter(verb="appointment.corrected").get()
    assert (post.ended_on, post.end_reason, post.state) == (TODAY - timedelta(days=3), "own_wish", "ended")
    assert entry.note == "登记时写错" and "ended_on" in entry.changes


def test_an_end_of_a_term_that_goes_on_is_not_corrected_here(client, sign_in, worker, tree):
    post = make_current(make_leader(tree.building), region=tree.building)

    assert sign_in(worker).get(reverse("leaders:appointment-end-correct", args=[post.pk])).status_code == 404


def test_a_returned_post_is_corrected_by_the_form_as_it_is_shown(client, sign_in, worker, tree):
    post = make_returned(make_leader(tree.building), region=tree.building)
    page = reverse("leaders:appointment-update", args=[post.pk])
    client = sign_in(worker)

    assert client.post(page, form_on(client.get(page))).status_code == 302
    post.refresh_from_db()
    assert post.state == "pending"
