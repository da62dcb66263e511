"""Inspections: days in order, a rectification entered once, what is due on the desk."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.documents.models import Document
from communities.oversight.models import Inspection
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from registry.desk.due import tasks
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    close,
    make_authority_decision,
    make_inspection,
    make_organization,
    make_user,
)
from tests.windows import answer, seen_on

PAST = TODAY - timedelta(days=5)


def standing(team, kind="restrict", **fields):
    decision = make_authority_decision(team, kind, **fields)
    decision.decide(by=make_user())
    team.refresh_from_db()
    return decision


def is_public(client, team):
    page = client.get(reverse("directory:organization", args=[team.pk])).status_code
    listed = team.name in client.get(reverse("directory:organizations")).content.decode()
    assert (page == 200) == listed
    return listed


def paper(**more):
    return {
        "kind": "restrict",
        "authority": "闵行区民政局",
        "document_number": "闵民1号",
        "legal_basis": "条例第三十条",
        "decided_on": PAST.isoformat(),
        "effective_on": PAST.isoformat(),
        "summary": "限期停止活动",
    } | more


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"inspected_on": TODAY + timedelta(days=1)}, "inspected_on"),
        ({"due_on": PAST - timedelta(days=1)}, "due_on"),
        ({"due_on": None}, "due_on"),
        ({"findings": ""}, "findings"),
    ],
)
def test_an_inspection_with_dates_out_of_order_is_refused_at_its_field(team, fields, wrong):
    with pytest.raises(ValidationError) as refused:
        make_inspection(team, **fields)

    assert wrong in refused.value.message_dict
    assert not Inspection.objects.exists()


def test_an_inspection_that_passed_is_due_nowhere(team):
    assert make_inspection(team, state="passed", due_on=TODAY).due_on is None


def test_a_rectification_is_entered_once(team):
    inspection = make_inspection(team)

    inspection.rectify(by=make_user(), on=TODAY, done="已更换")
    with pytest.raises(ValidationError) as refused:
        inspection.rectify(by=make_user(), on=TODAY, done="再次")

    inspection.refresh_from_db()
    assert (refused.value.code, inspection.state, inspection.rectification) == ("stale", "rectified", "已更换")


@pytest.mark.parametrize(
    ("on", "done"), [(PAST - timedelta(days=1), "已更换"), (TODAY + timedelta(days=1), "已更换"), (TODAY, " ")]
)
def test_a_rectification_is_dated_and_says_what_was_done(team, on, done):
    with pytest.raises(ValidationError):
        make_inspection(team).rectify(by=make_user(), on=on, done=done)


def test_the_database_keeps_the_order_of_days_too(team):
    inspection = make_inspection(team)

    for wrong in ({"due_on": PAST - timedelta(days=1)}, {"state": "rectified"}, {"state": "passed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=inspection.pk).update(**wrong)


def test_an_ended_organization_is_inspected_no_more(team):
    close(team)

    with pytest.raises(ValidationError) as refused:
        make_inspection(team)

    assert refused.value.code == "ended"


def test_what_is_due_stands_on_the_desk_until_it_is_rectified(tree, team, worker):
    late = make_inspection(team, due_on=PAST)
    make_inspection(make_organization(tree.other_community), due_on=PAST)
    make_inspection(team, due_on=TODAY + timedelta(days=90))

    assert [task.url for task in tasks(worker)] == [late.get_absolute_url()]
    assert late.is_overdue
    late.rectify(by=worker, on=TODAY, done="已更换")

    assert tasks(worker) == []


def test_an_inspection_from_the_organizations_page_to_the_rectification(client, sign_in, team, worker):
    sign_in(worker)
    page = f"{reverse('communities:inspection-create')}?organization={team.pk}"
    typed = {"inspected_on": PAST.isoformat(), "kind": "spot", "findings": "账目未公布", "result": "to_rectify"}

    missing = client.post(page, typed)
    assert "Say by which day it is to be rectified." in missing.content.decode()
    client.post(page, typed | {"due_on": TODAY.isoformat()})
    inspection = Inspection.objects.get()
    answer(
        client,
        reverse("communities:inspection-update", args=[inspection.pk]),
        typed | {"due_on": TODAY.isoformat(), "findings": "半年账目未公布"},
    )
    rectify = reverse("communities:inspection-rectify", args=[inspection.pk])
    done = {"rectified_on": TODAY.isoformat(), "rectification": "已公布"}
    done["seen"] = seen_on(client.get(rectify))
    client.post(rectify, done)
    twice = client.post(rectify, done)

    inspection.refresh_from_db()
    assert (inspection.state, inspection.findings, inspection.checked_by) == ("rectified", "半年账目未公布", worker)
    assert twice.status_code == 409
    assert client.get(rectify).status_code == 404
    assert "账目" in client.get(f"{team.get_absolute_url()}?tab=oversight").content.decode()


def test_a_stale_correction_of_an_inspection_is_told_so(client, sign_in, team, worker):
    inspection = make_inspection(team)
    sign_in(worker)
    page = reverse("communities:inspection-update", args=[inspection.pk])
    typed = {"inspected_on": PAST.isoformat(), "kind": "spot", "due_on": TODAY.isoformat()}
    typed["seen"] = seen_on(client.get(page))

    client.post(page, typed | {"findings": "第一次"})
    response = client.post(page, typed | {"findings": "第二次"})

    inspection.refresh_from_db()
    assert (response.status_code, inspection.findings) == (409, "第一次")
    assert "第二次" in response.content.decode()


def test_findings_hold_no_identity_numbers(client, sign_in, team, worker):
    sign_in(worker)

    response = client.post(
        f"{reverse('communities:inspection-create')}?organization={team.pk}",
        {"inspected_on": PAST.isoformat(), "kind": "spot", "findings": "310101199001011234", "result": "passed"},
    )

    assert "identity card number" in response.content.decode()


def test_papers_of_an_inspection_stay_in_its_street(client, sign_in, tree, team, worker):
    inspection = make_inspection(team)
    sign_in(worker)
    client.post(
        reverse("communities:inspection-document", args=[inspection.pk]),
        {"title": "整改照片", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF")},
    )
    document = Document.objects.get()
    assert client.get(document.get_absolute_url()).status_code == 200

    sign_in(make_user(Role.MANAGER, tree.other_street))

    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.post(reverse("communities:inspection-document", args=[inspection.pk])).status_code == 404


def test_the_list_has_tabs_and_the_most_urgent_first(client, sign_in, team, worker):
    later = make_inspection(team, due_on=TODAY + timedelta(days=9))
    sooner = make_inspection(team, due_on=TODAY + timedelta(days=2))
    make_inspection(team, state="passed")
    sign_in(worker)

    page = client.get(reverse("communities:inspection-list"), {"state": "to_rectify", "order": "due"})
    late = client.get(reverse("communities:inspection-list"), {"due": "late"})

    assert page.context["page"].rows == [sooner, later]
    assert [number for _value, _label, number, _chosen in page.context["tabs"]] == [3, 2, 0, 1]
    assert late.context["page"].rows == []


def test_the_newest_inspection_comes_first_and_pages_go_on(client, sign_in, team, worker, monkeypatch):
    rows = [make_inspection(team, inspected_on=TODAY - timedelta(days=day)) for day in (4, 2, 3)]
    monkeypatch.setattr("communities.oversight.views.inspections.InspectionList.page_size", 2)
    sign_in(worker)

    first = client.get(reverse("communities:inspection-list"))
    second = client.get(reverse("communities:inspection-list") + first.context["page"].next_url)

    assert first.context["page"].rows == [rows[1], rows[2]]
    assert second.context["page"].rows == [rows[0]]


@pytest.mark.parametrize("kind", ["inspection", "authority"])
def test_the_exports_hold_the_own_street_and_are_logged(client, sign_in, tree, team, worker, kind):
    elsewhere = make_organization(tree.other_community, name="外街道的队")
    make = {"inspection": make_inspection, "authority": make_authority_decision}[kind]
    make(team), make(elsewhere)
    sign_in(worker)

    text = export_text(client, reverse(f"communities:{kind}-export"))

    assert team.name in text and elsewhere.name not in text
    assert ReadLog.objects.get().verb == f"{kind}.export"


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_and_the_organization_ask_the_database_equally_often(
    client, sign_in, team, manager, count, django_assert_num_queries, django_assert_max_num_queries
):
    for _number in range(count):
        make_inspection(team)
        make_authority_decision(team)
    sign_in(manager)
    client.get(reverse("desk:dashboard"))

    for name in ("inspection-list", "authority-list"):
        with django_assert_num_queries(6):
            client.get(reverse(f"communities:{name}"))
    with django_assert_max_num_queries(12):
        client.get(team.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(f"{team.get_absolute_url()}?tab=oversight")
