"""A second demo world: everything is as long and as many as it may be.

One of everything (tests/world.py), and then: people of thirty letters, groups of sixty, every other text as long as its
field takes; a person with twelve posts; a compound of five hundred buildings.
"""

from django.apps import apps
from django.utils import timezone

from communities.regions.models import Level, Region
from communities.scope import SEGMENT
from communities.text.fields import PersonNameField
from leaders.people.models import Kind, Leader
from tests.factories import make_current, make_leader, make_organization, make_user
from tests.walk.canaries import MACHINE, OWN, is_text
from tests.world import make_world

BUILDINGS = 500
POSTS = 12
PERSON = 30
FULL = 300  # of a text without bound
# Written by the program or by a rule of their own, beside the keys and numbers that are anyway.
KEPT = MACHINE | {"username", "phone_masked", "contact_phone", "phone", "aliases", "language", "document_number"}
HAN = "康城第一社区居民自治志愿服务与文化体育健身团队联合会"
LATIN = "KangchengCommunityVolunteersUnitedForNeighbourhoodMusicAndSports"


def make_long_world():
    """(tree, {role: user}, {kind of row: row}), as `make_world`; rows["busy"] is the person with twelve posts."""
    tree, users, rows = make_world()
    rows["busy"] = busy(tree)
    rows["large"] = large(tree)
    for model in apps.get_models():
        if model._meta.app_label in OWN:
            lengthen(model)
    return tree, users, rows


def busy(tree):
    """One person who leads twelve groups."""
    leader, by = make_leader(tree.building, name="诸葛"), make_user()
    for number in range(POSTS):
        group = make_organization(tree.community, by=by, name=f"第{number}队", is_published=True)
        make_current(leader, Kind.TEAM, by=by, organization=group)
    return leader


def large(tree):
    """A compound of five hundred buildings, written without the checks of `add_child`."""
    compound = tree.community.add_child(name="大院", by=None, level=Level.COMPOUND)
    made = []
    for number in range(1, BUILDINGS + 1):
        row = Region(
            parent=compound, path=f"{compound.path}{number:0{SEGMENT}d}", level=Level.BUILDING, name=f"{number}号楼",
            opened_on=timezone.localdate(),
        )  # fmt: skip
        row.set_keys()
        made.append(row)
    Region.objects.bulk_create(made, batch_size=100)
    Region.objects.filter(pk=compound.pk).update(children_made=BUILDINGS)
    return compound


def lengthen(model):
    """Every text of every row that holds something, to the length its field takes; each row's is its own."""
    texts = [field for field in model._meta.concrete_fields if is_text(field) and field.name not in KEPT]
    rows = model._base_manager.exclude(level=Level.BUILDING) if model is Region else model._base_manager.all()
    for row in rows if texts else ():
        new = {field.attname: as_long(model, field, row.pk) for field in texts if getattr(row, field.attname)}
        if new:
            model._base_manager.filter(pk=row.pk).update(**new)


def as_long(model, field, pk):
    """Of people letters alone."""
    most = PERSON if model is Leader and field.name == "name" else field.max_length or FULL
    own = number_in_han(pk) if isinstance(field, PersonNameField) else str(pk)
    return (own + (LATIN if pk % 3 == 0 else HAN) * 12)[:most]


def number_in_han(number):
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in str(number))
