"""The expertise and the consent text a new registry begins with."""

from datetime import date

EXPERTISE = [
    "邻里调解", "水电维修", "文艺编排", "声乐", "舞蹈", "太极健身", "书画", "手工编织",
    "电脑手机", "法律常识", "财务账目", "医疗护理", "园艺绿化", "应急救护", "活动组织", "文字宣传",
]  # fmt: skip
CONSENT = (
    "本人同意街道和居委会在公众名录中公开所勾选的内容，用于让居民认识和联系社区领袖。"
    "每一项分别同意，不同意不影响登记和任职。本人可以随时到居委会或打电话撤回，撤回后页面立即不再显示。"
)


def fill(apps, _schema_editor):
    """Enter what is missing; for a migration."""
    expertise = apps.get_model("leaders", "Expertise")
    for position, name in enumerate(EXPERTISE):
        expertise.objects.get_or_create(name=name, defaults={"position": position})
    apps.get_model("leaders", "ConsentText").objects.get_or_create(
        version=1, defaults={"body": CONSENT, "effective_from": date(2024, 1, 1)}
    )
