"""The roll: one tap a person, saved at once; corrections later, with a reason; certificates for who came."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.pages.base import NotOpen, ScopedMixin
from communities.pages.edit import EditAct
from communities.pages.readers import number_in
from communities.regions.public import signer_of
from communities.text.numbers import read_minutes
from leaders.training.forms import CorrectionForm
from leaders.training.models import Attendance, Enrolment, TrainingSession
from leaders.training.views.session import session_or_404
from registry.accounts.roles import Permission
from registry.audit.log import record_read

TONES = {
    Attendance.PRESENT: "r-ok",
    Attendance.LATE: "r-late",
    Attendance.LEAVE: "r-leave",
    Attendance.ABSENT: "r-no",
}


def roll_choices():
    """[(value, label, class)] of the four buttons."""
    return [(value, label, TONES[value]) for value, label in Attendance.choices]


def roll_counts(session):
    """{"due", "came", "late", "leave", "absent", "left"} of one session: one query."""
    marks = {value: Count("pk", filter=Q(attendance=value)) for value in Attendance.values}
    row = session.enrolments.seated().aggregate(due=Count("pk"), left=Count("pk", filter=Q(attendance="")), **marks)
    return row | {"came": row["present"] + row["late"]}


class RollCall(ScopedMixin, View):
    """The attendance sheet, for whoever runs the session."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        row = session_or_404(request.user, pk, self.permission)
        is_called = row.is_unfinished and row.has_day_come
        people = row.enrolments.exclude(state="withdrawn") if is_called else row.enrolments.seated()
        people = people.with_people().order_by("state", "position", "leader__pinyin", "id")
        context = {
            "row": row,
            "people": list(people),
            "counts": roll_counts(row),
            "choices": roll_choices(),
            "open": is_called,
            "is_done": row.state == TrainingSession.State.DONE,
        }
        return render(request, "leaders/training/training_roll.html", context)


class RollMark(ScopedMixin, View):
    """One tap: `attendance`, `minutes` or both of one person. Answers a row to htmx, the page again otherwise."""

    http_method_names = ["post"]
    permission = Permission.TRAINING_EDIT

    def post(self, request, pk):
        row, error = enrolment_or_404(request.user, pk), ""
        try:
            row.mark(by=request.user, **self._asked(row))
        except ValidationError as refused:
            error = " ".join(refused.messages)
        if not request.htmx:
            if error:
                messages.error(request, error)
            return redirect(f"{reverse('leaders:training-roll', args=[row.session_id])}#row-{row.pk}")
        if error:
            row = enrolment_or_404(request.user, pk)
        context = {
            "row": row,
            "error": error,
            "choices": roll_choices(),
            "counts": roll_counts(row.session),
            "session": row.session,
            "now": timezone.localtime(),
        }
        return render(request, "leaders/training/_roll_saved.html", context)

    def _asked(self, row):
        """What was tapped or typed; anything else is refused before the verb."""
        attendance = request_choice(self.request.POST.get("attendance", ""))
        typed = self.request.POST.get("minutes", "").strip()
        minutes = number_in(read_minutes(typed))
        if typed and minutes is None:
            raise ValidationError(_("Minutes are a whole number; now it is “%(typed)s”.") % {"typed": typed[:20]})
        return {"attendance": attendance, "minutes": minutes}


def request_choice(value):
    if value and value not in Attendance.values:
        raise ValidationError(_("Choose present, late, on leave or absent."))
    return value


class RollRest(ScopedMixin, View):
    """Everybody not marked yet was there."""

    http_method_names = ["post"]
    permission = Permission.TRAINING_EDIT

    def post(self, request, pk):
        row = session_or_404(request.user, pk, self.permission)
        try:
            marked = Enrolment.mark_rest_present(row, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            text = ngettext("%(n)s person was marked present.", "%(n)s people were marked present.", marked)
            messages.success(request, text % {"n": marked})
        return redirect("leaders:training-roll", row.pk)


class RollCorrect(EditAct):
    """Change one person's attendance of a completed session."""

    permission = Permission.TRAINING_EDIT
    template_name = "leaders/training/training_correct.html"
    title = gettext_lazy("Correct attendance")
    needs_note = False

    def find(self, pk):
        row = enrolment_or_404(self.request.user, pk)
        if row.session.state != TrainingSession.State.DONE or row.state != Enrolment.State.ENROLLED:
            raise NotOpen(row.session)
        return row

    def make_form(self, row, data=None):
        initial = {"attendance": row.attendance, "minutes": row.minutes if row.came else None}
        return CorrectionForm(data, initial=initial, most=row.session.minutes)

    def act(self, row, values):
        row.correct(by=self.request.user, **values)
        said = _("The attendance of %(leader)s was corrected: %(attendance)s, %(minutes)s minutes credited.")
        return said % {"leader": row.leader, "attendance": row.get_attendance_display(), "minutes": row.minutes}

    def next_page(self, row):
        return reverse("leaders:training-roll", args=[row.session_id])


class Certificates(ScopedMixin, View):
    """One A4 landscape page for each who came to a completed session; `only` narrows it to one person."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        session = session_or_404(request.user, pk, self.permission)
        return self._show(session, session.enrolments.all())

    def _show(self, session, rows):
        if session.state != TrainingSession.State.DONE:
            raise NotOpen(session)
        rows = list(rows.seated().attended().select_related("leader").order_by("leader__pinyin", "id"))
        if not rows:
            raise Http404
        record_read("training.certificate", session, by=self.request.user, rows=len(rows))
        signer = signer_of(session.region)
        context = {"session": session, "rows": rows, "signer": signer, "today": timezone.localdate()}
        return render(self.request, "leaders/training/training_certificate.html", context)


class Certificate(Certificates):
    """The certificate of one person, also for a worker who reaches the person but not the street's session."""

    def get(self, request, pk):
        rows = Enrolment.objects.permitted(request.user, self.permission)
        row = get_object_or_404(rows.select_related("session__region__parent"), pk=pk)
        return self._show(row.session, rows.filter(pk=row.pk))


def enrolment_or_404(user, pk):
    """An enrolment in a session this user runs: reaching the person alone does not open the roll."""
    rows = Enrolment.objects.with_people().select_related("session", "leader__region__parent")
    row = get_object_or_404(rows.permitted(user, Permission.TRAINING_EDIT), pk=pk)
    if not row.session.is_run_by(user):
        raise Http404
    return row
