"""What happens to the parts of a record stands in the history of the record."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.documents.models import Document
from communities.support.desk import describe_support
from registry.accounts.roles import Role
from tests.factories import make_inspection, make_notice, make_opinion, make_organization, make_support, make_user

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


def test_opinions_on_a_notice(client, tree, sign_in):
    notice = make_notice(tree.street)
    opinion = make_opinion(notice)
    manager = make_user(Role.MANAGER, tree.street)
    opinion.reply(by=manager, text="已核对")
    sign_in(manager)

    assert story(client, notice)[0] == "opinion.reply"
