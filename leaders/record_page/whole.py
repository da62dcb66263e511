"""What belongs to a person's whole story besides posts and stages: training, thanks, support of the groups, matters.

Each is shown only to whoever may see its kind at the person's place. Matters are a count, never a list or a mark.
"""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.scope import reaches
from communities.support.models import Support
from leaders.cases.models import Case
from leaders.incentives.models import Incentive
from leaders.people.models import Kind
from leaders.training.models.year import TrainingYear
from registry.accounts.roles import Permission

SHOWN = 8


def led(posts):
    """[(organization's key, first day, last day or None)] of the groups the person leads or led."""
    return [
        (post.organization_id, post.started_on, post.ended_on)
        for post in posts
        if post.kind == Kind.TEAM and post.organization_id and post.state in ("current", "ended")
    ]


def supports_of(row, user, shown):
    """Support granted to a group while this person led it, the newest first."""
    while_led = Q(pk__in=[])
    for organization, first, last in led(row.posts):
        overlap = Q(organization=organization, period_until__gte=first)
        while_led |= overlap & Q(period_from__lte=last) if last else overlap
    rows = Support.objects.permitted(user, Permission.SUPPORT_VIEW).granted().filter(while_led)
    return list(rows.select_related("organization").order_by("-period_from", "-id")[:shown])


def matters_of(row):
    """How many matters the person raised in the role, and how many were answered."""
    return row.cases.aggregate(raised=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False)))


def sessions_of(row, shown):
    """Sessions of which hours were credited, the newest first."""
    rows = row.enrolments.filter(minutes__gt=0).select_related("session")
    return list(rows.order_by("session__newest_first", "id")[:shown])


def awarded_to(row, shown):
    return list(row.incentives.filter(state="awarded").order_by("-awarded_on", "-id")[:shown])


def honoured_before(row, shown):
    """Honours given before the register or by others, confirmed here, the newest first."""
    return list(row.earlier_honours.confirmed().order_by("-year", "-given_on", "-id")[:shown])


def thanks_of(row, shown):
    """(what was awarded here, honours given before), each as dicts, the newest first; one query for both."""
    columns = ("before", "title", "by", "on", "in_year", "paper")
    ours = row.incentives.filter(state="awarded").order_by().annotate(
        before=Value(0), by=F("form"), on=F("awarded_on"), in_year=F("certificate_year"), paper=F("certificate_number")
    )  # fmt: skip
    earlier = row.earlier_honours.confirmed().order_by().annotate(
        before=Value(1), by=F("issuer"), on=F("given_on"), in_year=F("year"), paper=F("document_number")
    )  # fmt: skip
    rows = ours.values_list(*columns).union(earlier.values_list(*columns), all=True)
    rows = [dict(zip(columns, values, strict=True)) for values in rows]
    rows.sort(key=lambda one: one["on"] or date(one["in_year"], 1, 1), reverse=True)
    awarded = [one | {"by": Incentive.Form(one["by"]).label} for one in rows if not one["before"]]
    return awarded[:shown], [one for one in rows if one["before"]][:shown]


def with_figures(rows):
    """Leaders with what `whole` tells as a number: matters, and the minutes of this year and the last."""
    year = timezone.localdate().year
    matters = Case.objects.filter(leader=OuterRef("pk")).order_by().values("leader")
    years = TrainingYear.objects.filter(leader=OuterRef("pk")).values("minutes")
    figures = {
        "raised": matters.annotate(n=Count("pk")).values("n"),
        "answered": matters.filter(answered_on__isnull=False).annotate(n=Count("pk")).values("n"),
        "minutes_now": years.filter(year=year),
        "minutes_before": years.filter(year=year - 1),
    }
    return rows.annotate(**{name: Coalesce(Subquery(one), 0) for name, one in figures.items()})


def whole(row, user):
    """{"years", "sessions", "awarded", "honours", "supports", "matters"} of a row of `with_figures`, for printing.

    What may not be seen is missing.
    """
    found, year = {}, timezone.localdate().year
    if reaches(user, Permission.TRAINING_VIEW, row.region_path):
        found["years"] = [(year, row.minutes_now), (year - 1, row.minutes_before)]
        found["sessions"] = sessions_of(row, SHOWN)
    if reaches(user, Permission.INCENTIVE_VIEW, row.region_path):
        found["awarded"], found["honours"] = thanks_of(row, SHOWN)
    if reaches(user, Permission.SUPPORT_VIEW, row.region_path):
        found["supports"] = supports_of(row, user, SHOWN)
    if reaches(user, Permission.CASE_VIEW, row.region_path):
        found["matters"] = {"raised": row.raised, "answered": row.answered}
    return {"whole": found}
