"""The workers' calendar: a week or a month, from rows and rules alike."""

from calendar import monthrange
from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from communities.activities.happenings import happenings, permitted
from communities.activities.views.activity import organization_in_reach
from communities.pages.base import ScopedMixin
from communities.pages.readers import asked_day, number_in
from communities.regions.forms.picker import RegionField
from communities.regions.models import Region
from communities.scope import holds_anywhere, reaches_row
from communities.workdays import week_of
from registry.accounts.roles import Permission

EACH_DAY = 6  # of a month; a week shows more
EACH_DAY_OF_A_WEEK = 60


class ActivityCalendar(ScopedMixin, View):
    """`?view=month&on=2026-11-01&region=…&organization=…`; whatever else stands there gives this week."""

    permission = Permission.ACTIVITY_VIEW
    edits = Permission.ACTIVITY_EDIT

    def get(self, request):
        view = "month" if request.GET.get("view") == "month" else "week"
        on, typed = asked_day(request)
        first, last = month_of(on) if view == "month" else week_of(on)
        region, organization = (
            self._region(),
            organization_in_reach(request.user, number_in(request.GET.get("organization"))),
        )
        found = happenings(first, last, **self._scoped(region, organization))
        if (request.GET.get("region") and not region) or (request.GET.get("organization") and not organization):
            found = []
            messages.error(request, _("Nothing is shown, for what was asked for is not known here."))
        found = [replace(one, may_edit=reaches_row(request.user, self.edits, one.source)) for one in found]
        cap = EACH_DAY if view == "month" else EACH_DAY_OF_A_WEEK
        context = {
            "view": view,
            "on": on,
            "typed": typed,
            "first": first,
            "last": last,
            "today": timezone.localdate(),
            "days": days_of(first, last, found, cap),
            "count": len(found),
            "previous": first - timedelta(days=1),
            "next": last + timedelta(days=1),
            "region": region,
            "region_field": self._region_field(region),
            "organization": organization,
            "may_edit": holds_anywhere(request.user, Permission.ACTIVITY_EDIT),
        }
        return render(request, "communities/activities/activity_calendar.html", context)

    def _region(self):
        number = number_in(self.request.GET.get("region"))
        reach = Region.objects.permitted(self.request.user, self.permission)
        return reach.filter(pk=number).first() if number else None

    def _region_field(self, region):
        field = RegionField(self.permission, required=False)
        field.set_user(self.request.user)
        return field.widget.render("region", region.pk if region else None, {"id": "id_region"})

    def _scoped(self, region, organization):
        scoped = permitted(self.request.user, self.permission)
        if region:
            scoped = {name: rows.within(region) for name, rows in scoped.items()}
        if organization:
            scoped = {name: rows.filter(organization=organization) for name, rows in scoped.items()}
        return scoped


def month_of(day):
    """The whole weeks around a month, as a wall calendar shows them."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return week_of(day.replace(day=1))[0], week_of(last)[1]


def days_of(first, last, found, cap):
    """[{day, shown, more, count}] of every day, empty ones too."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    on = {day: [] for day in days}
    for one in found:
        on[one.day].append(one)
    return [
        {"day": day, "shown": those[:cap], "more": max(len(those) - cap, 0), "count": len(those)}
        for day, those in on.items()
    ]
