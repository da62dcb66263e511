"""The numbers of the first page: each equals what the list it leads to shows, for every role, reckoned by the list."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from communities.settings_of_street.models import Rule
from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.desk.first_steps import first_steps
from tests.clock import TODAY
from tests.factories import make_current, make_leader, make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
DESK = reverse("desk:dashboard")


@pytest.fixture
def people(tree):
    """One leads two teams, one a building and a team; another lives elsewhere, another street has its own."""
    far, near = TODAY + timedelta(days=900), TODAY + timedelta(days=20)
    two = make_leader(tree.building, name="陆建国")
    for name in ("晨光合唱队", "晨光舞蹈队"):
        make_current(two, Kind.TEAM, organization=make_organization(tree.community, name=name), term_ends_on=near)
    head = make_leader(tree.building2, name="李明")
    make_current(head, region=tree.building2, term_ends_on=far)
    make_current(head, Kind.TEAM, organization=make_organization(tree.community, name="棋牌队"), term_ends_on=far)
    away = make_leader(tree.other_building, name="王芳")
    make_current(away, Kind.TEAM, organization=make_organization(tree.community2, name="书画社"), term_ends_on=far)
    make_current(make_leader(tree.other_building, name="赵敏"), region=tree.other_building, term_ends_on=near)


def users(tree):
    """An account of each role, and an administrator."""
    places = {Role.WORKER: tree.community, Role.OVERSEER: tree.county}
    return [make_user(role, places.get(role, tree.street)) for role in Role] + [make_superuser()]


def test_each_tile_counts_the_people_of_the_list_behind_it(sign_in, tree, people):
    for user in users(tree):
        client = sign_in(user)
        desk = client.get(DESK)
        links = re.findall(r'class="stat" href="([^"]+)"', desk.content.decode())[: len(Kind)]
        for link, (kind, _label, figures) in zip(links, desk.context["stats"], strict=True):
            listed = client.get(link).context["page"].rows
            assert f"kind={kind}" in link and figures["held"] == len(listed), (user, kind)
            assert figures["ending"] <= figures["held"] or kind == Kind.TEAM


def test_who_holds_two_posts_of_a_kind_is_one(sign_in, tree, people):
    figures = {kind: shown for kind, _label, shown in sign_in(users(tree)[1]).get(DESK).context["stats"]}

    assert figures["team"] == {"held": 2, "ending": 1, "over": 0}
    assert figures["building"] == {"held": 1, "ending": 0, "over": 0}


def test_stages_vacancies_and_training_agree_with_their_pages(sign_in, tree, people):
    for user in users(tree):
        client = sign_in(user)
        context = client.get(DESK).context
        board = {column.label: column.count for column in client.get(reverse("leaders:stage-board")).context["columns"]}
        for _stage, label, count, _share in context["stages"]:
            assert str(count) == str(board.get(label, count)), label
        if not user.is_superuser:
            vacant = client.get(reverse("leaders:vacancy-buildings")).context["page"].rows
            assert vacant_on_desk(context) == len(vacant)
        assert context["due_count"] == len(client.get(reverse("desk:due-list")).context["due"])


def vacant_on_desk(context):
    """Whoever registers sees the buildings, whoever oversees the sum over the places below."""
    if context["coverage"]:
        return context["coverage"]["vacant"]
    return context["total"].now["buildings"] - context["total"].now["covered"]


LISTED = re.compile(r'href="(/work/(?:leaders|organizations)/\?[^"]+)">(\d+)</a>')


def test_who_oversees_sees_the_places_below_and_each_number_is_that_of_its_list(sign_in, tree, people):
    """Whoever registers has no such table."""
    overseer = sign_in(make_user(Role.OVERSEER, tree.county))
    page = overseer.get(DESK)
    found = LISTED.findall(page.content.decode())

    assert [part.region.name for part in page.context["parts"]] == [tree.street.name, tree.other_street.name]
    assert sum(int(number) for _link, number in found) > 10
    for link, number in found:
        listed = overseer.get(link.replace("&amp;", "&")).context["page"].rows
        assert int(number) == len(listed), link
    turned = overseer.get(f"{DESK}?order=-coverage").content.decode()
    assert 'aria-sort="ascending"' in turned and f'href="{reverse("desk:statistics")}?region={tree.street.pk}' in turned
    assert "parts" not in sign_in(make_user(Role.MANAGER, tree.street)).get(DESK).context


def test_the_line_of_settings_goes_when_the_office_keeps_the_usual_values(sign_in, tree, manager, client):
    def steps():
        return [step["key"] for step in (first_steps(manager) or {"steps": []})["steps"]]

    assert "settings" in steps()
    sign_in(make_user(Role.OFFICE, tree.street))
    accept = reverse("communities:rule-accept", args=[tree.street.pk])
    assert client.post(accept).status_code == 403

    page = sign_in(manager).get(reverse("communities:rule-list"))
    assert f'action="{accept}"' in page.content.decode()
    client.post(accept)
    assert "settings" not in steps() and not Rule.objects.exists()
    assert AuditEntry.objects.get(verb="rule.accepted").actor == manager
    other = make_user(Role.MANAGER, tree.other_street)
    assert "settings" in [step["key"] for step in first_steps(other)["steps"]]
