"""The public calendar: what residents can join, day by day, and as a feed for their own calendar. Dicts only."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.activities import ics
from communities.activities.happenings import (
    by_day,
    happening_of,
    happenings,
    in_order,
    rows_between,
    rules_between,
    sessions_of,
)
from communities.activities.models import Activity, ActivityPhoto, ActivityRule
from communities.activities.views.photos import picture_response
from communities.organizations.models import Category, Organization
from communities.organizations.public import category_groups
from communities.pages.readers import chosen_row, day_in
from communities.postings.served import served_streets
from communities.regions.models import Level, Region
from communities.regions.public import contact_of, crumbs_of, region_dict
from communities.scope import lies_in
from communities.workdays import week_of
from registry.ui.address import public_address
from registry.upkeep.written import Given, ask

WEEKS_AHEAD = 8
SHOWN = 300
EACH_DAY = 12
PLACES = 50
UPCOMING = timedelta(days=28)


def public_rows(*, place=None, category=None, members_too=True, organization=None):
    """{"activities", "rules"} as residents may see them, narrowed; each row with its names."""
    both = {"activities": Activity.objects.public(), "rules": ActivityRule.objects.public()}
    if place is not None:
        both = {name: rows.within(place) for name, rows in both.items()}
    if category is not None:
        of_it = Q(organization__category=category) | Q(organization__category__parent=category)
        both = {name: rows.filter(of_it) for name, rows in both.items()}
    if not members_too:
        both = {name: rows.filter(open_to_residents=True) for name, rows in both.items()}
    if organization is not None:
        both = {name: rows.filter(organization=organization) for name, rows in both.items()}
    return both


def public_page(row, on=None):
    """Where residents read about an activity, or about one day of a rule (of the whole rule without one)."""
    if isinstance(row, Activity):
        return reverse("directory:activity", args=[row.pk])
    if on is not None:
        return reverse("directory:session", args=[row.pk, on.isoformat()])
    return f"{reverse('directory:activities')}?place={row.region_id}"


def happening_dict(one):
    """What a resident sees of one entry of the calendar."""
    row = one.source
    return {
        "title": row.title,
        "host": row.host,
        "organization": row.organization_id,
        "where": one.place,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "kind": Activity.Kind(one.kind).label,
        "open": row.open_to_residents,
        "joining": row.joining,
        "called_off": one.state == Activity.State.CANCELLED,
        "reason": one.reason,
        "moved": one.moved,
        "url": public_page(row, one.on),
    }


def this_week(cap, shown):
    """The next entries open to residents until Sunday, for the front page; called-off ones stay out."""
    now = timezone.now()
    today = timezone.localdate()
    found = happenings(today, week_of(today)[1], **public_rows(members_too=False))
    coming = [one for one in found if one.ends_at > now and one.state == Activity.State.PLANNED]
    shown.before(one.ends_at for one in coming)
    # One of each title first: the same hour of many communities would fill the page.
    first = {one.source.title: one for one in reversed(coming)}
    varied = [one for one in coming if first[one.source.title] is one]
    chosen = (varied + [one for one in coming if first[one.source.title] is not one])[:cap]
    return [happening_dict(one) for one in sorted(chosen, key=lambda one: one.starts_at)]


def upcoming_of(organization, cap, shown):
    """The next entries of one organization, four weeks ahead."""
    today = timezone.localdate()
    until = today + UPCOMING

    def of_it(which):
        return public_rows(organization=Given("organization"))[which]

    rows = ask("rows ahead", lambda: rows_between(today, until, of_it("activities")), organization=organization.pk)
    rules = ask("rules ahead", lambda: rules_between(today, until, of_it("rules")), organization=organization.pk)
    found = in_order(today, until, rows, rules)
    coming = [one for one in found if not one.is_over]
    shown.before(one.ends_at for one in coming)
    return [happening_dict(one) for one in coming[:cap]]


@login_not_required
@require_safe
def activities(request):
    """One week by day: what residents can join, and with `?all=1` what is for members only too."""
    today = timezone.localdate()
    monday, number = _asked_week(request, today)
    place, category = _narrowed(request)
    members_too = request.GET.get("all") == "1"
    rows = public_rows(place=place, category=category, members_too=members_too)
    day = _asked_day(request, monday)
    found = happenings(day or max(monday, today), day or monday + timedelta(days=6), **rows)
    coming = [one for one in found if one.ends_at > timezone.now()]
    context = {
        "days": _days(coming, SHOWN if day else EACH_DAY),
        "count": len(coming),
        "day": day,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "this_week": number == 0,
        "previous": monday - timedelta(days=7) if number > 0 else None,
        "next": monday + timedelta(days=7) if number < WEEKS_AHEAD else None,
        "place": region_dict(place) if place else None,
        "places": _places(place),
        "category": category.pk if category else None,
        "categories": category_groups(),
        "members_too": members_too,
        "feed": _feed_address(place, category),
        "nav": "activities",
    }
    return render(request, "directory/activities.html", context)


def _days(found, cap):
    """[{day, entries, more}]: at most `cap` entries a day, and how many there are beyond."""
    days = []
    for day, entries in by_day(found):
        shown = [happening_dict(one) for one in entries[:cap]]
        days.append({"day": day, "entries": shown, "more": max(len(entries) - cap, 0)})
    return days


def _asked_day(request, monday):
    """The day of `?day=` when it lies in the shown week: that day alone, and all of it."""
    day = day_in(request.GET.get("day"))
    return day if day and monday <= day <= monday + timedelta(days=6) else None


def _asked_week(request, today):
    """(Monday, how many weeks from now) of `?week=`, at most WEEKS_AHEAD ahead, never back."""
    this = week_of(today)[0]
    asked = week_of(day_in(request.GET.get("week") or request.GET.get("day")) or today)[0]
    number = min(max((asked - this).days // 7, 0), WEEKS_AHEAD)
    return this + timedelta(weeks=number), number


def _narrowed(request):
    place = chosen_row(Region.objects.current(), request.GET.get("place"))
    return place, chosen_row(Category.objects.all(), request.GET.get("category"))


def _places(place):
    """[{id, name, deep}] for the choice of place: the served streets, and the communities of the chosen one."""
    streets = list(served_streets()[:PLACES])
    around = next((street for street in streets if place and lies_in(place.path, street.path)), None)
    if around is None and len(streets) == 1:
        around = streets[0]
    found = []
    for street in streets:
        found.append({"id": street.pk, "name": street.name, "deep": False})
        if street == around:
            rows = Region.objects.current().filter(parent=street, level=Level.COMMUNITY).by_sort()[:PLACES]
            found += [{"id": row.pk, "name": row.name, "deep": True} for row in rows]
    if place and place.pk not in {row["id"] for row in found}:
        found.append({"id": place.pk, "name": place.place_label, "deep": False})
    return found


def _feed_address(place, category):
    query = [f"place={place.pk}"] if place else []
    query += [f"category={category.pk}"] if category else []
    return reverse("directory:activities-feed") + ("?" + "&".join(query) if query else "")


@login_not_required
@require_safe
def activity(request, pk):
    """One published activity: when, where, whose, and whom to call."""
    row = _activity_or_404(pk)
    photos = row.photos.agreed() if row.state == Activity.State.HELD else []
    context = _page(happening_of(row), reverse("directory:activity-ics", args=[row.pk])) | {
        "photos": [{"id": photo.pk, "caption": photo.caption} for photo in photos],
        "outcome": {
            "attended": row.attended,
            "competition": row.competition,
            "level": row.get_level_display(),
            "result": row.result,
            "prize": row.prize,
        },
    }
    return render(request, "directory/activity.html", context)


@login_not_required
@require_safe
def session(request, pk, on):
    """One day of a weekly rule; once counted it is an activity with a page of its own."""
    one = _session_or_404(pk, on)
    counted = Activity.objects.filter(rule_id=pk, rule_date=one.on).first()
    if counted is not None:
        return redirect("directory:activity", _activity_or_404(counted.pk).pk)
    context = _page(one, reverse("directory:session-ics", args=[pk, one.on.isoformat()]))
    return render(request, "directory/activity.html", context | {"photos": [], "outcome": None})


def _page(one, calendar_url):
    row = one.source
    team = row.organization
    return {
        "activity": happening_dict(one)
        | {
            "description": row.description,
            "over": one.is_over,
            "team": {"id": team.pk, "name": team.name} if team else None,
        },
        "calendar_url": calendar_url,
        "crumbs": crumbs_of(row.region),
        "contact": contact_of(row.region),
        "nav": "activities",
    }


def _activity_or_404(pk):
    row = Activity.objects.public().with_names().filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _session_or_404(pk, on):
    day = day_in(on)
    if day is None:
        raise Http404
    rule = ActivityRule.objects.public().with_names().filter(pk=pk).first()
    today = timezone.localdate()
    if rule is None or not rule.hits(day) or not today - UPCOMING <= day <= today + timedelta(weeks=WEEKS_AHEAD + 1):
        raise Http404
    changes = list(rule.changes.filter(on=day))
    moved_to = [timezone.localdate(change.starts_at) for change in changes if change.is_moved]
    found = sessions_of(rule, *(moved_to * 2 or (day, day)), changes)
    return next(one for one in found if one.on == day)


@login_not_required
@require_safe
def photo(request, pk):
    """A photo whose people agreed, while its activity is public; asked anew at each request."""
    row = ActivityPhoto.objects.agreed().filter(pk=pk).first()
    if row is None or not Activity.objects.public().filter(pk=row.activity_id, state=Activity.State.HELD).exists():
        raise Http404
    return picture_response(row)


@login_not_required
@require_safe
def feed(request):
    """The calendar of a place or a category, 60 days ahead, to subscribe to."""
    place, category = _narrowed(request)
    name = _("Activities of %(place)s") % {"place": place.place_label} if place else _("Activities of the communities")
    return _calendar(request, name, public_rows(place=place, category=category, members_too=False), "activities")


@login_not_required
@require_safe
def organization_feed(request, pk):
    """The calendar of one published organization."""
    row = Organization.objects.published().filter(pk=pk).first()
    if row is None:
        raise Http404
    return _calendar(request, row.name, public_rows(organization=row), f"organization-{pk}")


def _calendar(request, name, rows, filename):
    text = ics.feed_of(
        name,
        activities=rows["activities"],
        rules=rows["rules"],
        host=ics.home_of_uids(),
        page_of=lambda row: public_address(request, public_page(row)),
    )
    return ics.calendar_response(text, filename, name=name)


@login_not_required
@require_safe
def activity_ics(request, pk):
    """One activity as a file to add to one's own calendar."""
    row = _activity_or_404(pk)
    text = ics.calendar_of(
        row.title,
        activities=[row],
        rules=[],
        host=ics.home_of_uids(),
        page_of=lambda one: public_address(request, public_page(one)),
        first=timezone.localdate(row.starts_at),
    )
    return ics.calendar_response(text, f"activity-{pk}", name=row.title)


@login_not_required
@require_safe
def session_ics(request, pk, on):
    one = _session_or_404(pk, on)
    page = public_address(request, public_page(one.source, one.on))
    text = ics.session_of(one.source, one, host=ics.home_of_uids(), page=page)
    return ics.calendar_response(text, f"session-{pk}-{on}", name=f"{one.source.title}-{on}")
