"""What offices call the categories of their organizations, and which of the register's they mean."""

import re

import pytest

from communities.organizations.defaults import CATEGORIES
from communities.organizations.models import Category, Organization
from leaders.imports.models import ImportRow
from leaders.imports.subjects import categories
from tests.factories import make_category

NAMES = {name for _group, _class, names in CATEGORIES for name in names}


@pytest.fixture
def known(db):
    for name in NAMES - set(Category.objects.values_list("name", flat=True)):
        make_category(name)
    return list(Category.objects.filter(parent__isnull=False))


def test_every_category_a_registry_begins_with_has_its_meanings():
    assert set(categories.MEANINGS) == NAMES
    for name, words in categories.MEANINGS.items():
        for word in words.split("|"):
            others = [
                other for other, meant in categories.MEANINGS.items() if other != name and word in meant.split("|")
            ]
            assert not others, word
            assert re.compile(word)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("书画类", "书画摄影"), ("环境保护", "环保志愿"), ("治安巡逻", "平安巡防"), ("矛盾调解类", "邻里调解"), ("太极拳", "健身"),
        ("民族舞", "舞蹈"), ("为老服务", "帮困助老"), ("文艺类", None), ("器乐", None), ("舞蹈、合唱", None), ("", None),
    ],
)  # fmt: skip
def test_words_mean_one_category_or_none(known, said, name):
    found = categories.meant_by(said, known)

    assert (found.name if found else None) == name


def test_a_category_is_found_by_meaning_name_or_activity_and_told_otherwise(known, office, load, write):
    rows = [
        ["团队名称", "类别", "主要内容"],
        ["翰墨社", "书画类", ""],
        ["丹青社", "文体娱乐类", ""],
        ["乐龄中心", "民办非企业", "为老人送餐"],
        ["和乐社", "", "编织"],
        ["和睦社", "某某类", "编织"],
        ["葫芦丝社", "器乐", ""],
    ]
    batch = load(rows, subject="organizations")
    said = [(row.state, row.said["notes"]) for row in batch.rows.order_by("position")]

    assert [state for state, _notes in said] == [*[ImportRow.State.READY] * 4, *[ImportRow.State.WRONG] * 2]
    assert said[2][1][0] == "Category by what it does: “帮困助老”."
    write(batch)
    found = dict(Organization.objects.values_list("name", "category__name"))
    assert found == {"翰墨社": "书画摄影", "丹青社": "书画摄影", "乐龄中心": "帮困助老", "和乐社": "手工"}
