"""Places, accounts, organizations, leaders and their appointments."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from itertools import count, groupby
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from communities.assessments.models import Assessment
from communities.organizations.models import Category, Organization
from communities.postings.models import Posting
from communities.regions.models import Level, Region
from communities.scope import SEGMENT
from leaders.appointments.models import Appointment
from leaders.consents.actions import give_consents
from leaders.consents.models import Consent
from leaders.departures.models import Departure
from leaders.people.models import Kind, Leader, Stage
from registry.accounts.models import User
from registry.accounts.roles import Role

_numbers = count(1)
PASSWORD = "correct horse 97 battery"


def make_region(parent=None, name=None, level=None, by=None, **fields):
    """A region below `parent`; a province without one."""
    number = next(_numbers)
    if parent is None:
        region = Region(
            path=f"{Region.objects.filter(parent=None).count() + 1:04d}",
            level=Level.PROVINCE,
            name=name or f"Province {number}",
            **fields,
        )
        region.set_keys()
        region.save()
        return region
    order = list(Level)
    level = level or order[order.index(Level(parent.level)) + 1]
    return parent.add_child(name=name or f"{level} {number}", by=by, level=level, **fields)


# (its name in the tree, the part it lies in, its level, how people call it), from above to below.
PARTS = (
    ("prefecture", "province", Level.PREFECTURE, "市辖区"),
    ("county", "prefecture", Level.COUNTY, "闵行区"),
    ("street", "county", Level.STREET, "古美街道"),
    ("other_street", "county", Level.STREET, "莘庄镇"),
    ("community", "street", Level.COMMUNITY, "古美一村居委会"),
    ("community2", "street", Level.COMMUNITY, "古美三村居委会"),
    ("other_community", "other_street", Level.COMMUNITY, "康城第一居委会"),
    ("compound", "community", Level.COMPOUND, "平南苑"),
    ("other_compound", "other_community", Level.COMPOUND, "康城一期"),
    ("building", "compound", Level.BUILDING, "12号楼"),
    ("building2", "compound", Level.BUILDING, "13号楼"),
    ("other_building", "other_compound", Level.BUILDING, "1号楼"),
)


def make_tree():
    """Two streets in one district, each with a community, a compound and two buildings.

    .province .prefecture .county .street .community .compound .building .building2,
    and .other_street .other_community .other_compound .other_building beside it.
    The rows are those of `add_child`, written a level at a time and without its checks: nearly every test begins here.
    """
    children = Counter(above for _key, above, _level, _name in PARTS)
    made, numbers = {"province": make_region(name="上海市", children_made=children["province"])}, Counter()
    for level, parts in groupby(PARTS, key=lambda part: part[2]):
        for key, above, _level, name in (parts := list(parts)):
            numbers[above] += 1
            made[key] = row = Region(
                parent=made[above],
                path=f"{made[above].path}{numbers[above]:0{SEGMENT}d}",
                level=level,
                name=name,
                is_virtual=level == Level.PREFECTURE,
                opened_on=timezone.localdate(),
                children_made=children[key],
            )
            row.set_keys()
        Region.objects.bulk_create(made[key] for key, *_rest in parts)
    make_assessment(made["province"])
    return SimpleNamespace(**made)


def make_assessment(region, **fields):
    """An assessment of publication of a year ago for `region`; without one nobody is shown in public there."""
    today = timezone.localdate()
    facts = {
        "lawful": "只公示本人同意公开的姓名", "effects": "可能被陌生人打听", "measures": "逐项同意，随时撤回",
        "assessed_on": today - timedelta(days=30), "signer": "何静", "review_on": today + timedelta(days=335),
    } | fields  # fmt: skip
    return Assessment.objects.create(region=region, **facts)


def make_user(role=Role.WORKER, region=None, **fields):
    """A user with one open posting (none without a region)."""
    number = next(_numbers)
    fields = {"username": f"user{number}", "display_name": f"Person {number}"} | fields
    user = User.objects.create_user(password=PASSWORD, **fields)
    if region is not None:
        Posting.objects.create(user=user, region=region, role=role, started_on=date(2024, 1, 1))
    return user


def make_superuser(**fields):
    number = next(_numbers)
    fields = {"username": f"admin{number}", "display_name": "Administrator"} | fields
    return User.objects.create_superuser(password=PASSWORD, **fields)


def make_category(name="舞蹈", national_class="culture"):
    group, _new = Category.objects.get_or_create(name="文体", parent=None, defaults={"national_class": national_class})
    return Category.objects.get_or_create(name=name, parent=group, defaults={"national_class": national_class})[0]


def make_organization(region, by=None, **fields):
    """A registered organization at `region`."""
    by = by or make_user()
    fields = {
        "name": f"团队{next(_numbers)}",
        "category": fields.pop("category", None) or make_category(),
    } | fields
    organization = Organization(region=region, **fields)
    organization.register(by=by)
    return organization


def make_leader(region, by=None, phone="", **fields):
    """A registered leader living at `region`."""
    by = by or make_user()
    fields = {"name": "陆建国", "gender": "male", "birth_year": 1955} | fields
    leader = Leader(region=region, **fields)
    leader.set_keys()
    leader.set_phone(phone)
    leader.register(by=by)
    return leader


def make_appointment(leader, kind=Kind.BUILDING, by=None, **fields):
    """A pending appointment; `region`, `organization` or `topic` as the kind needs."""
    by = by or make_user()
    today = timezone.localdate()
    needs = {
        Kind.TEAM: {},
        Kind.OPINION: {"topic": "parking", "own_wish": True},
        Kind.BUILDING: {},
        Kind.ESTATE: {"term_number": 1},
    }[kind]
    values = needs | {
        "started_on": today - timedelta(days=100),
        "term_ends_on": today + timedelta(days=900),
        "how_chosen": Appointment.HowChosen.PUT_FORWARD,
    }
    appointment = Appointment(leader=leader, kind=kind, **(values | fields))
    appointment.submit(by=by)
    return appointment


def make_picture(name="face.jpg", kind="JPEG", size=(60, 40), **how):
    """A picture as a browser sends it."""
    out = BytesIO()
    Image.new(how.pop("mode", "RGB"), size, how.pop("color", "teal")).save(out, kind, **how)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/octet-stream")


def make_current(leader, kind=Kind.BUILDING, **fields):
    """A confirmed appointment."""
    appointment = make_appointment(leader, kind, **fields)
    appointment.decide(by=make_user())
    leader.stage = Stage.LEADER
    Leader.objects.filter(pk=leader.pk).update(stage=Stage.LEADER)
    return appointment


def make_ended(leader, kind=Kind.BUILDING, **fields):
    """A term that is over."""
    appointment = make_current(leader, kind, **fields)
    appointment.end(by=make_user(), reason=Appointment.EndReason.TERM_OVER)
    return appointment


def make_returned(leader, kind=Kind.BUILDING, **fields):
    """An appointment sent back for correction."""
    appointment = make_appointment(leader, kind, **fields)
    appointment.send_back(by=make_user(), reason="任期应写到月底")
    return appointment


def make_departure(leader, by=None, how=Departure.How.MOVED, **fields):
    """An entered departure of today."""
    departure = Departure(leader=leader, how=how, **{"left_on": timezone.localdate()} | fields)
    departure.enter(by=by or make_user())
    return departure


def make_consent(leader, field=Consent.Field.NAME):
    """One standing consent."""
    give_consents(leader, [field], by=make_user(), given_on=timezone.localdate())
    return leader.consents.given().get(field=field)
