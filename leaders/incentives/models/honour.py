"""What an honour may be called, and that nobody gets the same one twice in a year."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.refusals import refuse
from communities.text.characters import plain, simplified

# Words of official commendations and rankings, which only a government office may set up (评比达标表彰).
RESERVED = (
    "表彰", "先进", "标兵", "模范", "劳模", "功勋", "第一名", "第二名", "第三名", "冠军", "亚军", "季军", "十佳",
    "评比", "达标", "排名", "排行", "示范", "优秀", "评优", "荣誉称号",
)  # fmt: skip


def refuse_reserved(**texts):
    """Raise beside the field of the first text that reads like a commendation or a ranking."""
    for field, text in texts.items():
        bare = "".join(char for char in simplified(plain(text)) if char.isalnum())
        found = next((word for word in RESERVED if word in bare), "")
        if found:
            said = _(
                "“%(word)s” belongs to official commendations and rankings. Call it thanks: “Letter of thanks”, "
                "“With thanks to …”, “Warm-hearted …”."
            )
            refuse("reserved", said % {"word": found}, field=field)


def refuse_twice(incentive):
    """Raise when the same subject stands on the same list, or has the same honour, in this year already."""
    subject = {"leader": incentive.leader_id, "organization": incentive.organization_id}
    others = type(incentive).objects.filter(**subject, proposed_at__year=timezone.localdate().year)
    others = others.exclude(pk=incentive.pk).exclude(state__in=[incentive.State.WITHDRAWN, incentive.State.RECALLED])
    names = {"who": incentive.subject_name, "title": incentive.title, "list": incentive.batch}
    if incentive.batch and others.filter(batch=incentive.batch).exists():
        refuse("twice", _("%(who)s stands on the list “%(list)s” already.") % names, field="batch")
    if not incentive.is_material and others.filter(kind=incentive.kind, title=incentive.title).exists():
        refuse("twice", _("%(who)s was proposed for “%(title)s” this year already.") % names, field="title")
