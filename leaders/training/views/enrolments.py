"""Enrolling: one by one by name, many by a filter, the rows picked in a list. Only people in reach, ever."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from communities.pages.acts import refused_in_one_line
from communities.pages.base import NotOpen, ScopedMixin
from communities.pages.bulk import back_to_list, picked_rows
from communities.pages.readers import number_in, picked, words_in
from communities.regions.forms.picker import wants_picking
from leaders.people.models import Kind, Leader, LeaderToken, Stage
from leaders.registration.views.leaders import with_posts
from leaders.training.forms import EnrolFilterForm
from leaders.training.models import Enrolment, TrainingSession
from leaders.training.models.asked import holding_a_post, last_day, minutes_by_place, short_of_hours, with_hours
from leaders.training.models.enrolment import ENROL_CAP
from leaders.training.views.session import session_or_404, tell_moved_up
from registry.accounts.roles import Permission
from registry.ui.signs import told

HITS, PREVIEW, OFFERED = 20, 12, 50


def people_for(user, session):
    """Whom `user` may enrol in this session: a right held elsewhere opens nobody here."""
    return Leader.objects.in_spans(session.spans_to_enrol(user))


class EnrolSearch(ScopedMixin, View):
    """Find people by name and enrol them one after the other. GET searches, POST enrols one."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        row = open_session_or_404(request.user, pk)
        words = words_in(request.GET.get("q", ""))
        found = list(with_posts(self._found(row, words))) if words else []
        known = dict(row.enrolments.filter(leader__in=found).values_list("leader_id", "state"))
        for leader in found:
            leader.is_in = known.get(leader.pk) in (Enrolment.State.ENROLLED, Enrolment.State.WAITING)
        context = {"row": row, "words": words, "found": found, "most": HITS, "form": EnrolFilterForm(user=request.user)}
        return render(request, "leaders/training/training_enrol.html", context)

    def post(self, request, pk):
        row = open_session_or_404(request.user, pk)
        leader = get_object_or_404(people_for(request.user, row), pk=number_in(request.POST.get("leader")) or 0)
        enrol(request, row, [leader])
        return redirect("leaders:training-enrol", row.pk)

    def _found(self, session, words):
        user = self.request.user
        ids = LeaderToken.hits(words, session.spans_to_enrol(user))[:200]
        rows = people_for(user, session).filter(pk__in=ids)
        return rows.here().exclude(stage=Stage.EMERITUS).order_by("pinyin", "id")[:HITS]


class EnrolFiltered(ScopedMixin, View):
    """Everybody a filter finds: GET shows how many and who first, POST enrols at most ENROL_CAP of them."""

    permission = Permission.TRAINING_EDIT
    form: Any = None

    def get(self, request, pk):
        return self._preview(open_session_or_404(request.user, pk), request.GET)

    def post(self, request, pk):
        row = open_session_or_404(request.user, pk)
        form = EnrolFilterForm(request.POST, user=request.user)
        if wants_picking(request.POST) or not form.is_valid():
            return self._preview(row, request.POST)
        people = self._people(row, form.cleaned_data)
        if number_in(request.POST.get("expected")) != people.count():
            messages.warning(request, _("The number has changed in the meantime; look at it again before enrolling."))
            return self._preview(row, request.POST)
        enrol(request, row, list(people[:ENROL_CAP]))
        return redirect(row)

    def filled(self, data):
        """What the filter asks for, or None while it is not complete; the form stays at hand."""
        self.form = EnrolFilterForm(data, user=self.request.user)
        return self.form.cleaned_data if not wants_picking(data) and self.form.is_valid() else None

    def _preview(self, row, data):
        values = self.filled(data)
        ready = values is not None
        people = self._people(row, values) if ready else Leader.objects.none()
        count = people.count() if ready else 0
        context = {
            "row": row,
            "form": self.form,
            "ready": ready,
            "count": count,
            "people": list(with_posts(people)[:PREVIEW]),
            "many": min(count, ENROL_CAP),
            "cap": ENROL_CAP,
            "over_cap": count > ENROL_CAP,
            "to_wait": max(min(count, ENROL_CAP) - row.free, 0),
        }
        return render(self.request, "leaders/training/training_enrol_filter.html", context)

    def _people(self, row, values):
        """In reach, as the filter says, and neither enrolled already nor retired; in the order of places."""
        region, who = values["region"], values["who"]
        rows = people_for(self.request.user, row).here().exclude(stage=Stage.EMERITUS)
        rows = rows.within(region) if region else rows
        if who in Kind.values:
            rows = rows.leading(who)
        else:
            rows = rows.filter(stage=who) if who else holding_a_post(rows)
        if values["short"]:
            rows = self._short(rows, row, region)
        on_board = row.enrolments.exclude(state=Enrolment.State.WITHDRAWN).values("leader")
        return rows.exclude(pk__in=on_board).in_place_order()

    def _short(self, rows, session, region):
        year = session.day.year
        spans = [region.span] if region else session.spans_to_enrol(self.request.user)
        minutes = minutes_by_place(spans, on=last_day(year))
        if minutes is None:
            messages.warning(self.request, _("Too many places set numbers of their own; choose a smaller region."))
            return rows.none()
        return short_of_hours(with_hours(rows, year=year, minutes=minutes))


class EnrolPicked(ScopedMixin, View):
    """The rows picked in a list of leaders: choose the session, then enrol. Who cannot be enrolled in it is named."""

    http_method_names = ["post"]
    permission = Permission.TRAINING_EDIT

    def post(self, request):
        reach = Leader.objects.permitted(request.user, self.permission).in_place_order()
        people = picked_rows(request, reach, most=ENROL_CAP)
        if not people:
            if not picked(request):
                messages.error(request, _("Nobody was chosen. Tick the people in the list first."))
            return back_to_list(request, "leaders:leader-list")
        chosen = number_in(request.POST.get("session"))
        if chosen:
            row = open_session_or_404(request.user, chosen)
            fits = set(people_for(request.user, row).filter(pk__in=[one.pk for one in people]))
            for one in people:
                if one not in fits:
                    messages.warning(request, told(one.name, _("cannot be enrolled in this session from here.")))
            if fits:
                enrol(request, row, [one for one in people if one in fits])
            return redirect(row)
        context = {
            "people": people,
            "sessions": list(offered_to(request.user)[:OFFERED]),
            "asked": "asked" in request.POST,
        }
        return render(request, "leaders/training/training_enrol_picked.html", context)


class EnrolmentWithdraw(ScopedMixin, View):
    """Take one person off; the first who waits moves up by the same act."""

    http_method_names = ["post"]
    permission = Permission.TRAINING_EDIT

    def post(self, request, pk):
        rows = Enrolment.objects.permitted(request.user, self.permission).select_related("session", "leader")
        row = get_object_or_404(rows, pk=pk)
        try:
            moved_up = row.withdraw(by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, row))
        else:
            messages.success(request, _("The enrolment of %(leader)s was withdrawn.") % {"leader": row.leader})
            tell_moved_up(request, moved_up)
        return redirect(row)


def open_session_or_404(user, pk):
    """A session to which this user may bring people; the state is checked by the verb."""
    row = session_or_404(user, pk, Permission.TRAINING_VIEW)
    if not row.spans_to_enrol(user):
        raise Http404
    if not row.is_unfinished:
        raise NotOpen(row)
    return row


def offered_to(user):
    """Sessions that take enrolments of the own people from today on, the soonest first."""
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    rows = TrainingSession.objects.to_enrol_by(user).select_related("region")
    return rows.filter(state=TrainingSession.State.PLANNED, starts_at__gte=morning).order_by("starts_at", "id")


def enrol(request, session, people):
    """Enrol and say what became of it, in one message."""
    try:
        result = Enrolment.enrol(session, people, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return
    parts = [
        (len(result.seated), _("Enrolled: %(n)s.")),
        (len(result.waiting), _("On the waiting list: %(n)s.")),
        (result.already, _("Enrolled before: %(n)s.")),
        (result.retired, _("Retired with honour, not enrolled: %(n)s.")),
    ]
    said = " ".join(text % {"n": number} for number, text in parts if number)
    if len(people) == 1:
        said = told(people[0].name, said)
    (messages.success if result.seated or result.waiting else messages.warning)(request, said)
