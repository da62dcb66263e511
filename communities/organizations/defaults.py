"""The categories a new registry begins with; offices add their own."""

# (group, national class, [category]); the five classes: 民政部 2020-12-07, 社区社会组织专项行动方案
CATEGORIES = [
    ("文体娱乐", "culture", ["舞蹈", "合唱", "戏曲", "健身", "棋牌", "书画摄影", "手工", "礼仪时装", "阅读"]),
    ("公益慈善", "charity", ["环保志愿", "帮困助老", "爱心义卖", "文明劝导"]),
    ("邻里互助", "neighbours", ["邻里调解", "亲子互助", "老年互助", "宠物自治", "停车自治"]),
    ("为民服务", "service", ["便民服务", "平安巡防", "健康服务", "法律咨询"]),
    ("农村生产技术服务", "farming", ["种植技术", "养殖技术"]),
]


def fill(apps, _schema_editor):
    """Enter the categories that are missing; for a migration."""
    category = apps.get_model("communities", "Category")
    for place, (group, national, names) in enumerate(CATEGORIES):
        top, _new = category.objects.get_or_create(
            name=group, parent=None, defaults={"national_class": national, "position": place}
        )
        for number, name in enumerate(names):
            category.objects.get_or_create(
                name=name, parent=top, defaults={"national_class": national, "position": number}
            )
