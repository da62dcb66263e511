from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localtime

from communities.closings.models import Closing
from communities.organizations.models import Organization
from communities.records.endings import hanging_on, relations_of
from communities.support.models import SupportEntry
from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import (
    close,
    make_activity,
    make_appointment,
    make_authority_decision,
    make_case,
    make_center,
    make_closing,
    make_current,
    make_filing,
    make_incentive,
    make_incentive_on_notice,
    make_inspection,
    make_leader,
    make_nomination,
    make_organization,
    make_proposal,
    make_report,
    make_reserve_place,
    make_rule,
    make_scored_rating,
    make_slot,
    make_support,
    make_user,
    make_venue,
)
from tests.factories.hanging import hang_what_is_missing
from tests.factories.replies import make_reply
from tests.windows import form_on

# Relations to an organization whose rows have no end of their own: counts, search words, what was done and answered.
NO_END = {"tokens", "member_counts", "center_services", "satisfaction", "joint_cases", "closings"}
PAGE = "communities:organization-end"


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def laden(tree, team):
    """A group on file, public, hosted and supported, with something of every kind that may hang on it."""
    make_filing(team, state="filed")
    make_filing(team, kind="change")
    make_report(team, year=TODAY.year - 2)
    make_center(tree.street).host(team, by=make_user(), on=TODAY, document_number="1")
    make_support(team, granted="300.00").book("used", 100, on=TODAY, what_for="球拍", by=make_user())
    make_support(team, granted="50.00", confirmed=False)
    make_slot(make_venue(tree.community), team)
    make_rule(tree.community, organization=team)
    make_activity(tree.community, organization=team)
    make_inspection(team)
    make_proposal(team)
    make_authority_decision(team)
    make_scored_rating(organization=team)
    make_current(make_leader(tree.building, name="队长"), Kind.TEAM, organization=team)
    make_appointment(make_leader(tree.building, name="副队长"), Kind.TEAM, organization=team)
    make_reserve_place(make_leader(tree.building, name="后备"), team)
    make_incentive(team)
    make_incentive_on_notice(team, title="热心团队感谢信")
    make_nomination(tree.community, kind=Kind.TEAM, organization=team)
    make_case(tree.community, source="organization", organization=team)
    make_reply(team)
    hang_what_is_missing(team)
    return again(team)


def test_every_relation_to_an_organization_says_what_becomes_of_it():
    named = {relation.get_accessor_name() for relation, _ending in relations_of(Organization)}
    every = {relation.get_accessor_name() for relation in Organization._meta.related_objects}

    assert every - named - NO_END == set(), (
        "give their models on_closing = Ending(…) and let_go, or name them in NO_END"
    )
    assert NO_END <= every - named, "these have an ending by now: take them out of NO_END"


def test_the_fixture_holds_something_of_every_kind(laden):
    named = {str(ending.label) for _r, ending in relations_of(Organization)}

    assert named == {kind.label for kind in hanging_on(laden)}, "make one of each kind in `laden`"


def test_a_worker_alone_closes_no_established_group_by_any_door(tree, laden, sign_in):
    worker = make_user(Role.WORKER, tree.community)

    page = sign_in(worker).post(reverse(PAGE, args=[laden.pk]), {"note": "解散"}, follow=True)

    assert "A manager of the street decides it" in page.content.decode()
    assert again(laden).is_current
    with pytest.raises(ValidationError) as refused:
        laden.end(by=worker, note="解散")
    assert refused.value.code == "manager"
    closing = Closing.objects.get()
    with pytest.raises(ValidationError) as own:
        closing.decide(by=worker)
    assert own.value.code == "own"


def test_a_group_on_which_nothing_hangs_is_closed_at_once(tree, team, sign_in):
    Organization.objects.filter(pk=team.pk).update(is_published=False)

    sign_in(make_user(Role.WORKER, tree.community)).post(reverse(PAGE, args=[team.pk]), {"note": "解散"})

    assert not again(team).is_current
    assert Closing.objects.get().decided_by is None


def test_the_page_names_what_hangs_on_it_and_what_becomes_of_it(tree, laden, sign_in):
    page = sign_in(make_user(Role.WORKER, tree.community)).get(reverse(PAGE, args=[laden.pk])).content.decode()

    for relation, ending in relations_of(Organization):
        assert str(ending.label) in page and str(ending.fate) in page, (relation, "make one of these in `laden`")
    assert "200.00 yuan left" in page


def test_nothing_open_is_left_behind(laden):
    close(laden)

    assert [kind.label for kind in hanging_on(laden)] == ["Matters"]
    assert not laden.is_current and not laden.is_published and laden.legal_status == "guided"
    granted = laden.supports.get(granted=300)
    assert (granted.state, granted.returned) == ("closed", 200)
    assert not laden.nominations.get().phone_sealed
    assert not laden.appointments.first().leader.leads_team


def test_taking_it_back_puts_everything_back_but_what_was_forgotten(laden):
    kinds = {kind.label: kind.number for kind in hanging_on(laden)}
    number = laden.filings.standing().get().number
    closing = close(laden)

    closing.take_back(by=make_user(), reason="误操作")

    laden.refresh_from_db()
    assert laden.is_current and laden.is_published and laden.legal_status == "filed"
    assert laden.filings.standing().get().number == number
    back = {kind.label: kind.number for kind in hanging_on(laden)}
    assert back == {label: count for label, count in kinds.items() if label != "Nominations"}
    granted = laden.supports.get(granted=300)
    assert (granted.state, granted.returned, granted.remaining) == ("granted", 0, 200)
    lines = SupportEntry.objects.filter(support=granted, kind="returned")
    assert sum(line.signed for line in lines) == 0 and lines.count() == 2
    assert closing.left == []
    assert laden.appointments.get(state="current").leader.leads_team


def test_what_was_given_away_meanwhile_does_not_come_back_and_is_named(tree, laden):
    closing, slot = close(laden), laden.venue_slots.get()
    other = make_organization(tree.community)
    make_slot(slot.venue, other, valid_from=TODAY + timedelta(days=1))

    closing.take_back(by=make_user(), reason="误操作")

    assert closing.left == [str(slot)]
    assert again(slot).valid_until == TODAY


def test_a_closing_is_taken_back_within_thirty_days(laden, sign_in, tree):
    closing = close(laden)
    for days, code in ((30, 200), (31, 404)):
        Closing.objects.filter(pk=closing.pk).update(closed_on=TODAY - timedelta(days=days))
        page = sign_in(make_user(Role.MANAGER, tree.street)).get(
            reverse("communities:closing-take-back", args=[closing.pk])
        )
        assert page.status_code == code
    with pytest.raises(ValidationError) as late:
        closing.take_back(by=make_user(), reason="误操作")
    assert late.value.code == "late"


def test_only_a_manager_takes_back_what_a_manager_closed(tree, laden, sign_in):
    page = reverse("communities:closing-take-back", args=[close(laden).pk])

    assert sign_in(make_user(Role.WORKER, tree.community)).post(page, {"note": "误"}).status_code == 403
    assert not again(laden).is_current
    sign_in(make_user(Role.MANAGER, tree.street)).post(page, {"note": "误"})
    assert again(laden).is_current


def test_a_proposal_is_withdrawn_by_its_proposer_alone(tree, laden, sign_in):
    by = make_user(Role.WORKER, tree.community)
    page = reverse("communities:closing-withdraw", args=[make_closing(laden, by=by).pk])

    sign_in(make_user(Role.WORKER, tree.community)).post(page)
    assert Closing.objects.get().state == "proposed"
    sign_in(by).post(page)
    assert Closing.objects.get().state == "withdrawn"


def test_two_proposals_for_one_group_are_one_too_many(laden):
    make_closing(laden)

    with pytest.raises(ValidationError) as refused:
        make_closing(laden)

    assert refused.value.code == "taken"


def test_a_second_proposal_from_an_open_window_says_by_whom_and_when_the_first_was_made(laden, sign_in, tree):
    address = reverse("communities:organization-end", args=[laden.pk])
    client = sign_in(make_user(Role.OFFICE, tree.street))
    sent = form_on(client.get(address))
    first = make_closing(laden, by=make_user(Role.WORKER, tree.community, display_name="沈佳怡"))

    answer = client.post(address, sent | {"note": "成员都不来了"})

    told = answer.content.decode()
    assert answer.status_code == 409 and "成员都不来了" in told
    assert f"沈佳怡 handed it in on {localtime(first.submitted_at):%Y-%m-%d %H:%M}." in told


def test_a_closing_not_agreed_to_leaves_everything(laden):
    kinds = hanging_on(laden)
    make_closing(laden).send_back(by=make_user(), reason="先交接")

    assert again(laden).is_current and hanging_on(laden) == kinds
