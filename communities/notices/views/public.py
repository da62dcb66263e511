"""Public notices for residents: what is open, an opinion on it, and the answer. Dicts only; nothing about senders."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communities.notices.forms.notice import OpinionForm
from communities.notices.models import Notice, Opinion
from communities.records.throttle import SendingCount
from communities.regions.public import contact_of
from registry.audit.requests import client_address
from registry.sign_in.again import kept_of
from registry.ui.address import public_address

SHOWN = 50
RESULT_DAYS = 30  # how long the line of an ended notice, without title or names, stays on the list
OPINIONS_AN_HOUR = 5
HOUR = timedelta(hours=1)


def notice_line(notice):
    """A notice in a list. Needs region selected."""
    return {
        "id": notice.pk,
        "title": notice.title,
        "kind": notice.get_kind_display(),
        "place": notice.region.place_label,
        "first": notice.published_on,
        "last": notice.ends_on,
    }


def ended_line(notice):
    """What stays of a notice that ended: no title, no text, no names. Needs `said`."""
    return {
        "kind": notice.get_kind_display(),
        "place": notice.region.place_label,
        "first": notice.published_on,
        "last": min(notice.ends_on, timezone.localdate(notice.ended_at)),
        "state": notice.get_state_display(),
        "said": notice.said,
        "told": notice.told,
        "answered": bool(notice.said) and notice.state == Notice.State.CLOSED,
    }


def open_notices(most):
    """The lines of what is on notice today, those ending first before the others."""
    return [notice_line(row) for row in Notice.objects.public().with_names().order_by("ends_on", "id")[:most]]


@login_not_required
@require_safe
def notices(request):
    since = timezone.now() - timedelta(days=RESULT_DAYS)
    ended = Notice.objects.filter(ended_at__gte=since).with_names().annotate(said=Count("opinions"))
    context = {
        "open": open_notices(SHOWN),
        "ended": [ended_line(row) for row in ended.order_by("-ended_at")[:SHOWN]],
        "nav": "notices",
    }
    return render(request, "directory/notices.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request, pk):
    """One open notice with the form for an opinion. After its last day there is no such page."""
    row = Notice.objects.public().with_names().filter(pk=pk).first()
    if row is None:
        raise Http404
    form = OpinionForm(request.POST or None, cancel_url=reverse("directory:notices"))
    if request.method == "POST" and form.is_valid():
        wait = SendingCount.take("opinion", client_address(request), most=OPINIONS_AN_HOUR, span=HOUR)
        if wait:
            return too_many(request, wait)
        token = _receive(row, form)
        if token:
            return redirect("directory:opinion", token)
    context = {
        "notice": notice_line(row)
        | {"body": row.body, "days": row.workdays, "may_move": row.is_reckoned_without_holidays},
        "lines": [subject.public_line() for subject in row.subjects(residents=True)],
        "contact": contact_of(row.region),
        "form": form,
        "nav": "notices",
    }
    return render(request, "directory/notice.html", context)


def _receive(row, form):
    values = form.cleaned_data
    opinion = Opinion(notice=row, side=values["side"], text=values["text"])
    try:
        return opinion.receive(name=values["name"].strip(), contact=values["contact"].strip())
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return None


@login_not_required
@require_safe
def opinion(request, token):
    """What became of an opinion, for whoever holds its secret."""
    row = Opinion.objects.with_token(token).select_related("notice").first()
    if row is None:
        raise Http404
    context = {
        "said": {
            "number": row.pk,
            "side": row.get_side_display(),
            "text": row.text,
            "on": row.received_at,
            "answer": row.answer,
            "answered_on": row.answered_at,
        },
        "about": row.notice.get_kind_display(),
        "address": public_address(request),
        "nav": "notices",
    }
    response = render(request, "directory/opinion.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def too_many(request, seconds):
    """429 in plain words, with when to come back, and what was typed."""
    context = {"minutes": -(-seconds // 60), "texts": kept_of(request)["texts"], "nav": ""}
    response = render(request, "directory/too_many.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
