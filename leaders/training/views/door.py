"""The code for the door of a session, the page behind it on the visitor's phone, and the list to remind people by."""

from datetime import timedelta

from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.base import NotOpen, ScopedMixin
from communities.records.throttle import SendingCount
from communities.scope import reaches
from leaders.training.models.door import BEFORE, behind, check_in, code_for, is_open
from leaders.training.views.session import session_or_404
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.audit.requests import client_address
from registry.ui.address import public_address
from registry.ui.forms import RegistryForm
from registry.ui.qr import qr

HOUR = timedelta(hours=1)
MISSES, MISSES_OF_ALL = 20, 100  # an hour: from one address, and at one door


class DoorForm(RegistryForm, forms.Form):
    """Four digits, and nothing that says whose they are."""

    tail = forms.RegexField(
        r"^[0-9]{4}$",
        label=gettext_lazy("Last four digits of your telephone"),
        error_messages={"invalid": gettext_lazy("Four digits, the last ones of your telephone number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "class": "w-5"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("tail")


class DoorPoster(ScopedMixin, View):
    """The code, to show on the screen of the room or to print for its door."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        row = session_or_404(request.user, pk, self.permission)
        if not row.is_unfinished or row.is_over:
            raise NotOpen(row)
        address = public_address(request, reverse("directory:training-door", args=[code_for(row, request.user)]))
        context = {
            "row": row,
            "opens": row.starts_at - BEFORE,
            "code": qr(address, _("QR code for signing in")),
        }
        return render(request, "leaders/training/door_poster.html", context)


@method_decorator(login_not_required, name="dispatch")
class Door(View):
    """Where the code leads. It tells the name of the session and whether one is signed in, and nobody's name."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, code):
        row, _by = self._found(code)
        return self._show(row, DoorForm(), done="done" in request.GET)

    def post(self, request, code):
        row, by = self._found(code)
        form = DoorForm(request.POST)
        if not is_open(row) or not form.is_valid():
            return self._show(row, form)
        doors = [(f"{row.pk}:{client_address(request)}", MISSES), (str(row.pk), MISSES_OF_ALL)]
        if any(SendingCount.wait("training-door", mark, most=most, span=HOUR) for mark, most in doors):
            form.add_error(None, _("Too many tries; please sign in at the desk of the session."))
            return self._show(row, form, status=429)
        try:
            check_in(row, by=by, tail=form.cleaned_data["tail"])
        except ValidationError as refused:
            for mark, most in doors:
                SendingCount.take("training-door", mark, most=most, span=HOUR)
            form.add_error(None, refused.messages)
            return self._show(row, form)
        return redirect(f"{reverse('directory:training-door', args=[code])}?done=1")

    def _found(self, code):
        found = behind(code)
        if found is None:
            raise Http404
        return found

    def _show(self, row, form, *, done=False, status=200):
        context = {
            "session": {"title": row.title, "place": row.place, "starts": row.starts_at, "ends": row.ends_at},
            "opens": row.starts_at - BEFORE,
            "is_open": is_open(row),
            "form": form,
            "done": done,
            "nav": "",
        }
        response = render(self.request, "directory/training_door.html", context, status=status)
        response["X-Robots-Tag"], response["Cache-Control"] = "noindex", "no-store"
        return response


class Reminder(ScopedMixin, View):
    """Whom to remind, with a text to send by whatever means the office has; no number in clear, logged like a print."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        row = session_or_404(request.user, pk, self.permission)
        people = list(row.enrolments.seated().with_people().order_by("leader__region_path", "leader__pinyin", "id"))
        for one in people:
            is_known = reaches(request.user, Permission.LEADER_VIEW, one.leader.region_path)
            one.phone_shown = one.leader.phone_masked if is_known else ""
        record_read("training.reminder", row, by=request.user, rows=len(people))
        return render(request, "leaders/training/reminder.html", {"row": row, "people": people})
