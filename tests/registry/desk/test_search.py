"""The search of the desk finds what its user reaches, by each of its ways."""

import pytest
from django.urls import reverse

from communities.organizations.credit_code import check_sign
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.clock import TODAY
from tests.factories import (
    make_authority_decision,
    make_case,
    make_filing,
    make_leader,
    make_organization,
    make_proposal,
    make_region,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client, sign_in):
    def found(user, words, **more):
        page = sign_in(user).post(reverse("desk:search"), {"q": words}, **more)
        return {
            kind: [str(row.title if kind == "numbers" else row.name) for row in rows]
            for kind, rows in page.context["found"].items()
        }

    return found


@pytest.mark.parametrize(("words", "kind"), [("隐名", "leaders"), ("yinming", "leaders"), ("ym", "leaders")])
def test_people_by_name_pinyin_and_initials_are_those_in_reach(tree, worker, find, words, kind):
    make_leader(tree.building, name="隐名甲")
    make_leader(tree.community2, name="隐名乙")
    make_leader(tree.other_building, name="隐名丙")

    assert find(worker, words)[kind] == ["隐名甲"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("曾", "曾国藩"), ("国藩", "曾国藩"), ("zengguofan", "曾国藩"), ("guofan", "曾国藩"), ("zgf", "曾国藩"),
        ("gf", "曾国藩"), ("z国", "曾国藩"), ("zeng国藩", "曾国藩"), ("ceng国", "曾国藩"), ("曾gf", "曾国藩"),
        ("曾guo", "曾国藩"), ("zh国", "张国强"), ("张國強", "张国强"), ("张国强", "張國強"), ("欧阳n", "欧阳娜娜"),
        ("单田", "单田芳"), ("shantian", "单田芳"), ("dantian", "单田芳"), ("阿依古丽 买买提", "阿依古丽·买买提"),
        ("阿依古丽•买", "阿依古丽·买买提"), ("买买提", "阿依古丽·买买提"), ("王l", "王力宏"),
    ],
)  # fmt: skip
def test_a_person_is_found_however_the_name_is_typed(tree, worker, find, words, name):
    make_leader(tree.building, name=name)
    make_leader(tree.building, name="李四海")

    assert find(worker, words)["leaders"] == [name]


@pytest.mark.parametrize(
    "words", ["zh国", "张q", "zhang强", "%", "_", "'", "\x00", "国" * 60, "？？", "·", "0000", "zz国"]
)
def test_what_is_typed_brings_up_nobody_else_and_never_an_error(tree, worker, find, words):
    make_leader(tree.building, name="李四海")

    assert find(worker, words)["leaders"] == []


def test_who_is_called_just_so_comes_first(tree, worker, find):
    for name in ("文王丽", "王丽华", "王丽", "汪莉"):
        make_leader(tree.building, name=name)

    assert find(worker, "王丽")["leaders"] == ["王丽", "王丽华", "文王丽"]
    assert find(worker, "wangli")["leaders"][:2] == ["王丽", "汪莉"]


@pytest.mark.parametrize("words", ["1234", "13800131234", "138 0013 1234", "+86 138-0013-1234"])
def test_a_phone_finds_nobody_of_another_street_and_is_written_down_masked(tree, worker, find, words):
    make_leader(tree.building, name="陆建国", phone="13800131234")
    make_leader(tree.other_building, name="外街人", phone="13900131234")

    assert find(worker, words)["leaders"] == ["陆建国"]
    entry = ReadLog.objects.get(verb="leader.phone_search")
    assert (entry.actor, entry.rows, entry.region_path) == (worker, 1, tree.community.path)
    assert entry.object_label == ("****1234" if words == "1234" else "138****1234")


@pytest.mark.parametrize("by", ["address", "typing"])
def test_a_phone_is_not_looked_for_by_an_address_or_while_typing(client, sign_in, tree, worker, by):
    make_leader(tree.building, name="陆建国", phone="13800131234")
    client, page = sign_in(worker), reverse("desk:search")

    answer = (
        client.get(page, {"q": "1234"}) if by == "address" else client.post(page, {"q": "1234"}, HTTP_HX_REQUEST="true")
    )

    assert answer.context["found"]["leaders"] == [] and answer.context["asks_for_phone"]
    assert not ReadLog.objects.filter(verb="leader.phone_search").exists()


def test_the_answer_to_a_phone_leads_to_no_address_with_the_phone(tree, worker, client, sign_in):
    make_leader(tree.building, name="陆建国", phone="13800131234")

    page = sign_in(worker).post(reverse("desk:search"), {"q": "13800131234"}).content.decode()

    assert "陆建国" in page and "q=13800131234" not in page


def test_the_last_digits_of_a_phone_find_nobody_for_an_overseer(tree, find):
    make_leader(tree.building, name="陆建国", phone="13800131234")

    assert find(make_user(Role.OVERSEER, tree.county), "1234")["leaders"] == []
    assert not ReadLog.objects.filter(verb="leader.phone_search").exists()


@pytest.mark.parametrize("words", ["晨光", "cg", "chenguang"])
def test_organizations_are_those_in_reach(tree, worker, find, words):
    make_organization(tree.community, name="晨光甲队")
    make_organization(tree.community2, name="晨光乙队")
    make_organization(tree.other_community, name="晨光丙队")

    assert find(worker, words)["organizations"] == ["晨光甲队"]


def test_places_are_those_in_reach(tree, worker, find):
    assert find(worker, "平南苑")["regions"] == ["平南苑"]
    assert find(worker, "康城一期")["regions"] == []


def test_while_typing_only_the_list_is_answered(client, sign_in, tree, worker):
    make_leader(tree.building, name="隐名甲")

    page = sign_in(worker).post(
        reverse("desk:search"), {"q": "隐名"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="top-found"
    )

    assert "隐名甲" in page.content.decode() and "<html" not in page.content.decode()
    assert 'id="t-l"' in page.content.decode()


def test_a_filing_is_found_by_its_number_in_reach(tree, worker, find):
    number = make_filing(make_organization(tree.community), state="filed").number
    serial, year = number[-5:-1], number[number.index("〔") + 1 :][:4]
    outside = make_filing(make_organization(tree.other_community), state="filed")

    for typed in (number, number.replace("〔", "[").replace("〕", "]"), serial, str(int(serial)), f"{year}-{serial}"):
        assert find(worker, typed)["numbers"] == [number], typed
    assert find(worker, outside.number)["numbers"] == []


def test_a_registered_group_is_found_by_its_credit_code(tree, worker, find):
    code = "51" + "310112" + "MJ1234567"
    code += check_sign(code)
    team = make_organization(tree.community)
    team.register_with_civil_affairs(by=make_user(), code=code, on=TODAY, authority="闵行区民政局")

    assert find(worker, code)["numbers"] == find(worker, code.lower())["numbers"] == [code]
    assert find(make_user(Role.WORKER, tree.other_community), code)["numbers"] == []


def test_documents_are_found_by_their_number_however_it_is_written(tree, manager, find):
    team = make_organization(tree.community)
    make_proposal(team, document_number="社管〔2026〕 12 号")
    make_authority_decision(make_organization(tree.community), document_number="闵民〔2026〕3号")
    make_authority_decision(make_organization(tree.other_community), document_number="闵民〔2026〕33号")

    assert find(manager, "社管[2026]12号")["numbers"] == ["社管〔2026〕 12 号"]
    assert find(manager, "闵民(2026)3")["numbers"] == ["闵民〔2026〕3号"]


def test_records_are_found_by_the_number_on_their_page(tree, worker, find):
    leader, case = make_leader(tree.building), make_case(tree.community)
    outside = make_leader(tree.other_building)

    assert find(worker, leader.number)["numbers"] == [leader.number]
    assert find(worker, f"sq{case.pk}")["numbers"] == [case.number]
    assert find(worker, outside.number)["numbers"] == []


def test_a_document_is_found_by_the_number_it_was_given_later(tree, manager, find):
    decision = make_authority_decision(make_organization(tree.community), document_number="闵民3号")
    decision.document_number = "闵民4号"
    decision.save()

    assert find(manager, "闵民4号")["numbers"] == ["闵民4号"] and find(manager, "闵民3号")["numbers"] == []


@pytest.fixture
def estate(tree):
    """Two compounds of one name in one community, with buildings written in several ways."""
    first = make_region(tree.community, name="康城一期", level="compound", aliases=["上海康城"])
    second = make_region(tree.community, name="康城二期", level="compound")
    for compound, names in ((first, ("12号楼", "2号楼", "会所")), (second, ("十二幢", "A座"))):
        for name in names:
            make_region(compound, name=name, level="building")
    return tree


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("康城12号楼", ["12号楼", "十二幢"]), ("康城一期12号", ["12号楼"]), ("康城一期 12", ["12号楼"]),
        ("康城二期12栋", ["十二幢"]), ("上海康城12号楼楼长", ["12号楼"]), ("康城12号楼301室", ["12号楼", "十二幢"]),
        ("kc12", ["12号楼", "十二幢"]), ("12栋", ["12号楼", "12号楼", "十二幢"]), ("康城一期１２号樓", ["12号楼"]),
        ("康城二期A栋", ["A座"]), ("康城一期会所", []), ("康城一期 会所", ["会所"]), ("会所", ["会所"]), ("康城99号楼", []),
        ("康城１期十二号楼", ["12号楼"]), ("康城2期 12幢", ["十二幢"]), ("康城2期", []), ("康城3期12号楼", []),
        ("古美街道平南社区康城一期12号楼", ["12号楼"]), ("闵行区古美路街道康城1期12号", ["12号楼"]), ("别处街道12号楼", []),
    ],
)  # fmt: skip
def test_a_building_is_found_as_people_call_it(estate, worker, find, words, wanted):
    rows = [name for name in find(worker, words)["regions"] if name not in ("康城一期", "康城二期")]

    assert rows == wanted


def test_short_names_are_answered_best_first(estate, worker, find):
    make_region(estate.community, name="老康城一期旁", level="compound")
    make_region(estate.community, name="康城小区", level="compound")

    assert find(worker, "康城")["regions"] == ["康城小区", "康城一期", "康城二期", "老康城一期旁"]
    assert find(worker, "康城一期")["regions"] == ["康城一期", "老康城一期旁"]
    assert find(worker, "上海康城")["regions"] == ["康城一期"]


def test_aliases_are_found_in_the_whole_tree_too(estate, find):
    everywhere = make_superuser()

    for words in ("上海康城", "shanghaikang", "shkc"):
        assert find(everywhere, words)["regions"] == ["康城一期"], words
    assert find(everywhere, "上海康城 12号楼")["regions"] == ["12号楼"]


def test_the_old_name_stops_to_find_a_place_that_gave_it_up(estate, worker, find):
    compound = make_region(estate.community, name="旧名苑", level="compound")
    compound.rename("新名苑", by=worker)

    assert find(worker, "旧名")["regions"] == ["新名苑"]
    compound.describe(by=worker, aliases=[])
    assert find(worker, "旧名")["regions"] == []


@pytest.mark.parametrize("words", ["13800138000", "138 0013 8000", "8000", "1380"])
def test_the_list_of_leaders_finds_no_number_by_its_address(client, sign_in, worker, tree, words):
    make_leader(tree.building, name="陆建国", phone="13800138000")

    page = sign_in(worker).get(reverse("leaders:leader-list"), {"q": words}).content.decode()

    assert "陆建国" not in page and "Look for the number" in page
    assert not ReadLog.objects.exists()
