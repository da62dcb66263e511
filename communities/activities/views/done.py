"""What a group has done, as residents read it: dicts of listed fields only, of published activities that were held."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from communities.activities.models import Activity, ActivityPhoto
from communities.activities.views.public import public_page
from registry.upkeep.written import Given, ask

EVENTS, SESSIONS, RESULTS, PHOTOS = 5, 3, 5, 6
YEAR = timedelta(days=365)
NEWEST = 500  # more than any group holds in a year: one a day and some
SHOWN = ("title", "starts_at", "place", "kind", "attended", "competition", "level", "result", "prize")


def done_of(organization):
    """{"held", "people" of a year, "past", "results", "photos"}, the newest first; of the NEWEST rows alone."""
    newest = ask("done by a group", _newest, organization=organization.pk)
    # Whole days: the page is kept for a day.
    begins = timezone.localdate() - YEAR
    of_year = [row for row in newest if timezone.localdate(row.starts_at) >= begins]
    sessions = [row for row in newest if row.kind == Activity.Kind.SESSION][:SESSIONS]
    past = [row for row in newest if row.kind != Activity.Kind.SESSION][:EVENTS] + sessions
    photos = ask("photos of a group", _photos, organization=organization.pk) if newest else []
    return {
        "held": len(of_year),
        "people": sum(row.attended or 0 for row in of_year),
        "past": [_past(row) for row in sorted(past, key=lambda row: row.starts_at, reverse=True)],
        "results": [_result(row) for row in newest if row.result][:RESULTS],
        "photos": [
            {"id": pk, "caption": caption, "url": reverse("directory:activity", args=[activity])}
            for pk, caption, activity in photos
        ],
    }


def _held():
    return Activity.objects.public().filter(organization=Given("organization"), state=Activity.State.HELD)


def _newest():
    return _held().only(*SHOWN).order_by("-starts_at", "-id")[:NEWEST]


def _photos():
    photos = ActivityPhoto.objects.agreed().filter(activity__in=_held()).order_by("-id")
    return photos.values_list("pk", "caption", "activity_id")[:PHOTOS]


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
