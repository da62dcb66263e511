"""Calendars as iCalendar (RFC 5545): what a phone's calendar subscribes to, the public's and a worker's own.

A rule is one VEVENT with RRULE and EXDATE, a moved day one more with RECURRENCE-ID, an activity a VEVENT of its
own. The UIDs never change, so a change reaches those who subscribed. Times carry TZID with its VTIMEZONE.
"""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.activities.happenings import ROWS_CAP, RULES_CAP, between
from communities.activities.models import Activity

AHEAD = timedelta(days=60)
WEEKDAY_CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def feed_of(name, *, activities, rules, host, page_of, dated=()):
    """The bytes of a calendar from today on, of two querysets that come scoped; `dated` are Dated beside them."""
    today = timezone.localdate()
    coming = activities.filter(between(today, today + AHEAD), rule=None)
    current = rules.current().filter(starts_on__lte=today + AHEAD).prefetch_related("changes")
    return calendar_of(
        name,
        activities=coming.with_names().order_by("starts_at", "id")[:ROWS_CAP],
        rules=current.with_names().order_by("region_path", "id")[:RULES_CAP],
        host=host,
        page_of=page_of,
        first=today,
        dated=dated,
    )


def home_of_uids():
    """What stands after the @ of a UID: one name for the installation, however it was called up."""
    return next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "registry")


def calendar_response(text, filename, *, name=""):
    """`name` is what the file is called where it is kept; `filename` stands for it in programs that take no Chinese."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    called = f"; filename*=UTF-8''{quote(name, safe='')}.ics" if name else ""
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"{called}'
    return response


def calendar_of(name, *, activities, rules, host, page_of, first=None, dated=()):
    """The calendar's bytes. `rules` come with `changes` prefetched; `page_of(row)` is a row's full address."""
    first = first or timezone.localdate()
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Community leader registry//activities//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    for row in activities:
        calendar.add_component(_activity(row, host, page_of))
    for rule in rules:
        for event in _rule(rule, first + AHEAD, host, page_of):
            calendar.add_component(event)
    for one in dated:
        calendar.add_component(_dated(one, host, page_of))
    if any(isinstance(event.start, datetime) for event in calendar.events):
        calendar.add_missing_timezones(first_date=first - timedelta(days=1), last_date=first + AHEAD)
    return calendar.to_ical()


def session_of(rule, happening, *, host, page):
    """One day of a rule alone, for “add to calendar”."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Community leader registry//activities//ZH")
    calendar.add("version", "2.0")
    uid = f"session-{rule.pk}-{happening.on:%Y%m%d}@{host}"
    event = _event(rule, uid, happening.starts_at, happening.ends_at, happening.place, page)
    if happening.state == Activity.State.CANCELLED:
        _call_off(event, happening.reason)
    calendar.add_component(event)
    calendar.add_missing_timezones(first_date=happening.on - timedelta(days=1), last_date=happening.on + AHEAD)
    return calendar.to_ical()


def _activity(row, host, page_of):
    event = _event(row, f"activity-{row.pk}@{host}", row.starts_at, row.ends_at, row.place, page_of(row))
    if row.state == Activity.State.CANCELLED:
        _call_off(event, row.cancel_reason)
    return event


def _rule(rule, last, host, page_of):
    """The series, and one more event for each moved day; nothing where no session lies before `last`."""
    days = rule.days(rule.starts_on, min(last, rule.starts_on + timedelta(days=7)))
    if not days:
        return
    uid = f"rule-{rule.pk}@{host}"
    series = _event(rule, uid, *rule.times_on(days[0]), rule.place, page_of(rule))
    last = min(last, rule.ends_on) if rule.ends_on else last
    # UNTIL is a moment in UTC when DTSTART has a zone.
    until = datetime.combine(last, time.max.replace(microsecond=0), tzinfo=timezone.get_default_timezone())
    codes = [WEEKDAY_CODES[day] for day in range(7) if rule.weekdays >> day & 1]
    series.add("rrule", {"freq": "weekly", "byday": codes, "wkst": "MO", "until": until.astimezone(UTC)})
    changes = [change for change in rule.changes.all() if rule.hits(change.on) and change.on <= last]
    skipped = [rule.times_on(change.on)[0] for change in changes if not change.is_moved]
    if skipped:
        series.add("exdate", skipped)
    yield series
    for change in changes:
        if change.is_moved:
            moved = _event(rule, uid, *map(_local, change.times), change.place or rule.place, page_of(rule))
            moved.add("recurrence-id", rule.times_on(change.on)[0])
            moved.add("comment", change.reason)
            yield moved


def _event(row, uid, starts_at, ends_at, place, page):
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", row.created_at.astimezone(UTC))
    event.add("sequence", row.version)
    event.add("dtstart", _local(starts_at))
    event.add("dtend", _local(ends_at))
    event.add("summary", str(row))
    event.add("location", place)
    event.add("url", page)
    event.add("status", "CONFIRMED")
    words = [text for text in (row.description, row.joining) if text]
    if words:
        event.add("description", "\n".join(words))
    return event


def _dated(one, host, page_of):
    """A day of its own, or a meeting; who it is about stays on the page it leads to."""
    event = icalendar.Event()
    event.add("uid", f"{one.key}-{one.number}@{host}")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", _local(one.starts_at) if one.starts_at else one.day)
    event.add("dtend", _local(one.ends_at) if one.ends_at else one.day + timedelta(days=1))
    event.add("summary", one.title)
    if one.place:
        event.add("location", one.place)
    event.add("url", page_of(one))
    event.add("status", "CONFIRMED")
    if not one.starts_at:
        event.add("transp", "TRANSPARENT")
    if one.is_off:
        _call_off(event)
    return event


def _call_off(event, reason=""):
    event["status"] = icalendar.vText("CANCELLED")
    event["summary"] = icalendar.vText(_("Called off: %(title)s") % {"title": event["summary"]})
    if reason:
        event.add("comment", reason)


def _local(moment):
    return timezone.localtime(moment, timezone.get_default_timezone())
