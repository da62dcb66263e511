"""Service centres: whom they host, what they do, who may see and change it."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communities.centers.models import Hosting, ServiceCenter, ServiceRecord
from communities.filings.models import Filing
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import (
    close,
    make_authority_decision,
    make_center,
    make_filing,
    make_organization,
    make_tree,
    make_user,
)
from tests.windows import seen_on


@pytest.fixture
def center(tree):
    return make_center(tree.street)


def host(center, team, by=None, on=TODAY):
    return center.host(team, by=by or make_user(), on=on, document_number="社服1号")


def service(center, team, **fields):
    facts = {"given_on": TODAY, "kind": "venue", "what": "协调活动室"} | fields
    row = ServiceRecord(center=center, organization=team, **facts)
    row.enter(by=make_user())
    return row


def facts(**more):
    return {
        "name": "古美服务中心",
        "address": "平南路 1 号",
        "phone": "021-5555 0001",
        "contact_name": "江文静",
        "opened_on": "2020-01-01",
        "version": "1",
    } | more


def test_one_centre_hosts_a_group_at_a_time(tree, center, team):
    host(center, team)

    with pytest.raises(ValidationError) as refused:
        host(make_center(tree.street), team)
    assert refused.value.code == "taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Hosting.objects.create(
            center=center, organization=team, region_path="0001", started_on=TODAY, document_number="1",
            begun_by=make_user(),
        )  # fmt: skip


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(2019, 1, 1)])
def test_hosting_begins_neither_ahead_nor_before_the_centre(center, team, on):
    with pytest.raises(ValidationError) as refused:
        host(center, team, on=on)

    assert list(refused.value.message_dict) == ["started_on"]


def test_a_centre_serves_its_own_street_only_and_a_retired_one_nobody(tree, center):
    with pytest.raises(ValidationError) as refused:
        host(center, make_organization(tree.other_community))
    assert refused.value.code == "outside"

    center.retire(by=make_user(), note="合并")

    with pytest.raises(ValidationError) as refused:
        host(center, make_organization(tree.community))
    assert refused.value.code == "retired"


def test_a_centre_that_hosts_is_not_retired(center, team):
    hosting = host(center, team)
    with pytest.raises(ValidationError) as refused:
        center.retire(by=make_user(), note="合并")
    assert refused.value.code == "hosting"

    hosting.end(by=make_user(), on=TODAY, note="到期")
    center.retire(by=make_user(), note="合并")

    assert ServiceCenter.objects.get().retired_on == TODAY
    with pytest.raises(ValidationError):
        center.retire(by=make_user(), note="再来")


def test_a_transfer_ends_one_hosting_and_begins_another(tree, center, team, office):
    other = make_center(tree.street)
    hosting = host(center, team, on=TODAY - timedelta(days=30))

    new = hosting.transfer(other, by=office, on=TODAY, document_number="社服2号")

    hosting.refresh_from_db()
    assert (hosting.ended_on, hosting.end_note, new.center, new.started_on) == (TODAY, "社服2号", other, TODAY)
    with pytest.raises(ValidationError) as refused:
        hosting.transfer(other, by=office, on=TODAY, document_number="再来")
    assert refused.value.code == "stale"


def test_a_transfer_needs_a_hand_over_both_centres(tree, center, team, office):
    hosting, county = host(center, team), make_center(tree.county)

    with pytest.raises(ValidationError) as refused:
        hosting.transfer(county, by=office, on=TODAY, document_number="1")
    assert refused.value.code == "reach"

    hosting.transfer(county, by=make_user(Role.OFFICE, tree.county), on=TODAY, document_number="1")
    assert Hosting.objects.current().get().center == county


def test_a_refused_transfer_leaves_the_hosting_as_it_was(tree, center, team):
    hosting, foreign = host(center, team), make_center(tree.other_street)

    with pytest.raises(ValidationError) as refused:
        hosting.transfer(foreign, by=make_user(Role.OFFICE, tree.county), on=TODAY, document_number="1")

    assert refused.value.code == "outside"
    assert Hosting.objects.current().get().center == center


def test_the_end_of_an_organization_ends_its_hosting(center, team):
    host(center, team)

    close(team)

    assert not Hosting.objects.current().exists()


def test_a_restrained_group_is_given_guidance_and_nothing_new(tree, center, team):
    make_authority_decision(team).decide(by=make_user())

    with pytest.raises(ValidationError) as refused:
        host(center, team)
    assert refused.value.code == "restrained"
    with pytest.raises(ValidationError) as refused:
        service(center, team)
    assert refused.value.code == "restrained"
    assert service(center, team, kind="guidance").pk


@pytest.mark.parametrize("given_on", [TODAY + timedelta(days=1), date(2019, 1, 1)])
def test_a_service_is_given_neither_ahead_nor_before_the_centre(center, team, given_on):
    with pytest.raises(ValidationError) as refused:
        service(center, team, given_on=given_on)

    assert list(refused.value.message_dict) == ["given_on"]


@pytest.mark.django_db(transaction=True)
def test_of_two_entering_a_hosting_at_once_one_wins():
    tree = make_tree()
    team, centers = make_organization(tree.community), [make_center(tree.street), make_center(tree.street)]
    users = [make_user(), make_user()]
    barrier, won, lost = Barrier(2), [], []

    def enter(center, user):
        barrier.wait(timeout=20)
        try:
            won.append(host(center, team, by=user))
        except ValidationError as refused:
            lost.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=enter, args=pair) for pair in zip(centers, users, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(won), lost, Hosting.objects.current().count()) == (1, ["taken"], 1)


def test_the_office_opens_a_centre_and_a_worker_of_a_community_reads_it(client, sign_in, tree, office):
    sign_in(office)
    client.post(reverse("communities:center-create"), facts(region=tree.street.pk))
    center = ServiceCenter.objects.get()

    sign_in(make_user(Role.WORKER, tree.community))
    page = client.get(center.get_absolute_url())

    assert page.status_code == 200
    assert "江文静" in page.content.decode()
    assert client.get(reverse("communities:center-update", args=[center.pk])).status_code == 403


def test_a_worker_sees_only_the_groups_of_the_own_community(client, sign_in, tree, center, team):
    hidden = make_organization(tree.community2, name="三村的队")
    for group in (team, hidden):
        host(center, group)
        service(center, group)
    sign_in(make_user(Role.WORKER, tree.community))

    groups = client.get(center.get_absolute_url())
    services = client.get(center.get_absolute_url(), {"tab": "services"})

    for page in (groups, services):
        assert team.name in page.content.decode()
        assert hidden.name not in page.content.decode()
    assert groups.context["figures"]["groups"] == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": "打总机"}, "digits, spaces and hyphens"),
        ({"opened_on": (TODAY + timedelta(days=3)).isoformat()}, "lies in the future"),
        ({"name": "x" * 61}, "at most 60"),
        ({"contact_name": "31010119900101139X"}, "identity card number"),
    ],
)
def test_wrong_facts_are_told_beside_the_field(client, sign_in, tree, office, typed, said):
    sign_in(office)

    response = client.post(reverse("communities:center-create"), facts(region=tree.street.pk) | typed)

    assert said in response.content.decode()
    assert not ServiceCenter.objects.exists()


def test_a_place_of_another_street_is_no_place_for_a_centre(client, sign_in, tree, office):
    sign_in(office)

    for region in (tree.other_street, tree.community):
        response = client.post(reverse("communities:center-create"), facts(region=region.pk))
        assert response.status_code == 200

    assert not ServiceCenter.objects.exists()


def test_a_stale_edit_of_a_centre_keeps_what_was_typed(client, sign_in, center, office):
    sign_in(office)
    page = reverse("communities:center-update", args=[center.pk])
    read = seen_on(client.get(page))
    client.post(page, facts(address="第一次改", seen=read))

    response = client.post(page, facts(address="第二次改", seen=read))

    center.refresh_from_db()
    assert (response.status_code, center.address) == (409, "第一次改")
    assert "第二次改" in response.content.decode()


def test_ids_of_another_street_are_404_in_every_form_of_a_centre(client, sign_in, tree, center, office):
    foreign_team, foreign_center = make_organization(tree.other_community), make_center(tree.other_street)
    foreign = host(foreign_center, foreign_team)
    row = service(foreign_center, foreign_team)
    sign_in(office)
    begin = {"started_on": TODAY.isoformat(), "document_number": "1"}

    answers = [
        client.post(f"{reverse('communities:hosting-begin', args=[center.pk])}?organization={foreign_team.pk}", begin),
        client.post(f"{reverse('communities:hosting-begin', args=[foreign_center.pk])}?organization=1", begin),
        client.post(reverse("communities:hosting-end", args=[foreign.pk]), begin | {"note": "x"}),
        client.post(reverse("communities:hosting-transfer", args=[foreign.pk]), begin | {"center": center.pk}),
        client.post(reverse("communities:center-service-update", args=[row.pk]), {}),
        client.post(reverse("communities:center-retire", args=[foreign_center.pk]), {"note": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert Hosting.objects.current().get() == foreign


def test_a_foreign_centre_is_no_choice_of_a_transfer(client, sign_in, tree, center, team, office):
    hosting, foreign = host(center, team), make_center(tree.other_street)
    sign_in(office)

    response = client.post(
        reverse("communities:hosting-transfer", args=[hosting.pk]),
        {"center": foreign.pk, "started_on": TODAY.isoformat(), "document_number": "1"},
    )

    assert response.status_code == 200
    assert Hosting.objects.current().get().center == center


def test_hosting_transfer_service_and_end_by_the_pages(client, sign_in, tree, center, team, office):
    other = make_center(tree.street)
    sign_in(office)
    begin = {"started_on": TODAY.isoformat(), "document_number": "1"}

    client.post(f"{reverse('communities:hosting-begin', args=[center.pk])}?organization={team.pk}", begin)
    twice = client.post(f"{reverse('communities:hosting-begin', args=[other.pk])}?organization={team.pk}", begin)
    hosting = Hosting.objects.get()
    client.post(reverse("communities:hosting-transfer", args=[hosting.pk]), begin | {"center": other.pk})
    new = Hosting.objects.current().get()
    client.post(
        f"{reverse('communities:center-service-create', args=[other.pk])}?organization={team.pk}",
        {"given_on": TODAY.isoformat(), "kind": "guidance", "what": "核对章程"},
    )
    given = ServiceRecord.objects.get()
    client.post(
        reverse("communities:center-service-update", args=[given.pk]),
        {"given_on": TODAY.isoformat(), "kind": "training", "what": "讲解备案"},
    )
    client.post(reverse("communities:hosting-end", args=[new.pk]), {"started_on": TODAY.isoformat(), "note": "到期"})
    again = client.post(
        reverse("communities:hosting-end", args=[new.pk]), {"started_on": TODAY.isoformat(), "note": "到期"}
    )

    given.refresh_from_db()
    assert (twice.status_code, again.status_code) == (409, 409)
    assert (new.center, given.kind, Hosting.objects.current().count()) == (other, "training", 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_a_centre_ask_the_database_equally_often(
    client, sign_in, tree, center, office, count, django_assert_num_queries
):
    for _number in range(count):
        group = make_organization(tree.community)
        host(center, group)
        service(center, group)
        make_center(tree.street)
    sign_in(office)

    with django_assert_num_queries(6):
        client.get(reverse("communities:center-list"))
    with django_assert_num_queries(8):
        client.get(center.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(center.get_absolute_url(), {"tab": "services"})


@pytest.mark.django_db
def test_the_filings_of_hosted_groups_stand_on_the_centre_until_they_are_decided(client, sign_in):
    tree = make_tree()
    center, team = make_center(tree.street), make_organization(tree.community)
    center.host(team, by=make_user(), on=TODAY, document_number="1")
    filing = make_filing(team, state="submitted")
    make_filing(make_organization(tree.community), state="submitted")
    sign_in(make_user(Role.OFFICE, tree.street))

    page = client.get(center.get_absolute_url(), {"tab": "filings"})

    assert list(page.context["page"].object_list) == [filing]
    assert filing.get_absolute_url() in page.content.decode()


def test_a_retired_centre_leaves_its_groups_to_another_in_one_act(client, sign_in, tree, center, team):
    other, office = make_center(tree.street), make_user(Role.OFFICE, tree.street)
    center.host(team, by=office, on=TODAY, document_number="1号")
    filing = Filing.begin(team, kind="first", by=office)
    sign_in(office)
    page = reverse("communities:center-retire", args=[center.pk])
    shown = client.get(page)
    assert [kind.number for kind in shown.context["hanging"]] == [1, 1]
    assert "enter another centre first" in shown.content.decode()  # where there is none
    assert "to" in client.post(page, {"note": "合并"}).context["form"].errors
    assert center not in shown.context["form"].fields["to"].queryset

    client.post(page, {"to": other.pk, "note": "合并"})

    center.refresh_from_db()
    assert center.retired_on == TODAY
    assert team.hostings.get(ended_on=None).center == other
    filing.refresh_from_db()
    assert filing.center == center  # until it is handed in
