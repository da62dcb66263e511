"""The end of a posting leaves nothing in the hands of somebody who works there no longer, by whatever door."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.postings.actions import add_posting, end_posting
from communities.postings.duties import duties_of, kinds
from registry.accounts.models import User
from registry.accounts.roles import Role
from tests.factories import make_case, make_leader, make_superuser, make_user

pytestmark = pytest.mark.django_db
# Columns that name an account and say who did something, who owns a row of their own, or who made it.
NO_DUTY = {"user", "posting", "actor", "owner", "reviewer"}


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def street(tree):
    """A street with one manager and one clerk, and a worker with a matter and somebody to accompany."""
    tree.manager = make_user(Role.MANAGER, tree.street)
    tree.clerk = make_user(Role.OFFICE, tree.street)
    tree.worker = make_user(Role.WORKER, tree.community)
    tree.case = make_case(tree.community)
    tree.case.accept(by=tree.worker)
    tree.leader = make_leader(tree.building, name="徒弟")
    tree.leader.move_to_stage(tree.leader.stage, by=tree.worker, note="带教", mentor=tree.worker, next_step="带队")
    tree.posting = tree.worker.postings.get()
    return tree


def test_every_column_that_names_who_answers_for_a_row_is_a_duty():
    named = {(model._meta.label, model.held_by.field) for model in kinds()}
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.app_label in ("communities", "leaders")
        for field in model._meta.concrete_fields
        if field.related_model is User and not field.name.endswith("_by") and field.name not in {*NO_DUTY, "by"}
    }

    assert found == named


def test_the_page_shows_what_is_held_and_leaves_it_to_whoever_is_named(client, sign_in, street):
    sign_in(street.clerk)
    page = reverse("communities:posting-end", args=[street.posting.pk])
    shown = client.get(page)
    assert [kind.number for kind in shown.context["hanging"]] == [1, 1]
    assert str(street.case) in shown.content.decode() and "徒弟" in shown.content.decode()
    assert "to" in client.post(page, {"note": "调岗"}).context["form"].errors
    assert street.worker not in shown.context["form"].fields["to"].queryset
    assert "give a posting to somebody first" in shown.content.decode()  # where there is nobody

    client.post(page, {"to": street.clerk.pk, "note": "调岗"})

    assert again(street.posting).ended_on is not None
    assert again(street.case).assignee == street.clerk
    step = street.leader.stage_steps.newest().get()
    assert (step.mentor_user, step.next_step) == (street.clerk, "带队")


def test_the_other_doors_refuse_what_nobody_takes_over(client, sign_in, street):
    with pytest.raises(ValidationError) as refused:
        end_posting(posting=street.posting, by=street.manager)
    assert refused.value.code == "held"
    sign_in(make_superuser())
    data = {"action": "end", "_selected_action": [street.posting.pk]}

    told = client.post(reverse("admin:communities_posting_changelist"), data, follow=True).content.decode()

    assert again(street.posting).ended_on is None and "Name who takes them over" in told


def test_somebody_who_does_not_work_there_takes_nothing_over(street):
    stranger = make_user(Role.WORKER, street.other_community)

    with pytest.raises(ValidationError) as refused:
        end_posting(posting=street.posting, by=street.manager, to=stranger)

    assert refused.value.message_dict.keys() == {"to"}
    assert again(street.case).assignee == street.worker


def test_what_another_posting_reaches_is_kept(street):
    add_posting(user=street.worker, role=Role.WORKER, region=street.community2, by=street.manager)
    second = street.worker.postings.get(region=street.community2)
    assert duties_of(second) == []
    end_posting(posting=second, by=street.manager)
    assert again(street.case).assignee == street.worker


def test_the_page_says_when_nobody_would_decide_any_more_and_asks_nothing_where_nothing_is_held(
    client, sign_in, street
):
    sign_in(make_superuser())
    page = reverse("communities:posting-end", args=[street.manager.postings.get().pk])

    shown = client.get(page)

    assert "Nobody else decides" in shown.content.decode() and "to" not in shown.context["form"].fields
    assert (
        "Nobody else decides"
        not in client.get(reverse("communities:posting-end", args=[street.clerk.postings.get().pk])).content.decode()
    )
    client.post(page, {})
    assert again(street.manager.postings.get()).ended_on is not None


def test_a_closed_account_handles_nothing_in_the_list_of_matters(client, sign_in, street):
    User.objects.filter(pk=street.worker.pk).update(is_active=False)

    page = sign_in(street.clerk).get(reverse("leaders:case-list"), {"who": "nobody"})

    assert street.case in list(page.context["page"].rows)
