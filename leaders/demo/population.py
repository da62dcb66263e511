"""A large invented population for measuring: N provinces of 20,113 regions and 100,565 leaders each.

The tree and the spread are those of the performance anchors: levels province, prefecture, county, street,
community, building with 2, 5, 10, 10 and 19 children; five leaders a region. The first province is made in
Python and written in batches; the others are copies of it, made by the database itself, which takes a tenth
of the time. The copies lie interleaved, as rows of many streets do that work side by side.
"""

import random
from datetime import date, timedelta
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from communities.assessments.models import Assessment
from communities.organizations.models import Category, Organization, OrganizationToken
from communities.regions.models import Level, Region
from communities.search import tokens_of_person, tokens_of_place
from leaders.appointments.models import Appointment
from leaders.cases.models import Case, CaseEntry
from leaders.cases.models.case import CaseToken
from leaders.cultivation.models import StageStep
from leaders.demo.content import ASSESSED
from leaders.demo.population_cases import case_tokens, cases, lines, questions, topics
from leaders.people.models import Kind, Leader, LeaderToken, Stage
from leaders.topics.models import Topic, TopicQuestion
from registry.accounts.models import User
from registry.audit.log import record_summary

FAN = [
    (Level.PREFECTURE, 2),
    (Level.COUNTY, 5),
    (Level.STREET, 10),
    (Level.COMMUNITY, 10),
    (Level.BUILDING, 19),
]
SUFFIX = {
    Level.PROVINCE: "省",
    Level.PREFECTURE: "市",
    Level.COUNTY: "区",
    Level.STREET: "街道",
    Level.COMMUNITY: "社区",
    Level.BUILDING: "号楼",
}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "国建华文明军平志伟东海强晓生光林小民永杰英秀丽芳敏静艳玉兰桂红梅春燕霞萍玲淑珍琴云凤荣凯浩宇子轩梓涵欣怡佳雨婷雪晨思嘉俊博天瑞泽昊辰诗诺可心语萱俊豪世昌宏德福贵祥庆元正清泉松柏山川江河湖金银铜铁锡波涛洋洁莹琳琪瑶瑾璇"
TEAMS = ["舞蹈队", "合唱队", "棋牌队", "志愿服务队", "老年协会", "读书会"]
LEADERS_PER_REGION = 5
BATCH = 5000
COPIED = [
    Region,
    Organization,
    OrganizationToken,
    Leader,
    StageStep,
    Appointment,
    LeaderToken,
    Case,
    CaseEntry,
    CaseToken,
    Topic,
    TopicQuestion,
]  # in the order of their keys


def populate(*, provinces, progress=lambda text: None):
    """Return {"regions": n, "organizations": n, "leaders": n, "matters": n}. The tables should be empty before."""
    author, decider = _account("population"), _account("decider")
    _make_first(random.Random(20261123), author, decider, progress)
    multiply(provinces=provinces, progress=progress)
    counts = {"regions": Region, "organizations": Organization, "leaders": Leader, "matters": Case}
    counts = {noun: model.objects.count() for noun, model in counts.items()}
    record_summary("population.create", by=author, label=f"{provinces}", object_type="leaders.leader", changes=counts)
    return counts


def multiply(*, provinces, progress=lambda text: None):
    """Make `provinces` of the one that `populate(provinces=1)` has made."""
    if provinces > 1:
        with transaction.atomic(), connection.cursor() as cursor:
            bases = {model: model._base_manager.aggregate(highest=Max("pk"))["highest"] for model in COPIED}
            for model in COPIED:
                cursor.execute(_copy_statement(model, bases, provinces))
                progress(f"{model._meta.label}: copied")
        _name_provinces()
    _assess()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _account(name):
    """An account nobody can sign in with."""
    defaults = {"display_name": name.capitalize(), "is_active": False}
    return User.objects.get_or_create(username=name, defaults=defaults)[0]


def _make_first(chance, author, decider, progress):
    regions = list(_regions())
    _write(Region, regions, progress)
    organizations = list(_organizations(regions, author))
    _write(Organization, organizations, progress)
    _write(OrganizationToken, _organization_tokens(organizations), progress)
    leaders = list(_leaders(chance, regions, author))
    _write(Leader, leaders, progress)
    _write(StageStep, _steps(leaders, author), progress)
    _write(Appointment, _appointments(leaders, organizations, author, decider), progress)
    _write(LeaderToken, _leader_tokens(leaders), progress)
    matters = list(cases(regions, decider))
    _write(Case, matters, progress)
    _write(CaseEntry, lines(matters, decider), progress)
    _write(CaseToken, case_tokens(matters), progress)
    themes = list(topics(regions, author))
    _write(Topic, themes, progress)
    _write(TopicQuestion, questions(themes), progress)


def _copy_statement(model, bases, provinces):
    """INSERT … SELECT of a table times the further provinces: keys moved, the first step of the path exchanged."""
    copies = ", ".join(f"({number}, '{number + 1:04d}')" for number in range(1, provinces))
    quote = connection.ops.quote_name
    columns, values = [], []
    for field in model._meta.concrete_fields:
        related, column = model if field.primary_key else field.related_model, quote(field.column)
        columns.append(column)
        if related in bases:
            values.append(f"{bases[related]} + (old.{column} - 1) * {provinces - 1} + copy.number")
        elif field.name in ("path", "region_path"):
            values.append(f"copy.head || SUBSTR(old.{column}, 5)")
        else:
            values.append(f"old.{column}")
    table = quote(model._meta.db_table)
    parts = ["WITH copy(number, head) AS (VALUES", copies, ") INSERT INTO", table, "(", ", ".join(columns), ") SELECT"]
    parts += [", ".join(values), "FROM", table, "old CROSS JOIN copy ORDER BY old.id, copy.number"]
    return " ".join(parts)


def _name_provinces():
    for region in Region.objects.filter(parent=None).order_by("path")[1:]:
        region.name = f"{SURNAMES[int(region.path)]}{region.name}"
        region.set_keys()
        region.save(update_fields=["name", "pinyin", "initials", "building_key"])


def _assess():
    """Each province has assessed that people are shown: below it everything may be published."""
    today = timezone.localdate()
    facts = {"assessed_on": today, "review_on": today + timedelta(days=365), "signer": "省厅"}
    roots = Region.objects.filter(parent=None, assessment=None)
    for region in roots:
        Assessment.objects.create(region=region, **facts, **ASSESSED)


def _write(model, rows, progress):
    rows, done = iter(rows), 0
    with transaction.atomic():
        while batch := list(islice(rows, BATCH)):
            model.objects.bulk_create(batch, batch_size=BATCH)
            done += len(batch)
    progress(f"{model._meta.label}: {done}")


def _regions():
    number = 0

    def walk(depth, parent, path, position):
        nonlocal number
        number += 1
        level = FAN[depth - 1][0] if depth else Level.PROVINCE
        name = f"{SURNAMES[(number * 7) % len(SURNAMES)]}{GIVEN[(number * 13) % len(GIVEN)]}{position}{SUFFIX[level]}"
        fan = FAN[depth][1] if depth < len(FAN) else 0
        me = Region(id=number, parent=parent, path=path, level=level, name=name, children_made=fan)
        me.set_keys()
        yield me
        for child in range(1, fan + 1):
            yield from walk(depth + 1, me, f"{path}{child:04d}", child)

    yield from walk(0, None, "0001", 1)


def _organizations(regions, author):
    places = [region for region in regions if region.level == Level.COMMUNITY]
    group = Category.objects.get_or_create(name="文体", parent=None, defaults={"national_class": "culture"})[0]
    category = Category.objects.get_or_create(name="舞蹈", parent=group, defaults={"national_class": "culture"})[0]
    for number in range(1, len(regions) + 1):
        place = places[(number * 7919) % len(places)]
        row = Organization(
            id=number,
            region=place,
            region_path=place.path,
            name=f"{place.name}{TEAMS[number % 6]}{number}",
            category=category,
            is_published=True,
            is_recruiting=number % 4 == 0,
            created_by=author,
        )
        row._derive()
        yield row


def _leaders(chance, regions, author):
    leaves = [region for region in regions if region.level == Level.BUILDING]
    for number in range(1, len(regions) * LEADERS_PER_REGION + 1):
        # Every fifth sits on any level, the rest in buildings; evenly spread over the tree.
        region = (regions if number % 5 == 0 else leaves)[
            (number * 7919) % (len(regions) if number % 5 == 0 else len(leaves))
        ]
        row = Leader(
            id=number,
            region=region,
            region_path=region.path,
            name=_name(chance),
            gender="female" if chance.random() < 0.5 else "male",
            birth_year=chance.randrange(1950, 2004),
            stage=Stage.LEADER,
            leads_team=number % 5 in (2, 3),
            term_ends_on=date(2027 + number % 3, 6, 30) if number % 5 in (2, 3) else None,
            created_by=author,
        )
        row.set_keys()
        yield row


def _name(chance):
    name = SURNAMES[min(int(chance.expovariate(0.06)), len(SURNAMES) - 1)]
    name += GIVEN[min(int(chance.expovariate(0.04)), len(GIVEN) - 1)]
    if chance.random() < 0.82:
        name += GIVEN[min(int(chance.expovariate(0.04)), len(GIVEN) - 1)]
    return name


def _steps(leaders, author):
    """The first step of each, as a registration writes it."""
    for row in leaders:
        yield StageStep(leader=row, region_path=row.region_path, to_stage=row.stage, on=date(2024, 7, 1), by=author)


def _appointments(leaders, organizations, author, decider):
    stamp = timezone.now()
    for row in leaders:
        if not row.leads_team:
            continue
        organization = organizations[(row.pk * 104729) % len(organizations)]
        yield Appointment(
            leader=row,
            kind=Kind.TEAM,
            organization=organization,
            region_path=organization.region_path,
            started_on=date(2024, 7, 1),
            term_ends_on=row.term_ends_on,
            how_chosen="put_forward",
            state="current",
            submitted_at=stamp,
            submitted_by=author,
            decided_at=stamp,
            decided_by=decider,
        )


def _organization_tokens(organizations):
    for row in organizations:
        for token in sorted(tokens_of_place(row.name)):
            yield OrganizationToken(target=row, token=token, region_path=row.region_path)


def _leader_tokens(leaders):
    for row in leaders:
        for token in sorted(tokens_of_person(row.name)):
            yield LeaderToken(target=row, token=token, region_path=row.region_path)
