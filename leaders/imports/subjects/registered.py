"""Finding the registered person a row is about: by number, or by name where the place says which one."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.scope import lies_in
from communities.text.digits import refuse_text
from communities.text.names import person_key, person_name
from communities.text.phones import read_phone
from leaders.imports.subjects import contents, shapes, words
from leaders.imports.subjects.entry import Choice
from leaders.people.models import PHONE_FIELD, Leader
from registry.seal import blind_index
from registry.sheets.headers import Field

PERSON = Field(
    "name", gettext_lazy("Full name"),
    ("姓名", "名字", "学员姓名", "学员", "人员姓名", "参训人员", "参加人员", "参训人", "领袖姓名", "获得者", "受表彰人", "负责人", "楼组长姓名", "楼组长", "获奖人", "获奖者", "获奖人姓名", "荣誉获得者", "受奖人", "参训学员", "参加人", "受训人", "同志姓名", "人员"),
    is_required=True, example="王芳", shape=f"{shapes.PERSON}|{shapes.HONOURED}|{shapes.TRAINED}", guess=shapes.ANYBODY, **contents.PERSON,
)  # fmt: skip
PHONE = Field(
    "phone", gettext_lazy("Phone"),
    ("手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "电话号码", "移动电话", "本人电话", "本人手机"), example="13800000000", shape=shapes.PHONE, guess=shapes.ANY_PHONE, **contents.PHONE,
)  # fmt: skip


BESIDE = re.compile(r"(?<=..)\s*[(（][^()（）]*[)）]$")  # 楼组长 of 王芳（楼组长）


class RegisteredPeople:
    """Everybody registered in the batch's region, read once. The rest of the street is not this table's to write to."""

    def __init__(self, region, places):
        self.places, self.by_name, self.by_phone, self.rows = places, {}, {}, {}
        self.above = (None, "")  # the sheet and name of the last row that names somebody
        rows = Leader.objects.within(region).only(
            "pk", "name", "region_id", "region_path", "phone_index", "phone_masked", "birth_year"
        )
        for row in rows:
            self.rows[row.pk] = row
            self.by_name.setdefault(person_key(row.name), []).append(row)
            if row.phone_index:
                self.by_phone.setdefault(row.phone_index, []).append(row)

    def person(self, entry):
        """The one meant, or None with what is wrong or doubtful noted. Never on the name alone in a whole street."""
        name = person_name(BESIDE.sub("", words.without_marks(entry.text("name"))))
        if not name:
            entry.wrong("name", _("The name is missing."))
            if not entry.text("name") and self.above[0] == entry.sheet:
                entry.hints["name"] = self.above[1]  # one person over several rows, named in the first
            return None
        self.above = (entry.sheet, name)
        phone = entry.take("phone", _number) or ""
        place = self._place(entry)
        if {"phone", "community", "compound", "building"} & set(entry.errors):
            return None
        index = blind_index(phone, field=PHONE_FIELD)
        found = self.by_name.get(person_key(name), [])
        if not found:
            entry.wrong("name", self._nobody(name, index))
            return None
        numbered = [row for row in found if index and row.phone_index == index]
        if not numbered:
            found = [row for row in found if not (index and row.phone_index)]
            near = [row for row in found if place is not None and self._lies_in(row, place)]
        else:
            near = numbered
        if not found:
            entry.wrong("phone", _("%(name)s is registered with another number.") % {"name": name})
            return None
        if len(near) == 1:
            return near[0]
        return self._asked(entry, near or found, numbered)

    def _asked(self, entry, found, numbered):
        chosen = next((row for row in found if row.pk == entry.chosen), found[0] if len(found) == 1 else None)
        if entry.choice == Choice.UPDATE and chosen is not None:
            entry.chosen = chosen.pk
            return chosen
        if entry.choice == Choice.UPDATE:
            entry.choice = ""
        reasons = [_("same name"), *([_("same phone number")] if numbered else [])]
        entry.matches = [{"pk": row.pk, "label": label_of(row, self.places), "reasons": reasons} for row in found]
        entry.chosen = chosen.pk if chosen is not None else None
        return None

    def _nobody(self, name, index):
        if others := self.by_phone.get(index, []) if index else []:
            return _("This number belongs to %(who)s.") % {"who": label_of(others[0], self.places)}
        return _("Nobody called %(name)s is registered here; import the leaders first.") % {"name": name}

    def _place(self, entry):
        """The narrowest place the row names; a place that is wrong is said."""
        community = self.places.community(entry)
        if not entry.text("building"):
            return self.places.compound(entry, community) if entry.text("compound") else community
        compound = self.places.compound(entry, community) if entry.text("compound") else None
        return self.places.building(entry, community, compound) or compound or community

    def _lies_in(self, row, place):
        return lies_in(row.region_path, place.path)


def _number(text):
    return read_phone(words.first_number(words.without_nothing(text))[0]).stored


def label_of(row, places):
    """Which registered person is meant: name, place, masked number and year of birth."""
    home = places.rows.get(row.region_id)
    parts = [row.name, home.place_label if home else "", row.phone_masked, str(row.birth_year or "")]
    return " ".join(part for part in parts if part)


def line_of_text(text, most):
    """The text of a cell that goes into one line of the register; raises ValidationError."""
    refuse_text(text)
    if len(text) > most:
        raise ValidationError(_("At most %(most)s characters.") % {"most": most}, code="length")
    return text
