"""The own calendar on a page, by the month or as a list of days, and as the file of a secret address."""

from calendar import monthrange
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from communities.activities.ics import calendar_response
from communities.activities.views.calendar import days_of, month_of
from communities.pages.readers import asked_day
from communities.records.throttle import SendingCount
from registry.accounts.models import CalendarKey
from registry.accounts.requests import StaffRequest
from registry.audit.log import record_read
from registry.desk.calendar import MOST, MOST_DUE, entries, feed, kinds_of
from registry.sign_in.calendar_key import make_key, withdraw_key
from registry.sign_in.places import placed
from registry.ui.address import public_address

EACH_DAY = {"month": 4, "days": 20, "day": MOST + MOST_DUE}  # what is folded leads to its day, which shows all
DAYS = {"days": 7, "day": 1}
READS_AN_HOUR = 60


@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """`?view=month&on=2026-11-01&kind=term`, or one `day`; anything else gives seven days from the one asked for on."""
    view = request.GET.get("view", "")
    view = view if view in EACH_DAY else "days"
    kinds = kinds_of(request.user)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in kinds else ""
    on, typed = asked_day(request)
    first, last = month_of(on) if view == "month" else (on, on + timedelta(days=DAYS[view] - 1))
    found = entries(request.user, first, last, kind)
    context = {
        "view": view,
        "on": on,
        "typed": typed,
        "first": first,
        "last": last,
        "today": timezone.localdate(),
        "kinds": kinds,
        "kind": kind,
        "days": days_of(first, last, found, EACH_DAY[view]),
        "count": len(found),
        "is_cut": len(found) >= MOST,
        "previous": _month_before(on) if view == "month" else first - timedelta(days=DAYS[view]),
        "next": _month_after(on) if view == "month" else last + timedelta(days=1),
    }
    return render(request, "desk/calendar.html", context)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file, read by whatever program holds the address, as its account reaches things now; it signs nobody in."""
    key = CalendarKey.opened_by(secret)
    if key is None:
        raise Http404
    seconds = SendingCount.take("calendar-feed", str(key.pk), most=READS_AN_HOUR, span=timedelta(hours=1))
    if seconds:
        return HttpResponse(status=429, headers={"Retry-After": str(seconds)})
    if key.is_first_read_of(timezone.localdate()):
        record_read("account.calendar_read", placed(key.user), by=key.user, rows=0)
    with translation.override(key.language):
        return calendar_response(feed(request, key.user), "calendar")


class CalendarKeyMake(View):
    """Make the address; where there is one the question comes first. The answer shows it; no page ever does again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        question = _("Make another calendar address? What subscribed to the one before gets nothing any more.")
        return _asked(request, question, _("Make another address"))

    def post(self, request: StaffRequest) -> HttpResponse:
        address = public_address(request, reverse("desk:calendar-feed", args=[make_key(request.user)]))
        return render(request, "desk/calendar_key.html", {"address": address})


class CalendarKeyWithdraw(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        question = _("Withdraw the calendar address? What subscribed to it gets nothing any more.")
        return _asked(request, question, _("Withdraw the address"))

    def post(self, request: StaffRequest) -> HttpResponse:
        try:
            withdraw_key(request.user, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("The calendar address is withdrawn."))
        return redirect("accounts:account")


def _asked(request: HttpRequest, question: str, sure: str) -> HttpResponse:
    context = {"question": question, "sure": sure, "back_url": reverse("accounts:account")}
    return render(request, "communities/pages/ask_first.html", context)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _month_after(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=1)
