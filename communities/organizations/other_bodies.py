"""What residents elect under other rules, told from its name and category: neither filed nor registered here."""

from django.utils.translation import gettext_lazy as _

# Words in Chinese names, not of the interface: what residents elect under other rules is no social organization.
# Owners' committees: 物业管理条例; building groups: 城市居民委员会组织法 第十四条.
OWNERS = ("业委会", "业主委员会", "业主大会", "物业管理委员会")
BUILDING_GROUPS = ("楼组", "楼组长", "居民小组")


def names_other_body(organization, *, name="", category=None, **_more):
    """Why this is no community social organization, or ""; also as it would be under another name or category."""
    name, category = name or organization.name, category or organization.category
    words = [category.name, category.parent.name if category.parent_id else ""]

    def named(body):
        return name.endswith(body) or any(ending in word for word in words for ending in body)

    if named(OWNERS):
        return _("Owners' committees report to the street under the property rules; they are not filed here.")
    if named(BUILDING_GROUPS):
        return _("Building groups belong to the residents' committee; they are not filed here.")
    return ""
