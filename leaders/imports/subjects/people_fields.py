"""The columns of a table of people with their posts, by their usual names."""

from django.utils.translation import gettext_lazy

from leaders.imports.subjects import contents, shapes
from leaders.imports.subjects.places import ADDRESSES, BUILDING, COMMUNITY, COMPOUND
from registry.sheets.headers import Field

FIELDS = (
    Field(
        "name", gettext_lazy("Full name"),
        ("姓名", "名字", "负责人姓名", "楼组长姓名", "人员姓名", "负责人", "联系人", "领袖姓名", "楼组长", "楼长", "主任", "主任姓名", "业委会主任", "同志姓名", "姓名（全名）", "人员", "骨干姓名", "带头人", "领头人", "牵头人", "被推荐人", "被推荐人姓名", "候选人", "门洞长", "楼道长", "单元长", "楼栋长", "队长", "团长", "社长", "会长", "召集人"),
        is_required=True, example="王芳", shape=shapes.PERSON, guess=shapes.ANYBODY, **contents.PERSON,
    ),
    Field("gender", gettext_lazy("Gender"), ("性别", "男女"), example="女", choices=("女", "男"), **contents.GENDER),
    Field(
        "birth", gettext_lazy("Birth year or age"),
        ("出生年月", "出生日期", "出生年份", "出生年", "出生", "生日", "出生日", "生年", "年龄", "周岁", "实足年龄"), example="1958", shape=shapes.BIRTH, **contents.BIRTH,
    ),
    Field(
        "phone", gettext_lazy("Phone"),
        ("手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "电话号码", "移动电话", "负责人电话", "联系手机", "本人电话", "本人手机", "手机电话", "电话手机", "手机1", "电话1", "联系电话1"),
        example="13800000000", shape=shapes.PHONE, guess=shapes.ANY_PHONE, **contents.PHONE,
    ),
    Field(
        "other_phone", gettext_lazy("Another number (read where the first is missing)"),
        ("电话2", "手机2", "联系电话2", "备用电话", "其他电话", "其他联系方式", "座机", "固定电话", "固话", "家庭电话", "住宅电话", "宅电"),
        beside="phone",
    ),
    COMMUNITY,
    COMPOUND,
    BUILDING,
    Field("home", gettext_lazy("Address of the person"), ADDRESSES, beside="building"),
    Field(
        "kind", gettext_lazy("Post"),
        ("任职", "职务", "类型", "类别", "岗位", "担任职务", "领袖类型", "身份", "职位", "角色", "现任职务", "现职务", "社区职务", "拟任", "拟任职务", "担任", "推荐类型", "骨干类型", "人员类别", "人员类型"),
        example="楼组长", choices=("楼组长", "团队领袖", "意见领袖", "业委会主任", "无"), shape=shapes.POST, **contents.POST,
    ),
    Field(
        "organization", gettext_lazy("Organization led"),
        ("组织名称", "团队名称", "所在团队", "团队", "组织", "所属组织", "队伍名称", "所在组织", "社团", "社团名称", "所属团队", "所带团队", "所带组织", "负责团队", "团队全称"), shape=shapes.GROUP_LED, **contents.LED,
    ),
    Field("topic", gettext_lazy("Topic"), ("议题", "领域", "关注议题", "关注领域", "话题", "特长", "关注事项", "擅长领域", "专长领域", "代表议题")),
    Field("own_wish", gettext_lazy("The person wishes to be listed"), ("本人意愿", "本人同意", "自愿", "是否自愿", "是否愿意", "是否同意", "是否愿意担任", "是否愿意公开", "本人是否愿意"), shape=shapes.WISH, **contents.WISH),
    Field(
        "started_on", gettext_lazy("From day"),
        ("任职时间", "任期自", "任期开始", "上任时间", "任职日期", "起始时间", "任期起", "开始时间", "起聘时间", "聘任时间", "受聘时间", "聘期开始", "聘期起", "任职起始时间", "本届起始时间", "起任时间", "担任时间", "何时担任", "何时任职", "上岗时间", "到岗时间", "就任时间", "任命时间", "当选时间", "入职时间", "任职年月", "起始"), example="2024-01-01", shape=shapes.STARTED_ON, **contents.STARTED_ON,
    ),
    Field(
        "term_ends_on", gettext_lazy("Term until"),
        ("任期至", "任期止", "任期到", "任期届满", "届满时间", "到期时间", "任期结束", "截止时间", "聘期届满", "聘期至", "聘期止", "聘期结束", "聘任到期", "本届届满时间", "任期届满时间", "任职截止时间", "任职到期时间", "任职结束时间", "换届时间", "期满时间", "届满", "期满"), example="2026-12-31", shape=shapes.TERM_ENDS_ON, **contents.TERM_ENDS_ON,
    ),
    Field("term", gettext_lazy("Term from and until"), ("任期", "任期起止", "任职期限", "任期时间", "起止时间", "聘期", "聘任期限", "任职起止时间", "任职起止", "任职时间段", "任期年限", "本届任期", "任期（起止）"), shape=shapes.TERM),
    Field("term_number", gettext_lazy("Term number"), ("届次", "第几届", "届别", "届数", "业委会届次", "本届届次")),
    Field("how_chosen", gettext_lazy("How chosen"), ("产生方式", "推选方式", "产生办法", "产生途径", "选任方式", "选聘方式", "选举方式", "推荐方式", "聘任方式", "如何产生"), shape=shapes.CHOSEN, **contents.HOW_CHOSEN),
    Field("identity", gettext_lazy("Identity number (read for sex and year, never kept)"), ("身份证", "公民身份", "证件号码", "证件号")),
    Field("note", gettext_lazy("Note (shown while checking, not kept)"), ("备注", "说明", "备考", "备注说明", "其他", "情况说明")),
)  # fmt: skip
