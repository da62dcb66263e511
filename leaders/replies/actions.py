"""The figures residents may read of a group, a building's post and a place's matters, with what was replied to them."""

from datetime import timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from communities.regions.models import Level
from communities.satisfaction.models import FEWEST_ANSWERS, MONTHS_COUNTED, satisfaction_figures
from leaders.cases.models import Case
from leaders.replies.models import SatisfactionReply


def figure_of(reply):
    """The figure `reply` is about as it is now, or None."""
    if reply.organization_id:
        return satisfaction_figures(organizations=[reply.organization]).get(reply.organization)
    return figures_of_place(reply.region).get(reply.category)


def figures_of_place(region):
    """{"" or kind of matter: {"answers", "mean"}}: of a building how its post is found, else how matters ended."""
    if region.level == Level.BUILDING:
        figure = satisfaction_figures(buildings=[region]).get(region)
        return {"": figure} if figure else {}
    since = (timezone.localdate() - timedelta(days=MONTHS_COUNTED * 30)).replace(day=1)
    rows = Case.objects.standing().within(region).filter(satisfaction__isnull=False, received_on__gte=since)
    counted = rows.order_by().values("category").annotate(answers=Count("pk"), total=Sum("satisfaction"))
    return without_remainders({row["category"]: (row["answers"], row["total"]) for row in counted})


def without_remainders(sums):
    """The sums over all and by kind, from five answers on; nor may what is left between them be fewer than five.

    Otherwise the answer of one resident is the difference of two figures.
    """
    answers = sum(number for number, _total in sums.values())
    if answers < FEWEST_ANSWERS:
        return {}
    kinds = sorted((number, kind) for kind, (number, _total) in sums.items() if number >= FEWEST_ANSWERS)
    while kinds and 0 < answers - sum(number for number, _kind in kinds) < FEWEST_ANSWERS:
        kinds.pop(0)
    shown = {"": (answers, sum(total for _number, total in sums.values()))} | {kind: sums[kind] for _n, kind in kinds}
    return {kind: {"answers": number, "mean": round(total / number, 1)} for kind, (number, total) in shown.items()}


def answered(figures, **about):
    """[{"kind", "label", "figure", "reply"}] for residents: each figure with the newest reply that is shown to it."""
    if not figures:
        return []
    replies = {row.category: row for row in SatisfactionReply.objects.shown().filter(**about).order_by("pk")}
    labels = dict(Case.Category.choices)
    return [
        {"kind": kind, "label": labels.get(kind, ""), "figure": figure, "reply": _reply_dict(replies.get(kind))}
        for kind, figure in figures.items()
    ]


def answered_of_organization(organization):
    """The same of one organization: a list of one figure, or empty."""
    figure = satisfaction_figures(organizations=[organization]).get(organization)
    return answered({"": figure} if figure else {}, organization=organization)


def answered_of_place(region):
    return answered(figures_of_place(region), region=region)


def _reply_dict(row):
    return {"voice": row.get_voice_display(), "text": row.text, "on": row.replied_on} if row else None
