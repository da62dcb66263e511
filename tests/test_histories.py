"""What happens to the parts of a record stands in the history of the record."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.documents.models import Document
from communities.support.desk import describe_support
from registry.accounts.roles import Role
from tests.factories import (
    make_enrolment,
    make_inspection,
    make_leader,
    make_notice,
    make_opinion,
    make_organization,
    make_session,
    make_support,
    make_user,
)

pytestmark = pytest.mark.django_db


def story(client, row):
    return [entry.verb for entry in client.get(row.get_absolute_url()).context["entries"]]


def attach(owner, by):
    pages = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    return Document.attach(owner, pages, title="照片", by=by)


def test_documents_added_and_removed(client, tree, sign_in):
    worker = make_user(Role.OFFICE, tree.street)
    sign_in(worker)
    for owner in (
        make_inspection(make_organization(tree.community)), make_support(make_organization(tree.community)),
    ):  # fmt: skip
        attach(owner, worker).remove(by=worker)

        assert story(client, owner)[:2] == ["document.remove", "document.attach"]


def test_lines_of_a_grant(client, tree, sign_in, worker):
    grant = make_support(make_organization(tree.community), granted="800.00")
    line = grant.book("used", Decimal("120.00"), on=grant.period_from, what_for="服装", by=worker)
    sign_in(worker)

    assert story(client, grant)[0] == "support.book"
    assert str(line) == "Used 120.00 yuan 服装"
    assert describe_support("舞蹈队", "服装", "80000") == ("舞蹈队 服装 800.00 yuan", "")


def test_a_receipt_of_a_line_added_and_removed(client, tree, sign_in, worker):
    grant = make_support(make_organization(tree.community), granted="800.00")
    line = grant.book("used", Decimal("120.00"), on=grant.period_from, what_for="服装", by=worker)
    attach(line, worker).remove(by=worker)
    sign_in(worker)

    assert story(client, grant)[:2] == ["document.remove", "document.attach"]
    assert client.get(grant.get_absolute_url()).context["lines"][0][2] == []


def test_a_place_given_back_or_corrected_and_not_each_sign_on_the_roll(client, tree, sign_in, worker):
    session = make_session(tree.community, days=-1, by=worker)
    back, right, plain = (make_enrolment(session, make_leader(tree.building), by=worker) for _person in range(3))
    back.withdraw(by=worker)
    plain.mark(attendance="present", by=worker)
    right.mark(attendance="present", by=worker)
    session.close(by=worker)
    session.complete(by=worker)
    right.correct(attendance="absent", by=worker, reason="未到场")
    sign_in(worker)

    told = client.get(session.get_absolute_url()).context["entries"]

    verbs = [entry.verb for entry in told if entry.object_type == "leaders.enrolment"]
    assert verbs[:3] == ["enrolment.correct", "enrolment.mark", "enrolment.withdrawn"]
    assert plain.pk not in {entry.object_id for entry in told if entry.verb.startswith("enrolment.")}


def test_opinions_on_a_notice(client, tree, sign_in):
    notice = make_notice(tree.street)
    opinion = make_opinion(notice)
    manager = make_user(Role.MANAGER, tree.street)
    opinion.reply(by=manager, text="已核对")
    sign_in(manager)

    assert story(client, notice)[0] == "opinion.reply"
