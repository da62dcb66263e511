"""The first version of the indicators, for a start; a street's authority enters its own as the next version."""

from datetime import date

FROM = date(2024, 1, 1)
FIRST = {  # kind: [(indicator, what to look at, weight)]
    "organization": [
        ("章程和分工", "有章程，负责人和成员分工清楚", 20),
        ("日常活动", "按计划开展活动，记录完整", 25),
        ("服务居民", "服务的人次和居民的评价", 25),
        ("财务公开", "收支有记录，定期向成员公开", 15),
        ("协作互助", "与居委会、其他团队配合", 15),
    ],
    "building": [
        ("楼道环境", "通道畅通，公共部位整洁", 30),
        ("邻里互助", "有互助安排，照顾独居老人", 25),
        ("公共事务", "公共事务有商量，结果告知全楼", 25),
        ("安全设施", "消防和照明设施完好", 20),
    ],
}


def fill(apps, _schema_editor):
    """Enter the first versions where none is; for a migration."""
    schemes, indicators = apps.get_model("communities", "RatingScheme"), apps.get_model("communities", "Indicator")
    for kind, rows in FIRST.items():
        if schemes.objects.filter(kind=kind).exists():
            continue
        scheme = schemes.objects.create(kind=kind, version=1, effective_from=FROM)
        for position, (name, hint, weight) in enumerate(rows):
            indicators.objects.create(scheme=scheme, name=name, hint=hint, weight=weight, position=position)
