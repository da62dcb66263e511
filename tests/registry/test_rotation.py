import base64
import json
from io import StringIO

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import models

from leaders.people.models import Leader
from leaders.registration.actions import possible_duplicates
from registry.accounts.models import Authenticator, FormDraft, RecoveryCode
from registry.desk import start
from registry.seal import key_id, seal, unseal
from registry.upkeep import rotation
from registry.upkeep.key import key_fits
from registry.upkeep.models import KeyCanary
from tests.factories import make_leader

pytestmark = pytest.mark.django_db
NEW, THIRD = (
    base64.b64encode(text).decode()
    for text in (b"the new key of thirty-two bytes!", b"a third key of thirty-two bytes!")
)
PHONE = "13800002071"


@pytest.fixture
def old(settings):
    settings.PHONE_KEYS_OLD = []
    return settings.PHONE_KEY


@pytest.fixture
def leader(tree, old):
    """Somebody with a number, in a database that knows its key."""
    found = make_leader(tree.community, phone=PHONE, name="林文")
    start.refuse_wrong_key()
    return found


@pytest.fixture
def change(settings, old):
    def to(new):
        settings.PHONE_KEYS_OLD, settings.PHONE_KEY = [settings.PHONE_KEY], new

    return to


def reseal(*arguments):
    said = StringIO()
    call_command("reseal", *arguments, stdout=said)
    return said.getvalue()


def columns(leader):
    return Leader.objects.filter(pk=leader.pk).values_list("phone_sealed", "phone_index", "phone_tail_index")[0]


def test_a_value_names_its_key_and_those_of_before_open(settings, change, old):
    first = seal("x", field="f")
    without_id = f"v1:{first.partition(':')[2]}"
    change(NEW)
    second = seal("x", field="f")

    assert first.startswith(f"{key_id(old)}:") and second.startswith(f"{key_id(NEW)}:")
    assert [unseal(one, field="f") for one in (first, without_id, second)] == ["x"] * 3
    settings.PHONE_KEYS_OLD = []
    for closed in (first, without_id):
        with pytest.raises(InvalidTag):
            unseal(closed, field="f")


def test_people_are_found_while_the_key_is_changed(leader, change, worker):
    change(NEW)
    start.refuse_wrong_key()

    assert list(Leader.objects.with_phone(PHONE)) == list(Leader.objects.with_phone_tail("2071")) == [leader]
    [twin] = possible_duplicates(user=worker, name="别人", phone=PHONE)
    assert twin.is_likely
    assert Leader.objects.get().open_phone() == PHONE


def test_everything_is_sealed_anew_and_the_old_key_can_go(leader, worker, settings, change):
    FormDraft.keep(worker, "form", {"phone": [PHONE]})
    key = Authenticator.new_key()
    Authenticator.objects.create(user=worker, sealed_key=seal(key, field="second factor"))
    before = columns(leader)
    change(NEW)
    start.refuse_wrong_key()

    assert "leaders.leader: 1 left" in reseal("--dry-run")
    assert "Everything is sealed with PHONE_KEY." in reseal()
    after = columns(leader)
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert reseal() == "Everything is sealed with PHONE_KEY.\n"
    assert columns(leader) == after

    settings.PHONE_KEYS_OLD = []
    start.refuse_wrong_key()
    assert Leader.objects.with_phone(PHONE).get().open_phone() == PHONE
    assert FormDraft.objects.get().values == {"phone": [PHONE]}
    assert unseal(Authenticator.objects.get().sealed_key, field="second factor") == key


def test_it_goes_on_where_it_was_broken_off(leader, tree, change, monkeypatch):
    for number in range(4):
        make_leader(tree.community, phone=f"1380000208{number}")
    change(NEW)
    monkeypatch.setattr(rotation, "BATCH", 2)
    renew, seen = rotation._renew, []

    def breaks(model, pk, was):
        seen.append(pk)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return renew(model, pk, was)

    monkeypatch.setattr(rotation, "_renew", breaks)
    with pytest.raises(KeyboardInterrupt):
        list(rotation.seal_anew())
    monkeypatch.setattr(rotation, "_renew", renew)

    [left] = [done for done in rotation.seal_anew() if done.model == "leaders.leader"]
    assert left.renewed == 3  # the batch it was at came back as a whole


def test_a_row_written_meanwhile_keeps_what_was_written(leader, change):
    change(NEW)
    was = {"phone_sealed": leader.phone_sealed}
    Leader.objects.filter(pk=leader.pk).update(phone_sealed=seal("13900000000", field="leader.phone"))

    assert rotation._renew(Leader, leader.pk, was) is None
    assert Leader.objects.get().open_phone() == "13900000000"


def test_both_keys_are_asked_for_until_all_is_sealed_anew(leader, settings, change, old):
    change(NEW)
    start.refuse_wrong_key()
    for keys in ([NEW], [old]):
        settings.PHONE_KEY, settings.PHONE_KEYS_OLD = keys[0], keys[1:]
        assert key_fits() is False
        with pytest.raises(ImproperlyConfigured, match="PHONE_KEYS_OLD"):
            start.refuse_wrong_key()
        with pytest.raises(CommandError, match="PHONE_KEYS_OLD"):
            reseal()

    settings.PHONE_KEY, settings.PHONE_KEYS_OLD = THIRD, [NEW, old]
    with pytest.raises(ImproperlyConfigured, match="third PHONE_KEY"):
        start.refuse_wrong_key()
    with pytest.raises(CommandError, match="two other keys"):
        reseal()


def test_what_no_key_opens_keeps_the_old_one_asked_for(leader, change):
    Leader.objects.filter(pk=leader.pk).update(phone_sealed="v1:AAAA")
    change(NEW)

    with pytest.raises(CommandError, match="1 rows are opened by no key"):
        reseal()
    assert len(KeyCanary.objects.get().sealed.split(" ")) == 2


def test_a_recovery_code_of_before_opens_once(worker, change):
    code = RecoveryCode.make_sheet(worker)[0]
    change(NEW)

    assert [RecoveryCode.spend(worker, code), RecoveryCode.spend(worker, code)] == [True, False]


def test_rows_kept_inside_a_sealed_text_are_sealed_anew_as_well(leader, settings, change):
    kept = {
        "row": {"phone_sealed": leader.phone_sealed, "phone_index": leader.phone_index, "name": "林文"},
        "steps": [1],
    }
    change(NEW)
    renewed = rotation.renew_within(json.loads(json.dumps(kept)))
    settings.PHONE_KEYS_OLD = []

    assert unseal(renewed["row"]["phone_sealed"], field="leader.phone") == PHONE
    assert renewed["row"]["phone_index"] != leader.phone_index
    assert (renewed["row"]["name"], renewed["steps"]) == ("林文", [1])


def test_every_sealed_column_is_known():
    """A column with such a name that no model declares would stay behind with the old key."""
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "sealed" in field.name and isinstance(field, models.CharField | models.TextField)
    }
    declared = {(model._meta.label, column) for model in rotation.sealed_models() for column in model.sealed_columns}

    assert found - declared == {("upkeep.KeyCanary", "sealed")}
    assert declared <= found
    for model in rotation.sealed_models():
        for column in model.sealed_columns:
            assert (model._meta.get_field(column).max_length or 999) >= 120
