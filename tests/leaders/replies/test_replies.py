"""A group replies to its figure: read by a second person, shown beside it without a name, changed and withdrawn."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.merging.actions import merge
from communities.merging.subjects import ORGANIZATION
from communities.pages.seen import pack
from leaders.replies.actions import figures_of_place, without_remainders
from leaders.replies.models import SatisfactionReply
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.desk.waiting import entries, queues_of
from registry.ui.days import said_day
from tests.clock import TODAY
from tests.factories import make_case_in, make_organization, make_tree, make_user
from tests.factories.replies import make_answers, make_reply, make_shown_reply

pytestmark = pytest.mark.django_db
TEXT = "谢谢大家，周三的排练改到晚上七点。"


@pytest.fixture
def tree():
    tree = make_tree()
    tree.worker = make_user(Role.WORKER, tree.community)
    tree.clerk = make_user(Role.OFFICE, tree.street)
    return tree


@pytest.fixture
def team(tree):
    return make_organization(tree.community, name="晨光合唱队", is_published=True)


def typed(**fields):
    return {"voice": "leader", "text": TEXT, "replied_on": str(TODAY), "is_agreed": "on"} | fields


def test_entered_by_one_read_by_another_and_only_then_in_public(client, sign_in, tree, team):
    create = reverse("leaders:satisfaction-reply-create") + f"?organization={team.pk}"
    page = reverse("directory:organization", args=[team.pk])
    sign_in(tree.worker)
    few = client.post(create, typed())
    assert few.status_code == 200 and "fewer than five residents" in few.content.decode()
    make_answers(organization=team)

    client.post(create, typed(text="联系张伟13812345678"))
    client.post(create, typed(is_agreed=""))
    assert not SatisfactionReply.objects.exists()
    client.post(create, typed())
    row = SatisfactionReply.objects.get()
    detail = row.get_absolute_url()
    assert "To be decided" in client.get(detail).content.decode() and client.post(detail, {}).status_code == 403
    client.logout()
    public = client.get(page).content.decode()
    assert "4.0 of 5, 5 answers" in public and TEXT not in public

    sign_in(tree.clerk)
    assert [one.url for one in entries(queues_of(tree.clerk), tree.clerk)] == [detail]
    client.post(detail, {"decision": "pass", "seen": pack(row)})
    client.logout()
    public = client.get(page).content.decode()
    assert f"Whoever leads it replied on {said_day(TODAY)}" in public and TEXT in public
    assert tree.worker.display_name not in public and tree.clerk.display_name not in public
    verbs = set(AuditEntry.objects.filter(object_id=row.pk).values_list("verb", flat=True))
    assert {"satisfaction_reply.submit", "satisfaction_reply.show"} <= verbs


def test_what_is_changed_is_read_again_and_what_is_withdrawn_is_gone_at_once(client, sign_in, tree, team):
    row = make_shown_reply(team)
    page = reverse("directory:organization", args=[team.pk])
    assert row.text in client.get(page).content.decode()

    sign_in(tree.worker)
    change = reverse("leaders:satisfaction-reply-update", args=[row.pk])
    shown = client.get(change).content.decode()
    assert shown.count("Submit reply</button>") + shown.count("Submit reply\n") == 1 and "once somebody else" in shown
    client.post(change, typed(text="改到周四。"))
    client.logout()
    public = client.get(page).content.decode()
    assert row.text not in public and "改到周四。" not in public
    SatisfactionReply.objects.get().decide(by=tree.clerk)
    assert "改到周四。" in client.get(page).content.decode()

    sign_in(tree.worker)
    client.post(reverse("leaders:satisfaction-reply-withdraw", args=[row.pk]), {"note": "队里不再同意公开"})
    client.logout()
    assert "改到周四。" not in client.get(page).content.decode()


def test_nobody_reads_the_own_one_and_another_street_reaches_none(client, sign_in, tree, team):
    row = make_reply(team, by=tree.clerk)
    with pytest.raises(ValidationError):
        row.decide(by=tree.clerk)
    with pytest.raises(ValidationError, match="already"):
        make_reply(team)

    sign_in(make_user(Role.MANAGER, tree.other_street))
    for name in ("detail", "withdraw"):
        assert client.get(reverse(f"leaders:satisfaction-reply-{name}", args=[row.pk])).status_code == 404
    assert client.get(reverse("leaders:satisfaction", args=[tree.community.pk])).status_code == 404
    create = reverse("leaders:satisfaction-reply-create")
    assert client.get(f"{create}?organization={team.pk}").status_code == 404
    assert client.get(f"{create}?region={tree.other_community.pk}&kind=x").status_code == 404


def test_a_place_shows_its_matters_by_kind_with_the_reply_to_each(client, sign_in, tree):
    for kind, number in (("interest", 6), ("resource", 5), ("other", 2)):
        for _n in range(number):
            make_case_in("closed", tree.building, category=kind).rate(score=4)
    assert set(figures_of_place(tree.community)) == {"", "interest"}  # the other two together are no two answers

    sign_in(tree.worker)
    page = reverse("leaders:satisfaction", args=[tree.community.pk])
    assert "kind=interest" in client.get(page).content.decode()
    create = reverse("leaders:satisfaction-reply-create") + f"?region={tree.community.pk}&kind=interest"
    client.post(create, typed())
    SatisfactionReply.objects.get().decide(by=tree.clerk)
    client.logout()
    public = client.get(reverse("directory:place-matters", args=[tree.community.pk])).content.decode()
    assert TEXT in public and "4.0 of 5, 6 answers" in public


@pytest.mark.parametrize(
    "sums, shown",
    [
        ({"a": (4, 16)}, set()),
        ({"a": (6, 24), "b": (1, 1)}, {""}),
        ({"a": (6, 24), "b": (5, 5)}, {"", "a", "b"}),
        ({"a": (6, 24), "b": (5, 5), "c": (4, 4)}, {"", "a"}),
        ({"a": (9, 24), "b": (3, 5), "c": (2, 4)}, {"", "a"}),
    ],
)
def test_no_difference_of_two_figures_is_one_resident_s_answer(sums, shown):
    assert set(without_remainders(sums)) == shown


def test_a_reply_goes_with_the_group_when_two_are_made_one(tree, team):
    other = make_organization(tree.community, name=team.name)
    row = make_shown_reply(other)

    merge(ORGANIZATION, team, other, picks={}, versions={row.pk: row.version for row in (team, other)}, by=tree.clerk)

    assert SatisfactionReply.objects.get(pk=row.pk).organization == team
