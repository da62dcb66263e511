"""Tables as offices keep them, one a kind of mess: what is written, which columns mean what, who must come out of it.

`people` says of each row of data what must be read: the name, then what is asked of it by field.
"""

import datetime
from typing import NamedTuple


class Messy(NamedTuple):
    kind: str
    subject: str
    region: str  # whose table it is, in the tree of `office`
    sheets: list  # [(name, rows)]
    columns: dict  # {header as written: field}
    rows: list  # [{field: text}], one a row of data, in order
    hidden: tuple = ()


P1, P2, P3 = "13800138001", "13800138002", "13800138003"
MESSY = [
    Messy(
        "title merged over the table, two lines above, numbering, a sum at the foot",
        "people",
        "community",
        [
            (
                "Sheet1",
                [
                    ["古美一村居委会楼组长花名册", "", "", "", ""],
                    ["填报单位：古美一村居委会", "", "", "2026年3月", ""],
                    [],
                    ["序号", "姓　名", "性 别", "联系电话", "负责楼栋"],
                    [1, "王芳", "女", P1, "12号楼"],
                    [2, "李建国", "男", P2, "13号楼"],
                    ["合计", 2, "", "", ""],
                    ["制表人：张三", "", "", "", ""],
                ],
            )
        ],
        {"姓　名": "name", "性 别": "gender", "联系电话": "phone", "负责楼栋": "building"},
        [{"name": "王芳", "phone": P1, "building": "12号楼"}, {"name": "李建国", "phone": P2, "building": "13号楼"}],
    ),
    Messy(
        "header of two rows, merged words above",
        "people",
        "community",
        [
            (
                "名册",
                [
                    ["楼组长基本情况", "", "", "联系方式", "", "任期", ""],
                    ["姓名", "性别", "楼号", "手机", "座机", "起", "止"],
                    ["王芳", "女", "12", P1, "64120001", "2024.1.1", "2026.12.31"],
                ],
            )
        ],
        {"姓名": "name", "性别": "gender", "楼号": "building", "手机": "phone"},
        [{"name": "王芳", "phone": P1, "building": "12"}],
    ),
    Messy(
        "unusual names of columns with units, stars and brackets",
        "people",
        "community",
        [
            (
                "表一",
                [
                    [
                        "编号",
                        "楼组长姓名*",
                        "手机号码（必填）",
                        "所辖楼幢（号）",
                        "出生年月（年/月）",
                        "政治面貌",
                        "担任职务（单选）",
                        "起聘时间",
                        "聘期届满",
                    ],
                    ["001", "王芳", P1, "12幢", "1958.03", "党员", "楼组长", "2024年1月1日", "2026年12月31日"],
                ],
            )
        ],
        {
            "楼组长姓名*": "name",
            "手机号码（必填）": "phone",
            "所辖楼幢（号）": "building",
            "出生年月（年/月）": "birth",
            "担任职务（单选）": "kind",
            "起聘时间": "started_on",
            "聘期届满": "term_ends_on",
        },
        [{"name": "王芳", "phone": P1, "building": "12幢", "birth": "1958.03"}],
    ),
    Messy(
        "a community named once above its rows, in sub-headings",
        "people",
        "street",
        [
            (
                "全镇",
                [
                    ["姓名", "电话", "楼栋"],
                    ["古美一村", "", ""],
                    ["王芳", P1, "12号楼"],
                    ["", "", ""],
                    ["古美二村居委会", "", ""],
                    ["李建国", P2, ""],
                ],
            )
        ],
        {"姓名": "name", "电话": "phone", "楼栋": "building"},
        [{"name": "王芳", "building": "12号楼"}, {"name": "李建国"}],
    ),
    Messy(
        "a community merged down its rows",
        "people",
        "street",
        [
            (
                "名单",
                [
                    ["居委", "姓名", "电话", "门牌"],
                    ["古美一村", "王芳", P1, "12号"],
                    ["", "李建国", P2, "13号"],
                    ["古美二村", "赵敏", P3, ""],
                ],
            )
        ],
        {"居委": "community", "姓名": "name", "电话": "phone", "门牌": "building"},
        [
            {"community": "古美一村", "name": "王芳"},
            {"community": "古美一村", "name": "李建国"},
            {"community": "古美二村", "name": "赵敏"},
        ],
    ),
    Messy(
        "several sheets, one hidden, one of notes",
        "people",
        "community",
        [
            ("填表说明", [["填表说明"], ["1. 姓名请填全名", "2. 电话请填手机"], ["3. 楼栋写号"]]),
            ("楼组长", [["名字", "手机", "楼栋"], ["王芳", P1, "12号楼"]]),
            ("旧数据", [["名字", "手机", "楼栋"], ["不要", P3, "13号楼"]]),
            ("意见领袖", [["姓名", "联系手机", "关注领域", "本人同意"], ["李建国", P2, "停车", "是"]]),
        ],
        {
            "名字": "name",
            "手机": "phone",
            "楼栋": "building",
            "姓名": "name",
            "联系手机": "phone",
            "关注领域": "topic",
            "本人同意": "own_wish",
        },
        [{"name": "王芳"}, {"name": "李建国", "topic": "停车"}],
        hidden=("旧数据",),
    ),
    Messy(
        "full width digits and letters, spaces inside names",
        "people",
        "community",
        [
            (
                "Sheet1",
                [
                    ["姓名", "联系方式", "楼栋"],
                    ["王　芳", "１３８００１３８００１", "１２号楼"],
                    ["李 建 国", "138 0013 8002", "13＃"],
                ],
            )
        ],
        {"姓名": "name", "联系方式": "phone", "楼栋": "building"},
        [
            {"name": "王　芳", "phone": "１３８００１３８００１", "building": "１２号楼"},
            {"name": "李 建 国", "phone": "138 0013 8002", "building": "13＃"},
        ],
    ),
    Messy(
        "two facts in one cell",
        "people",
        "community",
        [("Sheet1", [["楼组长", "备注"], ["12号楼 王芳 13800138001", ""], ["13号楼：李建国（13800138002）", "新任"]])],
        {"楼组长": "name", "备注": "note"},
        [{"name": "12号楼 王芳 13800138001"}, {"name": "13号楼：李建国（13800138002）"}],
    ),
    Messy(
        "dates as text, as days and as numbers of days, telephone numbers as numbers",
        "people",
        "community",
        [
            (
                "Sheet1",
                [
                    ["姓名", "手机号", "楼栋", "出生日期", "任期开始", "任期结束"],
                    ["王芳", 13800138001, "12号楼", 21247, datetime.date(2024, 1, 1), "2026.12.31"],
                    ["李建国", 13800138002.0, "13号楼", "1960年3月", "20240101", "2026-12"],
                ],
            )
        ],
        {
            "姓名": "name",
            "手机号": "phone",
            "楼栋": "building",
            "出生日期": "birth",
            "任期开始": "started_on",
            "任期结束": "term_ends_on",
        },
        [{"name": "王芳", "phone": P1}, {"name": "李建国", "phone": P2}],
    ),
    Messy(
        "header far down and to the right, blank columns between",
        "people",
        "community",
        [
            (
                "附件2",
                [
                    [],
                    [],
                    ["", "", "附件2"],
                    ["", "", "2026年度楼组长名单"],
                    [],
                    ["", "", "姓名", "", "电话号码", "", "楼号"],
                    ["", "", "王芳", "", P1, "", "12号楼"],
                    ["", "", "", "", "", "", ""],
                    ["", "", "李建国", "", P2, "", "13号楼"],
                ],
            )
        ],
        {"姓名": "name", "电话号码": "phone", "楼号": "building"},
        [{"name": "王芳"}, {"name": "李建国"}],
    ),
    Messy(
        "the header again on every printed page",
        "people",
        "community",
        [
            (
                "Sheet1",
                [
                    ["姓名", "电话", "楼栋"],
                    ["王芳", P1, "12号楼"],
                    ["小计", "1人", ""],
                    ["姓名", "电话", "楼栋"],
                    ["李建国", P2, "13号楼"],
                    ["注：电话为手机", "", ""],
                ],
            )
        ],
        {"姓名": "name", "电话": "phone", "楼栋": "building"},
        [{"name": "王芳"}, {"name": "李建国"}],
    ),
    Messy(
        "two tables side by side names with the community in a title",
        "people",
        "street",
        [
            (
                "名册",
                [
                    ["古美一村居民区业委会主任名册"],
                    ["小区名称", "业委会主任", "联系电话（手机）", "届次", "任期起止"],
                    ["平南苑", "王芳", P1, "第三届", "2024.1-2026.12"],
                ],
            )
        ],
        {
            "小区名称": "compound",
            "业委会主任": "name",
            "联系电话（手机）": "phone",
            "届次": "term_number",
            "任期起止": "term",
        },
        [{"name": "王芳", "compound": "平南苑"}],
    ),
    Messy(
        "organizations with their filings on paper",
        "organizations",
        "street",
        [
            (
                "台账",
                [
                    ["古美路街道社区社会组织备案台账"],
                    [
                        "序号",
                        "社区社会组织名称",
                        "所属居民区",
                        "组织类别",
                        "负责人",
                        "联系电话",
                        "成员人数（人）",
                        "活动场地",
                        "备案证书编号",
                        "发证日期",
                        "有效期至",
                    ],
                    [
                        1,
                        "晨光舞蹈队",
                        "古美一村",
                        "舞蹈",
                        "王芳",
                        P1,
                        "约30人",
                        "一楼活动室",
                        "闵古备字（2024）第012号",
                        "2024-05-06",
                        "2026-05-05",
                    ],
                    [2, "夕阳红舞蹈队", "古美一村", "文体·舞蹈", "李建国", P2, 25, "", "", "", ""],
                ],
            )
        ],
        {
            "社区社会组织名称": "name",
            "所属居民区": "community",
            "组织类别": "category",
            "负责人": "head",
            "成员人数（人）": "members",
            "活动场地": "meeting_place",
            "备案证书编号": "filing_number",
            "发证日期": "filed_on",
            "有效期至": "filed_until",
        },
        [{"name": "晨光舞蹈队", "filing_number": "闵古备字（2024）第012号"}, {"name": "夕阳红舞蹈队"}],
    ),
    Messy(
        "compounds and buildings as runs, the compound named once",
        "places",
        "community",
        [
            (
                "楼栋",
                [
                    ["小区名", "幢号范围", "备注"],
                    ["新苑", "1-3号楼", ""],
                    ["", "5#、6#", ""],
                    ["东苑", "第1幢至第4幢", "新建"],
                ],
            )
        ],
        {"小区名": "compound", "幢号范围": "building"},
        [{"compound": "新苑"}, {"compound": "新苑"}, {"compound": "东苑"}],
    ),
]
