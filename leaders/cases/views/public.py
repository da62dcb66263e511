"""Residents raise a matter in three short steps: where, what, how to reach them. No account, no scripts needed."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.organizations.models import Organization
from communities.pages.readers import number_in, words_in
from communities.postings.served import served_streets
from communities.records.throttle import SendingCount
from communities.regions.models import Level, Region
from communities.regions.public import contact_of, crumbs_of, public_region, region_dict, way_to
from communities.scope import holders
from communities.settings_of_street.models import RuleName, rule
from leaders.cases.forms.public import ReachForm, WhatForm
from leaders.cases.models import Case, CasePhoto
from leaders.cases.urgent import sounds_urgent
from leaders.cases.views.key import remember_key
from registry.accounts.roles import Permission
from registry.audit.requests import client_address, unmarked

HOUR = timedelta(hours=1)
OF_AN_ADDRESS, OF_A_STREET = 5, 60  # new matters an hour
KEPT_OF_AN_ADDRESS = 10  # forms that came back an hour, for whose photos there is room
LISTED, FOUND = 200, 30
LEVELS = (Level.STREET, Level.COMMUNITY, Level.COMPOUND, Level.BUILDING)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def raise_matter(request):
    """`?place=` names the place; without it the first step looks for it. `?via=head` asks the building head's help,
    `?team=` leaves a message for a group of the place, which whoever handles it passes on."""
    number = number_in(request.GET.get("place"))
    if number is None:
        return _where(request)
    region = public_region(number)
    context = _context(request, region)
    if region.level not in LEVELS or not context["is_handled"]:
        return render(request, "directory/matter_unserved.html", context)
    if request.method != "POST":
        return _what(request, context, WhatForm(initial=_initial(context["team"])))
    if request.POST.get("step") != "reach":
        form = WhatForm(request.POST)
        if "back" in request.POST or not form.is_valid():
            return _what(request, context, form)
        return _reach(request, context, ReachForm(initial=form.cleaned_data), form.cleaned_data)
    return _send(request, region, context)


def _where(request):
    """Step 1: by name, or down the places one by one."""
    words = words_in(request.GET.get("q", ""))
    at = number_in(request.GET.get("at"))
    here = public_region(at) if at else None
    streets = list(served_streets()[:50])
    found = []
    if words:
        rows = Region.objects.current().filter(level__in=LEVELS).matching(words, [row.span for row in streets])
        found = [region_dict(row) for row in rows.select_related("parent")[:FOUND]] if streets else []
    below = Region.objects.current().filter(parent=here).by_sort()[:LISTED] if here else streets
    context = {
        "words": words,
        "found": found,
        "here": region_dict(here) if here and here.level in LEVELS else None,
        "below": [{"id": row.pk, "name": row.name, "is_last": row.level == Level.BUILDING} for row in below],
        "crumbs": crumbs_of(here) if here else [],
        "nav": "matters",
    }
    return render(request, "directory/matter_where.html", context)


def _context(request, region):
    via = "head" if request.GET.get("via") == "head" and region.level == Level.BUILDING else ""
    asked = number_in(request.GET.get("team"))
    team = Organization.objects.published().filter(region=region.pk, pk=asked).first() if asked else None
    return {
        "region": region_dict(region),
        "team": team.name if team else "",
        "via": via,
        "contact": contact_of(region),
        "days": rule(RuleName.CASE_REPLY, region.path),
        "is_handled": holders(Permission.CASE_EDIT, region.path).exists(),
        "nav": "matters",
    }


def _initial(team):
    if not team:
        return {"category": Case.Category.INTEREST}
    return {"category": Case.Category.OTHER, "text": _("For %(team)s: I would like to join. ") % {"team": team}}


def _what(request, context, form, status=200):
    return render(request, "directory/matter_what.html", context | {"form": form}, status=status)


def _reach(request, context, form, values, status=200, **more):
    """Step 3. What sounds urgent shows the emergency numbers first; it is sent all the same."""
    if form.is_bound and SendingCount.take("kept-photos", client_address(request), most=KEPT_OF_AN_ADDRESS, span=HOUR):
        form.fields["photos"].widget.keeps = False
    more |= {"form": form, "text": values.get("text", ""), "is_urgent": sounds_urgent(values.get("text", ""))}
    return render(request, "directory/matter_reach.html", context | more, status=status)


def _send(request, region, context):
    form = ReachForm(request.POST, request.FILES)
    if not form.is_valid():
        if form.errors.keys() & {"text", "category"}:
            return _what(request, context, WhatForm(request.POST))
        return _reach(request, context, form, request.POST)
    values = form.cleaned_data
    earlier = Case.objects.filter(nonce=_nonce(values)).first()
    if earlier is not None:
        return redirect("directory:matter", earlier.pk)  # the same page sent twice
    seconds = _wait(request, region)
    if seconds:
        minutes = -(-seconds // 60)
        response = _reach(request, context, form, values, status=429, minutes=minutes)
        response["Retry-After"] = str(seconds)
        return response
    case = Case(
        region=region, category=values["category"], text=values["text"], may_publish=values["may_publish"],
        source=Case.Source.RESIDENT, channel=Case.Channel.HEAD if context["via"] else Case.Channel.ONLINE,
        nonce=_nonce(values),
    )  # fmt: skip
    try:
        with unmarked(), transaction.atomic():
            key = case.receive(name=values["name"].strip(), contact=values["contact"].strip())
            CasePhoto.attach(case, values["photos"])
    except IntegrityError:
        return redirect("directory:matter", Case.objects.get(nonce=_nonce(values)).pk)  # sent twice at once
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _reach(request, context, form, values)
    return remember_key(redirect("directory:matter-slip", case.pk), case, key)


def _nonce(values):
    """Each page has a stamp of its own; the same page makes one matter."""
    return values["stamp"][-32:]


def _wait(request, region):
    """Seconds until the next one is taken from this address and for this street; 0 for now."""
    street = next((row.pk for row in way_to(region) if row.level == Level.STREET), region.pk)
    of_address = SendingCount.take("matter", client_address(request), most=OF_AN_ADDRESS, span=HOUR)
    return of_address or SendingCount.take("matter-street", str(street), most=OF_A_STREET, span=HOUR)
