"""Headers nobody has listed, known by how they are built; and headers that hold a usual name and mean something else."""

import pytest

from leaders.imports.reading import SUBJECTS
from leaders.imports.subjects.words import kind_of, number_of_term
from leaders.training.models import OutsideHours
from registry.sheets.headers import plain_header, strength_of
from registry.sheets.recognize import find_layout
from tests.factories import make_leader

BUILT = {
    "places": {
        "community": ["管辖社区", "隶属村委会"],
        "compound": [
            "服务小区名称",
            "院落名称",
            "住宅楼盘全称",
            "物业管理区域名称",
            "物业项目名称",
            "小区标准名",
            "改造家属院",
            "家属院名称",
        ],
        "building": ["楼门", "负责楼门", "所在门栋", "门洞号"],
        "alias": ["推广名", "案名", "旧称", "地名办核准名", "改造前名称", "宣传名"],
    },
    "organizations": {
        "name": ["文体协会名称", "志愿服务队名称", "草根社群名称", "活动队伍", "戏迷沙龙", "协会"],
        "category": ["服务领域", "社团门类", "门类", "艺术门类"],
        "members": ["注册志愿者人数", "在册成员总数", "团队总人数", "每次参加人数"],
        "founded_on": ["成立登记时间", "组队日期", "创立年份", "建组日期", "开班时间"],
        "meeting_times": ["服务时间", "训练频次", "例会周期", "活动日程", "上课时间"],
        "meeting_place": ["服务地点", "活动地址", "训练场地", "活动教室", "睦邻点地址"],
        "purpose": ["自治内容", "工作职责", "主营业务", "特色内容"],
        "activity_forms": ["活动载体", "议事形式"],
        "filing_number": ["社区备案字号", "备案证明号"],
        "filed_on": ["最近备案日期", "领证年月"],
        "filed_until": ["备案届满日期", "证书有效期限"],
        "filing_office": ["备案批准机构", "颁证部门"],
        "head": ["法定代表人", "法人代表", "舞蹈队领队", "组长", "主理人"],
    },
    "people": {
        "name": ["楼门长", "院落长", "单元小组长姓名", "议事代表", "片区长", "当选者", "受聘同志"],
        "phone": ["联系号码", "常用手机号码", "通讯方式", "主任联系号码"],
        "own_wish": ["愿意公开", "自愿参加"],
        "birth": ["出生年月日", "岁数", "出生年度"],
        "kind": ["现任岗位", "自治角色"],
        "community": ["归属居委会"],
        "compound": ["居住院落"],
        "building": ["分管门栋"],
        "organization": ["带领社团", "牵头团队名称"],
        "started_on": [
            "上任日期",
            "带队时间",
            "选举日期",
            "本届产生时间",
            "任现职时间",
            "到任日期",
            "本届业委会成立时间",
        ],
        "term_ends_on": ["聘任至", "任期期满日期", "聘书到期时间"],
        "term": ["聘用期限", "履职期间"],
        "how_chosen": ["选拔方式", "推选程序"],
    },
    "hours": {
        "name": ["受训骨干", "参学人员", "申请人"],
        "phone": ["联系号码"],
        "title": ["研修专题", "培训班次名称", "班级", "用电安全课", "培训科目"],
        "organizer": ["学习平台", "实施机构", "主办科室", "举办", "发布单位", "实训基地"],
        "held_on": ["开班日期", "完成时间"],
        "content_area": ["教学板块", "学习领域"],
        "hours": ["参训总时长（分钟）", "有效小时数", "计入课时", "授课学时"],
    },
    "honours": {
        "name": ["被表彰人", "受表彰对象", "获评者姓名"],
        "phone": ["联络电话"],
        "title": ["荣获称号", "证书名称", "评选项目", "年度先锋奖"],
        "issuer": ["命名机关", "评定单位"],
        "level": ["评选级别", "证书层级", "级次"],
        "given_on": ["授牌日期", "获评年度"],
        "document_number": ["通报文号", "奖牌编号", "证书编码"],
    },
}
OTHERS = {
    "places": [
        "楼栋数",
        "小区类型",
        "小区面积",
        "小区经理",
        "物业电话",
        "楼栋结构",
        "居委会主任",
        "社区民警",
        "业委会经费",
        "小区编号",
    ],
    "organizations": [
        "组织架构",
        "团队经费",
        "活动次数",
        "团队口号",
        "组织机构代码",
        "志愿服务时长",
        "活动经费来源",
        "骨干人数",
        "服务人数",
        "有无固定场所",
        "团队编号",
        "组织代码",
    ],
    "people": ["工作单位及职务", "替补电话", "居委会书记", "楼栋数", "小区性质", "团队活动次数", "党内职务"],
    "hours": [
        "授课老师姓名",
        "志愿服务时长",
        "课程费用",
        "课程评价",
        "应修学时",
        "要求学时",
        "申报学时",
        "所在单位",
        "推荐单位",
        "认定人",
        "课程编号",
    ],
    "honours": ["领奖人姓名", "奖项奖金金额", "荣誉墙位置"],
}


def field_of(header, subject):
    header = plain_header(header)
    sure = {one.name: strength_of(header, one) for one in SUBJECTS[subject].fields}
    best = max(sure, key=sure.get)
    return best if sure[best] else ""


@pytest.mark.parametrize("subject", BUILT)
def test_a_header_nobody_has_listed_is_known_by_how_it_is_built(subject):
    listed = {word for one in SUBJECTS[subject].fields for word in one.words}

    for name, headers in BUILT[subject].items():
        for header in headers:
            assert plain_header(header) not in listed, header
            assert field_of(header, subject) == name, header


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_shape_is_shown_by_a_header(subject):
    shaped = {one.name for one in SUBJECTS[subject].fields if one.shape}

    assert shaped <= {*BUILT[subject], *("compound", "building", "community") * (subject != "places")}


@pytest.mark.parametrize(("subject", "header"), [(key, one) for key, found in OTHERS.items() for one in found])
def test_a_usual_name_in_front_of_another_thing_is_not_meant(subject, header):
    assert field_of(header, subject) == ""


def test_built_headers_stand_in_two_rows_as_listed_ones_do():
    rows = [
        ["楼门长", "", "任期", "", "备注"],
        ["姓名", "联系号码", "上任日期", "聘任至", ""],
        ["王芳", "13800138001", "2025-01-01", "2026-12-31", ""],
    ]

    layout = find_layout(rows, SUBJECTS["people"].fields)

    assert (layout.depth, layout.columns) == (
        2,
        {0: "name", 1: "phone", 2: "started_on", 3: "term_ends_on", 4: "note"},
    )


def test_a_guess_stands_back_where_another_column_is_surer():
    fields = SUBJECTS["honours"].fields
    rows = [
        ["当选者", "联系电话", "当选称号", "命名机关", "命名时间"],
        ["马超", "13900010021", "五好居民", "区文明办", "2024"],
    ]
    surer = [[*rows[0], "姓名"], [*rows[1], "王芳"]]

    assert find_layout(rows, fields).columns == {0: "name", 1: "phone", 2: "title", 3: "issuer", 4: "given_on"}
    assert find_layout(surer, fields).columns == {5: "name", 1: "phone", 2: "title", 3: "issuer", 4: "given_on"}


@pytest.mark.parametrize("head", ["楼门号", "所辖门栋", "楼栋"])
def test_an_address_is_the_person_s_own_where_a_column_names_the_building(head):
    fields = SUBJECTS["people"].fields
    rows = [["姓名", "住址（详细）", head, "手机"], ["魏一", "平吉一村1号楼201", "1号楼", "13400000031"]]
    alone = [row[:2] for row in rows]

    assert find_layout(rows, fields).columns == {0: "name", 1: "home", 2: "building", 3: "phone"}
    assert find_layout(alone, fields).columns == {0: "name", 1: "building"}


GROUPS = [
    ["平吉老年协会", "62341234", "80", "2009"],
    ["平阳书画社", "62341235", "60", "2010"],
    ["古龙腰鼓队", "62341236", "30", "2011"],
]
PEOPLE = [["党员", "华一", "女", "1960", "13500000021"], ["群众", "华二", "男", "1961", "13500000022"]]
SAME = ["党员", "华三", "女", "1962", "13500000023"]


@pytest.mark.parametrize(
    ("subject", "rows", "column"),
    [
        (
            "organizations",
            [["抬头", "联系电话", "会员总数", "成立年度", "类别"], *[[*row, "文体"] for row in GROUPS]],
            0,
        ),
        ("people", [["面貌", "芳名", "性别", "出生年", "手机"], *PEOPLE, SAME], 1),
        ("people", [["面貌", "芳名", "性别", "出生年", "手机"], *PEOPLE], None),  # two are too few to tell
        ("people", [["面貌", "芳名", "情况", "手机"], *[[*row[:2], "", row[4]] for row in [*PEOPLE, SAME]]], None),
    ],
)
def test_a_needed_column_nothing_told_is_told_by_its_cells_where_the_others_are_known(subject, rows, column):
    layout = find_layout(rows, SUBJECTS[subject].fields)

    found = layout and {name: place for place, name in layout.columns.items()}.get("name")
    assert found == column


@pytest.mark.django_db
def test_a_list_of_door_leaders_under_their_compounds_is_read(office, load, write):
    compound = office.tree.compound.name
    rows = [
        ["楼门长分片名单", *[""] * 4],
        ["楼门", "楼门长", "电话", "替补", "上任日期"],
        [compound, *[""] * 4],
        [office.tree.building.name, "曹华", "13800020041", "邓丽", "2025-01-01"],
        ["合计", "1人", "", "", ""],
    ]
    batch = load(rows)

    assert (batch.counts, batch.left_out) == ({"ready": 1}, 2)
    assert write(batch).counts["outcome"] == {"people": 1, "posts": 1}
    values = batch.rows.get().said["values"]
    assert (values["name"], values["phone"], values["started_on"]) == ("曹华", "13800020041", "2025-01-01")


@pytest.mark.django_db
def test_the_unit_in_the_header_counts_where_the_cell_does_not_say(office, load, write):
    leader = make_leader(office.tree.building, name="王芳", phone="13800138001")
    head = ["姓名", "课程名称", "上课日期", "学习平台", "学习时长（分钟）"]
    rows = [
        head,
        ["王芳", "消防讲座", "2025-03-01", "社区学院", "90"],
        ["王芳", "政策讲座", "2025-04-01", "社区学院", "2学时"],
    ]
    batch = write(load(rows, subject="hours"))

    assert batch.counts["written"] == 2, [row.said for row in batch.rows.all()]
    kept = dict(OutsideHours.objects.filter(leader=leader).values_list("title", "minutes"))
    assert kept == {"消防讲座": 90, "政策讲座": 90}


@pytest.mark.parametrize(("text", "number"), [("首届", 1), ("第十一届", 11), ("第三届", 3), ("2", 2)])
def test_the_number_of_a_term_may_be_in_words(text, number):
    assert number_of_term(text) == number


@pytest.mark.django_db
@pytest.mark.parametrize(("head", "told"), [("院落长", True), ("姓名", False)])
def test_a_post_the_register_does_not_know_is_told_where_the_header_names_it(load, head, told):
    batch = load([[head, "性别", "年龄"], ["傅强", "男", "66"]])

    notes = batch.rows.get().said["notes"]
    assert (notes == ["No post is entered: 院落长 is no post this register knows."]) is told


@pytest.mark.parametrize(
    ("text", "kind"), [("楼门长", "building"), ("楼院长", "building"), ("门楼长", "building"), ("部门长", None)]
)
def test_heads_of_doors_and_stairs_are_heads_of_buildings(text, kind):
    assert kind_of(text)[0] == kind
