"""What may be written twice: which rows look alike, which fields are chosen between, what becomes of each relation.

A record that takes its place from the other one follows it (`fate_of`). Any relation else that is not named here
refuses the merge, so that whoever adds one says what is to become of it.
"""

from typing import NamedTuple

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.placed import PlacePath
from registry.accounts.roles import Permission

MOVE = "move"  # the rows go over
FOLLOW = "follow"  # and lie where the kept record lies
ONCE = "once"  # go over, but for those the kept record has itself; they are laid away
ADD = "add"  # figures of the same year are added up
LAST = "last"  # go over as history: the kept record's own last one stays the last
DERIVED = "derived"  # laid away; the kept record's own are derived anew


class Fate(NamedTuple):
    """`same` names the columns that make two rows the same one, with a condition on those that count."""

    way: str
    same: tuple = ()
    only: dict = {}


class Subject(NamedTuple):
    key: str
    label: str
    permission: str
    name: str
    fields: tuple  # (what is chosen, the columns that go with it)
    fates: dict

    @property
    def model(self):
        return apps.get_model(self.label)


def relations_of(model):
    """{name: relation} of everything that points at the model's rows, tables behind many-to-many fields included."""
    found = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            found[relation.name] = relation
    return found


LEADER = Subject(
    "leader",
    "leaders.Leader",
    Permission.LEADER_EDIT,
    _("People written twice"),
    (
        ("name", ("name", "name_key", "pinyin", "initials", "pinyin_by_hand")),
        ("gender", ("gender",)),
        ("birth_year", ("birth_year",)),
        ("phone_masked", ("phone_sealed", "phone_index", "phone_tail_index", "phone_masked")),
        ("region", ("region_id", "region_path")),
        ("biography", ("biography",)),
        ("photo", ("photo",)),
        ("basis", ("basis",)),
    ),
    {
        "Leader_expertise+": Fate(ONCE, ("expertise_id",)),
        "tokens": Fate(DERIVED),
        "appointments": Fate(MOVE),
        "cases": Fate(MOVE),
        "consents": Fate(ONCE, ("field",), {"withdrawn_at": None}),
        "reserve_places": Fate(ONCE, ("organization_id", "region_id"), {"until": None}),
        "stage_steps": Fate(LAST),
        "guided_steps": Fate(MOVE),
        "candidacies": Fate(ONCE, ("plan_id",)),
        "incentives": Fate(MOVE),
        "nominations": Fate(MOVE),
        "training_years": Fate(ADD, ("year",)),
        "enrolments": Fate(MOVE),
        "outside_hours": Fate(FOLLOW),
        "departures": Fate(FOLLOW),
        "earlier_honours": Fate(FOLLOW),
        "erasures": Fate(FOLLOW),
    },
)
ORGANIZATION = Subject(
    "organization",
    "communities.Organization",
    Permission.ORGANIZATION_EDIT,
    _("Organizations written twice"),
    (
        ("name", ("name", "name_key", "pinyin", "initials")),
        ("region", ("region_id", "region_path")),
        ("category", ("category_id",)),
        ("purpose", ("purpose",)),
        ("activity_forms", ("activity_forms",)),
        ("meeting_times", ("meeting_times",)),
        ("meeting_place", ("meeting_place",)),
        ("founded_on", ("founded_on", "founded_precision")),
        ("is_recruiting", ("is_recruiting",)),
    ),
    {
        "Case_partners+": Fate(ONCE, ("case_id",)),
        "tokens": Fate(DERIVED),
        "appointments": Fate(FOLLOW),
        "cases": Fate(FOLLOW),
        "reserve_places": Fate(FOLLOW),
        "incentives": Fate(FOLLOW),
        "member_counts": Fate(ONCE, ("year",)),
        "hostings": Fate(FOLLOW),
        "reports": Fate(FOLLOW),
        "filings": Fate(FOLLOW),
        "closings": Fate(FOLLOW),
        "management_decisions": Fate(FOLLOW),
        "authority_decisions": Fate(FOLLOW),
        "ratings": Fate(FOLLOW),
        "venue_slots": Fate(FOLLOW),
    },
)
SUBJECTS = {subject.key: subject for subject in (LEADER, ORGANIZATION)}


def fate_of(subject, name, relation):
    """What becomes of a relation: what the subject says, else that rows follow which lie where their holder lies.

    None where neither tells: of those that may exist only once somebody has to say which one stays.
    """
    model, column = relation.related_model, relation.field.name
    follows = any(column in field.follows for field in model._meta.concrete_fields if isinstance(field, PlacePath))
    rules = [rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    is_one = relation.field.unique or any(column in rule.fields or rule.expressions for rule in rules)
    return subject.fates.get(name) or (Fate(FOLLOW) if follows and not is_one else None)


def reasons(subject, one, other):
    """Why the two may be the same; [] where the name is all they share, or not even that, or one was erased."""
    found = []
    if any(getattr(row, "erased_on", None) for row in (one, other)):
        return []
    if subject is LEADER:
        if one.phone_index and one.phone_index == other.phone_index:
            found.append(_("same phone number"))
        if one.region_id == other.region_id:
            found.append(_("same place: %(place)s") % {"place": one.region.place_label})
        sounds = found[:1] == [_("same phone number")] and one.pinyin == other.pinyin
    else:
        near = sorted([one.region_path, other.region_path], key=len)
        if near[1].startswith(near[0]):
            found.append(_("same place: %(place)s") % {"place": one.region.place_label})
        sounds = one.region_id == other.region_id and one.pinyin == other.pinyin
    if not found or not (one.name_key == other.name_key or sounds):
        return []
    same = _("same name") if one.name == other.name else pgettext_lazy("name", "written otherwise")
    return [same if one.name_key == other.name_key else pgettext_lazy("name", "sounds the same"), *found]


def with_twins(subject, rows, reach):
    """Of `rows` those that have a later row among `reach` that may be the same."""
    later = reach.filter(pk__gt=OuterRef("pk"))
    if subject is LEADER:
        phone = ~Q(phone_index="") & Q(phone_index=OuterRef("phone_index"))
        named = later.filter(Q(region=OuterRef("region")) | phone, name_key=OuterRef("name_key"))
        return rows.filter(Exists(named) | Exists(later.filter(phone, pinyin=OuterRef("pinyin"))))
    return rows.filter(Exists(later.filter(Q(name_key=OuterRef("name_key")) | Q(pinyin=OuterRef("pinyin")))))


def twins_of(subject, row, reach):
    """The rows of `reach` that may be the same as `row`."""
    alike = Q(name_key=row.name_key) | Q(pinyin=row.pinyin)
    rows = reach.filter(alike).exclude(pk=row.pk).select_related("region__parent").order_by("pk")[:50]
    return [other for other in rows if reasons(subject, row, other)]
