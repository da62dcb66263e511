"""What a group has done, as residents read it: dicts of listed fields only, of published activities that were held."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from communities.activities.models import Activity, ActivityPhoto
from communities.activities.views.public import public_page

EVENTS, SESSIONS, RESULTS, PHOTOS = 5, 3, 5, 6
YEAR = timedelta(days=365)


def done_of(organization):
    """{"held", "people" of a year, "past", "results", "photos"}, the newest first."""
    rows = Activity.objects.public().filter(organization=organization, state=Activity.State.HELD)
    # Whole days: the page is kept for a day.
    begins = datetime.combine(timezone.localdate() - YEAR, time.min, timezone.get_current_timezone())
    year = rows.filter(starts_at__gte=begins).aggregate(held=Count("pk"), people=Sum("attended"))
    newest = rows.order_by("-starts_at", "-id")
    session = Activity.Kind.SESSION
    past = [*newest.exclude(kind=session)[:EVENTS], *newest.filter(kind=session)[:SESSIONS]]
    photos = ActivityPhoto.objects.agreed().filter(activity__in=rows).select_related("activity").order_by("-id")
    return {
        "held": year["held"],
        "people": year["people"] or 0,
        "past": [_past(row) for row in sorted(past, key=lambda row: row.starts_at, reverse=True)],
        "results": [_result(row) for row in newest.exclude(result="")[:RESULTS]],
        "photos": [
            {"id": photo.pk, "caption": photo.caption, "url": public_page(photo.activity)} for photo in photos[:PHOTOS]
        ],
    }


def _past(row):
    return {
        "title": row.title,
        "on": timezone.localdate(row.starts_at),
        "where": row.place,
        "attended": row.attended,
        "url": public_page(row),
    }


def _result(row):
    return {
        "competition": row.competition,
        "level": row.get_level_display(),
        "result": row.result,
        "prize": row.prize,
        "on": timezone.localdate(row.starts_at),
        "url": public_page(row),
    }
