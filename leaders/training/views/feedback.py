"""After the class: the QR code for the wall, and the short public form behind it."""

import secrets
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from communities.pages.base import ScopedMixin
from communities.records.throttle import SendingCount
from leaders.training.forms import FeedbackForm
from leaders.training.models import TrainingFeedback, TrainingSession
from leaders.training.views.session import session_or_404
from registry.accounts.roles import Permission
from registry.audit.requests import client_address
from registry.ui.address import public_address
from registry.ui.qr import qr

TRIES_AN_HOUR = 60  # a whole class answers from the one address of the meeting room


class FeedbackPoster(ScopedMixin, View):
    """A page to print or to show on the screen in the room."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk):
        row = session_or_404(request.user, pk, self.permission)
        address = public_address(request, reverse("directory:training-feedback", args=[row.feedback_token]))
        context = {"row": row, "address": address, "code": qr(address, _("QR code of the feedback form"))}
        return render(request, "leaders/training/training_poster.html", context)


@method_decorator(login_not_required, name="dispatch")
class Feedback(View):
    """The public form. Whoever has the link may answer; the page says nothing about who came."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, token):
        row = self._session(token)
        form = FeedbackForm(initial={"sheet": secrets.token_hex(16)})
        return self._show(row, form, thanks="thanks" in request.GET)

    def post(self, request, token):
        row, form = self._session(token), FeedbackForm(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        if form.cleaned_data["website"]:
            return self._thank(token)  # a machine filled in what people do not see; it learns nothing
        address = client_address(request)
        if SendingCount.take("training-feedback", address, most=TRIES_AN_HOUR, span=timedelta(hours=1)):
            form.add_error(None, _("Too many answers from this network within an hour; please try again later."))
            return self._show(row, form, status=429)
        values = {name: form.cleaned_data[name] for name in ("sheet", "usefulness", "words")}
        try:
            TrainingFeedback.give(row, **values)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form, status=409)
        return self._thank(token)

    def _session(self, token):
        row = TrainingSession.objects.filter(feedback_token=token).exclude(state="cancelled").first()
        if row is None:
            raise Http404
        return row

    def _thank(self, token):
        return redirect(f"{reverse('directory:training-feedback', args=[token])}?thanks=1")

    def _show(self, row, form, *, thanks=False, status=200):
        context = {
            "session": {"title": row.title, "day": row.day, "place": row.place},
            "form": form,
            "thanks": thanks,
            "is_open": TrainingFeedback.is_open(row),
            "nav": "",
        }
        return render(self.request, "directory/training_feedback.html", context, status=status)
