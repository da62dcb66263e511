"""No text field of any model takes an identity number, a bank card or a mobile number, by whatever way it is written."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from communities.regions.models import Region

PRIVATE = [
    "身份证11010519491231002X", "6222 0210 0111 6245 702", "找13812345671", "138 1234 5671", "一三八一二三四五六七一",
    "138\u200b1234\n5671", "１３８－１２３４－５６７１",
]  # fmt: skip
# What the program itself writes, never a person: keys, seals, paths, numbers, copies of texts that passed already.
MACHINE = {
    "path", "region_path", "token", "pinyin", "initials", "code", "kind", "nonce", "sheet", "form", "mark", "digest",
    "phone_sealed", "phone_index", "phone_tail_index", "phone_masked", "name_sealed", "name_masked", "contact_sealed",
    "contact_masked", "token_index", "key_index", "address_index", "number", "certificate_number", "feedback_token",
    "owner_type", "media_type", "credit_code", "filed_name", "destination_name", "name_key", "building_key",
    "failure", "signature", "sealed", "alias_key", "document_key", "course_key", "honour_key", "gone_path",
    "check_token", "proof_token",
}  # fmt: skip
MACHINE_IN = {"communities.SendingCount.purpose", "communities.Merge.label"}  # which public form is counted; a name
# Telephone lines of offices, which are meant to be read.
LINES = {"contact_phone", "phone"}
TEXTS = [
    field
    for model in apps.get_models()
    if model._meta.app_label in ("communities", "leaders")
    for field in model._meta.concrete_fields
    if isinstance(field, (models.CharField, models.TextField)) and not field.choices
    if field.name not in MACHINE | LINES
    and str(field) not in MACHINE_IN
    and field is not Region._meta.get_field("name")
]


@pytest.mark.parametrize("field", TEXTS, ids=str)
def test_a_text_field_refuses_private_numbers_when_it_is_checked_and_when_it_is_written(field):
    for text in PRIVATE:
        with pytest.raises(ValidationError):
            field.clean(text, field.model())
        with pytest.raises(ValidationError):
            field.get_db_prep_save(text, connection)


@pytest.mark.parametrize("field", TEXTS, ids=str)
def test_ordinary_numbers_pass(field):
    if type(field).__name__ == "PersonNameField":
        return
    for text in ("021-54881234 54885678"[: field.max_length], "12 13 14号楼", "2026-11-26"):
        assert field.clean(text, field.model()) == field.get_db_prep_save(text, connection) == text


def test_names_of_places_are_checked_by_the_region():
    for fields in ({"name": "13812345671号楼"}, {"name": "1号楼", "aliases": ["一三八一二三四五六七一"]}):
        with pytest.raises(ValidationError):
            Region(level="building", **fields).clean()


def test_there_are_texts_to_look_at():
    assert len(TEXTS) > 90
