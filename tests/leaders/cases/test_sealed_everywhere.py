"""Who raised a matter: in no column of any table, no line of any log, no file that leaves the house."""

import logging

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from leaders.cases.models import Case
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.exports import export, export_text
from tests.factories import make_superuser, make_tree, make_user
from tests.leaders.cases.test_matters_in_public import form_of, matter_of, open_with_key, sent

pytestmark = pytest.mark.django_db
NAME, NUMBER = "沈桂花", "13900139012"
SPELLINGS = (NAME, NUMBER, "139 0013 9012", "139****9012", "0013 9012")


def in_tables():
    """{table.column} in which the name or the number can be read."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found |= {
                    f"{model._meta.db_table}.{name}"
                    for name, value in zip(names, row, strict=True)
                    if any(text in str(value) for text in SPELLINGS)
                }
    return found


@pytest.fixture
def raised(client, settings, caplog):
    """A matter sent with a name, followed, handled by two workers, opened once, closed, rated and opened again."""
    caplog.set_level(logging.DEBUG)
    tree = make_tree()
    tree.worker, tree.colleague = make_user(Role.WORKER, tree.community), make_user(Role.WORKER, tree.community)
    client.post(form_of(tree.building), sent(name=NAME, contact=NUMBER))
    tree.case = case = Case.objects.get()

    def act(name, who=tree.worker, **data):
        client.force_login(who)
        return client.post(reverse(f"leaders:case-{name}", args=[case.pk]), data)

    act("accept")
    act("assign", to=tree.colleague.pk, note="请接手")
    assert NAME in act("reveal", tree.colleague).content.decode()
    act("reply", tree.colleague, text="周六修好。")
    case.refresh_from_db()
    case.key = case.renew_key(by=tree.colleague)
    client.logout()
    page = open_with_key(client, case)
    client.post(page, {"act": "close", "outcome": "solved"})
    client.post(page, {"act": "rate", "score": "4"})
    client.post(page, {"act": "reopen", "text": "又坏了"})
    case.refresh_from_db()
    assert (case.state, case.open_reporter(by=tree.colleague)) == ("handling", (NAME, NUMBER))
    return tree


def test_the_name_and_the_number_lie_in_no_column_and_no_line_of_the_log(raised, caplog):
    assert in_tables() == set()
    lines = [record.getMessage() + str(record.__dict__) for record in caplog.get_records("setup")]
    assert lines and not [line for line in lines if any(text in line for text in SPELLINGS)]
    assert ReadLog.objects.filter(verb="case.reveal").count() == 2  # once on the page, once above


def test_what_leaves_the_house_names_nobody(client, raised):
    """Lists, prints, exports, calendars and searches, as those who handle, direct, oversee and administer."""
    people = [raised.colleague, make_user(Role.OFFICE, raised.street), make_user(Role.MANAGER, raised.street)]
    people += [make_user(Role.OVERSEER, raised.county), make_superuser()]
    case = raised.case
    pages = [
        reverse("leaders:case-list"), reverse("leaders:case-list") + f"?q={NUMBER[-4:]}", case.get_absolute_url(),
        reverse("leaders:case-print", args=[case.pk]), reverse("leaders:case-report"), reverse("desk:due-list"),
        reverse("desk:dashboard"), reverse("desk:audit-list"), reverse("desk:read-list"), reverse("desk:calendar"),
        reverse("desk:reminder-list"), reverse("desk:statistics"), reverse("desk:search") + f"?q={NUMBER}x",
        "/admin/leaders/case/", f"/admin/leaders/case/{case.pk}/change/", f"/admin/leaders/case/{case.pk}/history/",
        matter_of(case), reverse("directory:place-matters", args=[raised.street.pk]),
        reverse("directory:activities-feed"),
    ]  # fmt: skip
    for user in people:
        client.force_login(user)
        for address in pages:
            shown = client.get(address)
            text = b"".join(shown.streaming_content) if shown.streaming else shown.content
            assert not any(one in text.decode().replace(f"{NUMBER}x", "") for one in SPELLINGS), (user, address)
        if client.get(reverse("leaders:case-export")).status_code == 200:
            assert not any(one in export_text(client, reverse("leaders:case-export")) for one in SPELLINGS)
    client.force_login(people[2])
    workbook = b"".join(export(client, reverse("leaders:case-export"), file_format="xlsx").streaming_content)
    assert workbook[:2] == b"PK" and NAME.encode() not in workbook
