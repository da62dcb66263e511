"""Honours given before: kept as their paper says them, confirmed by somebody else, shown to residents by consent."""

import pytest
from django.core.exceptions import ValidationError

from leaders.consents.actions import give_consents
from leaders.imports import deciding, undoing
from leaders.imports.models import ImportRow
from leaders.imports.subjects.honours import grade_of
from leaders.incentives.models import EarlierHonour, Incentive
from leaders.record_page.story import honoured
from tests.factories import make_awarded_incentive, make_current, make_earlier_honour, make_leader, make_user

pytestmark = pytest.mark.django_db
State = ImportRow.State
HEAD = ["序号", "姓名", "联系电话", "荣誉称号", "颁发单位", "获奖年份", "证书编号"]
ROW = ["1", "王芳", "13800138000", "优秀志愿者", "闵行区民政局", "2019", "闵民〔2019〕12号"]


def states(batch):
    return list(batch.rows.order_by("position").values_list("state", flat=True))


def errors(batch, position=0):
    return set(batch.rows.get(position=position).said["errors"])


@pytest.fixture
def wang(office):
    return make_leader(office.tree.building, name="王芳", phone="13800138000")


def load_rows(load, *rows, head=HEAD, **how):
    return load([head, *rows], subject="honours", **how)


def test_it_is_kept_as_its_paper_says_and_counts_once_somebody_else_confirmed_it(office, load, write, wang):
    batch = write(load_rows(load, ROW))

    row = EarlierHonour.objects.get()
    assert (row.leader, row.title, row.issuer, row.level, row.year, row.given_on, row.document_number, row.state) == (
        wang, "优秀志愿者", "闵行区民政局", "district", 2019, None, "闵民〔2019〕12号", "pending",
    )  # fmt: skip
    assert not Incentive.objects.exists() and batch.posts_pending == 1 and honoured(wang, None) == []
    with pytest.raises(ValidationError):
        deciding.confirm_posts(batch, by=office.clerk)
    assert deciding.confirm_posts(batch, by=office.manager) == (1, [])
    [event] = honoured(wang, None)
    assert (event.on.isoformat(), event.text, event.detail) == ("2019-01-01", "优秀志愿者", "闵行区民政局 2019")


def test_the_same_honour_is_there_once_in_the_file_and_in_the_register(load, write, wang):
    write(load_rows(load, ROW))

    again = ["9", "王芳", "13800138000", " 优秀　志愿者 ", "闵行区民政局", "2019年3月8日", ""]
    assert states(load_rows(load, ROW, again)) == [State.SAME, State.SAME]
    other = [*ROW[:5], "2020", ""]
    assert states(load_rows(load, other, other)) == [State.READY, State.SAME]


def test_what_was_awarded_here_is_not_entered_again(load, wang):
    given = make_awarded_incentive(wang, title="暖心楼组长")
    ours = ["1", "王芳", "", "暖心楼组长", "古美路街道", str(given.awarded_on.year), ""]

    assert states(load_rows(load, ours)) == [State.SAME]
    with pytest.raises(ValidationError):
        make_earlier_honour(wang, title="暖心楼组长", level="street", year=given.awarded_on.year)


@pytest.mark.parametrize(
    "issuer, level, is_kept",
    [("闵行区民政局", "", True), ("上海市志愿者协会", "", True), ("古美路街道办事处", "", False), ("平南一居委会", "", False),
     ("古美路街道", "区级", True), ("", "国家级", False)],
)  # fmt: skip
def test_a_title_of_commendation_is_kept_where_others_gave_it_and_refused_as_ours(load, wang, issuer, level, is_kept):
    batch = load_rows(load, [*ROW[:4], issuer, "2019", "", level], head=[*HEAD, "级别"])

    assert errors(batch) == (set() if is_kept else {"title"} if issuer else {"issuer"})


def test_all_that_is_wrong_is_said_at_once_and_several_honours_in_a_cell_are_told(load, wang):
    bad = ["1", "王芳芳", "13800", "2018年区先进个人、2020年街道好人", "", "2999", ""]
    batch = load_rows(load, bad, [*ROW[:3], "", "区民政局", "", ""], ["", *ROW[1:3], "好人", "区里", "1900", ""])

    assert errors(batch) == {"phone", "title", "issuer", "given_on"}
    assert errors(batch, 1) == {"title", "given_on"} and errors(batch, 2) == {"given_on"}


def test_a_list_of_one_honour_says_it_above(load, write, wang):
    rows = [["2016年度“最美楼组长”获得者名单"], ["姓名", "楼号", "授予单位"], ["王芳", "12号楼", "闵行区文明办"]]
    write(load(rows, subject="honours"))

    row = EarlierHonour.objects.get()
    assert (row.title, row.year) == ("2016年度“最美楼组长”", 2016)


def test_people_of_another_community_are_not_written_to(office, load):
    make_leader(office.tree.community2, name="王芳", phone="13800138000")
    make_leader(office.tree.other_community, name="李梅", phone="13800138001")

    batch = load_rows(load, ROW, ["2", "李梅", "13800138001", *ROW[3:]])
    assert errors(batch) == errors(batch, 1) == {"name"}
    batch = load_rows(load, ["2", "李梅", "13800138001", *ROW[3:]], region=office.tree.street)
    assert errors(batch) == {"name"}


def test_it_is_taken_back_until_somebody_confirmed_it(office, load, write, wang):
    undoing.undo(write(load_rows(load, ROW)), by=office.clerk)
    assert not EarlierHonour.objects.exists()

    batch = write(load_rows(load, ROW))
    deciding.confirm_posts(batch, by=office.manager)
    with pytest.raises(ValidationError):
        undoing.undo(batch, by=office.clerk)


def test_many_rows_cost_no_query_each(office, load, write, wang, django_assert_max_num_queries):
    rows = [["", "王芳", "", f"好人{number}", "区文明办", "2024", ""] for number in range(120)]
    with django_assert_max_num_queries(75):
        write(load_rows(load, *rows))

    assert EarlierHonour.objects.count() == 120


def test_residents_read_it_with_both_consents_on_the_persons_page_and_not_on_the_wall(client, office, wang):
    make_current(wang, region=office.tree.building)
    row = make_earlier_honour(wang, title="最美志愿者")
    pages = [f"/leaders/{wang.appointments.get().pk}/", f"/places/{office.tree.building.pk}/"]

    def shown():
        return [client.get(page).content.decode().count("最美志愿者") for page in [*pages, "/honours/"]]

    give_consents(wang, ["name", "honours"], by=make_user(), given_on="2026-01-01")
    assert shown() == [0, 0, 0]
    row.decide(by=make_user())
    assert shown() == [1, 1, 0]
    wang.consents.get(field="honours").withdraw(by=make_user())
    assert shown() == [0, 0, 0]


@pytest.mark.parametrize(
    "issuer, level",
    [("上海市闵行区民政局", "district"), ("广西壮族自治区妇联", "province"), ("全国妇联", "national"), ("民政部", "national"),
     ("上海市精神文明建设委员会办公室", "city"), ("古美路街道办事处", "street"), ("莘庄镇人民政府", "street"),
     ("康城第一居民委员会", "community"), ("中国志愿服务联合会", "other"), ("浙江省民政厅", "province"), ("XX物业公司", "other")],
)  # fmt: skip
def test_the_level_is_read_from_who_gave_it(issuer, level):
    assert grade_of(issuer) == level


def test_it_stands_on_the_persons_tab_and_printed_form(sign_in, office, wang):
    make_earlier_honour(wang, title="最美志愿者", document_number="证00012").decide(by=make_user())
    given = make_awarded_incentive(wang, title="暖心楼组长")
    client = sign_in(office.manager)

    tab = client.get(f"{wang.get_absolute_url()}?tab=incentives").content.decode()
    printed = client.get(f"{wang.get_absolute_url()}print/").content.decode()

    assert "最美志愿者" in tab and "暖心楼组长" in tab
    assert all(text in printed for text in ("最美志愿者", "证00012", "2021", "暖心楼组长", given.certificate_number))
