"""What a law still asks to be kept: out of every table, list, file and log, in one sealed column, opened by one right."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from communities.documents.models import Document
from leaders.privacy.models import HeldFile, Hold
from leaders.privacy.models.ledger import erase_again, erasures_carried_out
from registry.accounts.roles import Permission, Role, roles_granting
from registry.audit.models import AuditEntry, ReadLog
from registry.upkeep.jobs import delete_orphans
from registry.upkeep.rotation import sealed_models
from tests.clock import TODAY
from tests.factories import make_current, make_leader, make_superuser, make_user
from tests.factories.privacy import carry_out, keep_sealed, make_erasure
from tests.leaders.privacy import test_erasing
from tests.leaders.privacy.test_erasing import BEFORE, NAME, PHONE, SECRET, again, holds
from tests.windows import answer as send

pytestmark = pytest.mark.django_db
person = test_erasing.person
WORDS = (NAME, BEFORE, PHONE, SECRET, "园艺课", "最美家庭", "爱花的人")
UNTIL = TODAY + timedelta(days=30)
WHY = {"purpose": "区审计局来函，2026年第8号"}


@pytest.fixture
def held(tree):
    return keep_sealed(make_leader(tree.building, name=NAME, phone=PHONE), until=UNTIL)


def code_of(refused):
    error = refused.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


def left_outside():
    """Where the person still stands, other than sealed."""
    return [line for line in holds(*WORDS) if not line.startswith("leaders.Hold.sealed")]


def test_the_record_leaves_every_table_and_lies_in_one_sealed_column(person, django_capture_on_commit_callbacks):
    files = {Path(person.photo.path), Path(Document.objects.get(owner_type="leaders.outsidehours").file.path)}
    assert len(left_outside()) > 40

    with django_capture_on_commit_callbacks(execute=True):
        row = keep_sealed(person)

    assert left_outside() == []
    kept = Hold.objects.get(erasure=row)
    assert kept.region_path == again(row).region_path == person.region.parent.parent.path, "not where the person lived"
    assert not any(word in kept.sealed for word in WORDS)
    tables, titles = kept.open()
    said = json.dumps(tables, ensure_ascii=False)
    assert all(word in said for word in (NAME, PHONE, SECRET, "爱花的人"))
    assert {f"{NAME}的证书", "Photo"} <= {title for _number, title in titles}
    assert {Path(one.file.path) for one in kept.files.all()} >= files and all(path.is_file() for path in files)


def test_no_nightly_job_sweeps_away_what_is_kept(person, monkeypatch):
    row = keep_sealed(person)
    names = set(HeldFile.objects.values_list("file", flat=True))
    monkeypatch.setattr("registry.upkeep.jobs._old_files", lambda: iter(names))

    call_command("daily", stdout=StringIO())

    assert delete_orphans(dry_run=True) == "0 files without a row"
    assert NAME in json.dumps(Hold.objects.get(erasure=row).open(), ensure_ascii=False)
    assert set(HeldFile.objects.values_list("file", flat=True)) == names


def test_it_is_thrown_away_at_its_end_with_a_reason(person, django_capture_on_commit_callbacks):
    row, by = keep_sealed(person), make_user(Role.MANAGER)
    files = [Path(one.file.path) for one in HeldFile.objects.all()]
    for code, reason in (("early", "期限已满"), ("named", f"{NAME}的期限已满")):
        with pytest.raises(ValidationError) as refused:
            row.end_hold(by=by, reason=reason)
        assert code_of(refused) == code
        Hold.objects.filter(erasure=row).update(until=TODAY - timedelta(days=1))

    with django_capture_on_commit_callbacks(execute=True):
        row.end_hold(by=by, reason="期限已满")

    assert holds(*WORDS) == [] and not any(path.exists() for path in files) and files
    kept = Hold.objects.get(erasure=row)
    assert (kept.sealed, kept.end_reason, kept.ended_by, again(row).state) == ("", "期限已满", by, "done")
    assert AuditEntry.objects.get(verb="erasure.end_hold").note == "期限已满"
    with pytest.raises(ValidationError):
        again(row).end_hold(by=by, reason="再来一次")


def test_it_is_decided_by_somebody_else_with_a_ground_and_a_day_to_come(tree):
    leader, by = make_leader(tree.building, name=NAME), make_user(Role.MANAGER, tree.street)
    row = make_erasure(leader, by=by)
    good = {"basis": "会计档案管理办法", "until": UNTIL}
    wrong = {"own": {}, "reason": {"basis": " "}, "date": {"until": TODAY}, "named": {"basis": f"{NAME}的凭证"}}
    for code, values in wrong.items():
        with pytest.raises(ValidationError) as refused:
            row.hold(by=by if code == "own" else make_user(), **(good | values))
        assert code_of(refused) == code
    make_current(leader, region=tree.building)
    with pytest.raises(ValidationError) as refused:
        row.hold(by=make_user(), **good)
    assert code_of(refused) == "held"

    assert again(leader).name == NAME and not Hold.objects.exists()


def test_nothing_is_written_about_the_person_and_it_is_not_erased_past_the_law(held, tree):
    leader = held.leader
    for act in (
        lambda: make_erasure(leader),
        lambda: carry_out(leader),
        lambda: again(held).decide(by=make_user()),
        lambda: again(held).hold(by=make_user(), basis="别的法律", until=UNTIL),
        lambda: again(held).send_back(by=make_user(), reason="不同意"),
        lambda: leader.change_photo(None, by=make_user()),
        lambda: make_current(leader, region=tree.building),
    ):
        with pytest.raises(ValidationError):
            act()

    assert Hold.objects.get(erasure=held).sealed and again(held).state == "held"


def test_the_manager_decides_on_the_page_and_bad_input_is_told(client, tree, sign_in):
    row = make_erasure(make_leader(tree.building, name=NAME))
    sign_in(make_user(Role.MANAGER, tree.street))
    page = reverse("leaders:erasure-detail", args=[row.pk])
    form = client.get(page).context["form"]
    sent = {"decision": "hold", "seen": form["seen"].value(), "hung": form.fields["hung"].initial}
    answer = client.post(page, sent)
    assert set(answer.context["form"].errors) == {"basis", "until"}
    answer = client.post(page, sent | {"basis": f"{NAME}的凭证", "until": UNTIL.isoformat()})
    assert "basis" in answer.context["form"].errors and again(row).state == "pending"

    answer = client.post(page, sent | {"basis": "会计档案管理办法", "until": UNTIL.isoformat()})

    assert answer.status_code == 302 and again(row).state == "held"
    text = client.get(page).content.decode()
    assert "会计档案管理办法" in text and UNTIL.isoformat() in text and NAME not in text


def test_only_the_holder_of_the_right_opens_it_says_why_and_is_logged(client, tree, person, sign_in):
    row = keep_sealed(person, until=UNTIL)
    page = reverse("leaders:hold-open", args=[row.pk])
    file = reverse("leaders:hold-file", args=[row.pk, HeldFile.objects.order_by("pk").first().pk])
    end = reverse("leaders:hold-end", args=[row.pk])
    for role in (Role.WORKER, Role.OFFICE, Role.OVERSEER):
        sign_in(make_user(role, tree.street))
        assert [client.get(one).status_code for one in (page, file, end)] == [403, 403, 403]
        assert client.post(page, WHY).status_code == 403
    sign_in(make_user(Role.MANAGER, tree.other_street))
    assert [client.get(one).status_code for one in (page, file, end)] == [404, 404, 404]
    assert roles_granting(Permission.HOLD_OPEN) == {Role.MANAGER}
    manager = make_user(Role.MANAGER, tree.street)
    sign_in(manager)
    assert NAME not in client.get(page).content.decode()
    assert client.get(file).url == page, "a file is looked at for what the record was opened for"
    assert client.post(page, {}).context["form"].errors and not ReadLog.objects.filter(verb="hold.reveal").exists()

    opened = client.post(page, WHY)

    assert NAME in opened.content.decode() and PHONE in opened.content.decode()
    looked = ReadLog.objects.get(verb="hold.reveal")
    assert (looked.actor, looked.purpose, looked.object_label) == (manager, WHY["purpose"], str(again(row)))
    assert client.get(file).status_code == 200
    assert list(ReadLog.objects.filter(verb="hold.reveal").values_list("purpose", flat=True)) == [WHY["purpose"]] * 2
    assert client.get(end).status_code == 404 and end not in client.get(again(row).get_absolute_url()).content.decode()
    Hold.objects.filter(erasure=row).update(until=TODAY - timedelta(days=1))
    assert client.get(end).status_code == 200 and end in client.get(again(row).get_absolute_url()).content.decode()
    row.end_hold(by=manager, reason="期限已满")
    assert [client.get(one).status_code for one in (page, file, end)] == [404, 404, 404]


def test_no_list_search_picker_or_export_finds_who_is_kept_sealed(client, tree, sign_in):
    leader = make_leader(tree.building, name=NAME, phone=PHONE)
    row, superuser = keep_sealed(leader), make_superuser()
    for account in (make_user(Role.MANAGER, tree.street), superuser):
        sign_in(account)
        for page in ("leaders:leader-list", "leaders:leader-export", "leaders:erasure-list", "leaders:erasure-export"):
            answer = client.get(reverse(page))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code == 200 and NAME not in body.decode(errors="replace")
        for asked in (NAME, PHONE, "murongzichen"):
            found = client.get(reverse("desk:search"), {"q": asked})
            assert leader.get_absolute_url() not in found.content.decode()
        assert client.get(leader.get_absolute_url()).status_code == 200
        assert NAME not in client.get(leader.get_absolute_url()).content.decode()
        assert client.get(reverse("leaders:personal-copy", args=[leader.pk])).status_code == 404
        assert NAME not in client.get(reverse("leaders:leader-update", args=[leader.pk])).content.decode()
    sign_in(superuser)
    assert NAME not in client.get(reverse("admin:leaders_erasure_change", args=[row.pk])).content.decode()
    assert not {Hold, HeldFile} & set(site._registry)


def test_whoever_may_throw_it_away_is_told_when_the_time_is_over(client, tree, held, sign_in):
    Hold.objects.filter(erasure=held).update(until=TODAY - timedelta(days=1))
    end = reverse("leaders:hold-end", args=[held.pk])
    sign_in(make_user(Role.MANAGER, tree.street))
    assert end in client.get(reverse("desk:due-list")).content.decode()
    assert send(client, end, {"note": ""}).status_code == 200

    assert send(client, end, {"note": "期限已满"}).status_code == 302

    assert again(held).state == "done"


def test_a_restore_seals_again_and_throws_away_again(tree, person):
    row = make_erasure(person)
    told = [
        {"leader": person.pk, "made": person.created_at.isoformat(), "asker": "person", "asked_on": str(TODAY)}
        | {"answer_by": str(TODAY), "submitted_at": row.submitted_at.isoformat(), "submitted_by": row.submitted_by_id}
        | {"decided_at": row.submitted_at.isoformat(), "decided_by": make_user().pk}
    ]
    sealed = [told[0] | {"basis": "会计档案管理办法", "until": UNTIL.isoformat()}]

    assert erase_again(sealed) == 1

    assert left_outside() == [] and again(row).state == "held"
    assert erasures_carried_out()[0] | {"until": UNTIL.isoformat()} == erasures_carried_out()[0]
    assert erase_again(sealed) == 0 and Hold.objects.get().sealed
    assert erase_again(told) == 1
    assert holds(*WORDS) == [] and again(row).state == "done"


def test_a_new_key_seals_it_anew(held):
    assert Hold in sealed_models()
