"""Links by which people enrol themselves: printed or copied by a worker, opened on a phone without an account."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin
from communities.pages.readers import number_in
from communities.records.throttle import SendingCount
from leaders.people.models import Leader, Stage
from leaders.registration.views.leaders import with_posts
from leaders.training.models.link import Standing, behind, code_for, end_links, join, leave, own_row, standing
from leaders.training.views.enrolments import EnrolFiltered, open_session_or_404, people_for
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.audit.requests import client_address
from registry.ui.address import public_address
from registry.ui.qr import qr

HOUR = timedelta(hours=1)
SENT, SENT_FROM_ONE = 20, 200  # an hour: by one link, and from one address
ON_ONE_SHEET = 60


class LinkSheet(EnrolFiltered):
    """One link a person, to print and cut or to copy: of one person, or of all that the filter finds."""

    http_method_names = ["get", "head"]

    def get(self, request, pk):
        row = open_session_or_404(request.user, pk)
        asked = number_in(request.GET.get("leader"))
        if not asked:
            return self._preview(row, request.GET)
        people = people_for(request.user, row).here().exclude(stage=Stage.EMERITUS)
        return self._sheet(row, [get_object_or_404(people.select_related("region__parent"), pk=asked)])

    def _preview(self, row, data):
        people, values = Leader.objects.none(), self.filled(data)
        if values is not None:
            people = self._people(row, values)
        found = list(with_posts(people)[: ON_ONE_SHEET + 1])
        return self._sheet(row, found[:ON_ONE_SHEET], is_cut=len(found) > ON_ONE_SHEET, form=self.form)

    def _sheet(self, row, people, *, is_cut=False, form=None):
        user = self.request.user
        takes = standing(row, None)
        if takes not in (Standing.OPEN, Standing.FULL):
            people = []
        for one in people:
            address = reverse("directory:training-link", args=[code_for(row, one, user)])
            one.link = public_address(self.request, address)
            one.code = qr(one.link, _("QR code of the personal link"))
        if people:
            record_read("training.links", row, by=user, rows=len(people))
        context = {
            "row": row,
            "people": people,
            "is_cut": is_cut,
            "most": ON_ONE_SHEET,
            "form": form,
            "shut": "" if takes in (Standing.OPEN, Standing.FULL) else takes.label,
        }
        return render(self.request, "leaders/training/links.html", context)


class LinkEnd(AskFirst, ScopedMixin, View):
    """Take one person's links back: one that was lost, or passed on."""

    question = gettext_lazy(
        "Withdraw the personal link of %(what)s? Whoever has it can no longer enrol this person nor withdraw; "
        "the enrolment stays, and a new link can be given."
    )
    sure = gettext_lazy("Withdraw the link")
    http_method_names = ["post"]
    permission = Permission.TRAINING_EDIT

    def post(self, request, pk):
        row = open_session_or_404(request.user, pk)
        leader = people_for(request.user, row).filter(pk=number_in(request.POST.get("leader")) or 0).first()
        if leader is None:
            messages.error(request, _("Nobody was chosen."))
            return redirect("leaders:training-links", row.pk)
        try:
            end_links(row, leader, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The personal link of %(name)s opens nothing any more.") % {"name": leader})
        return redirect(row)


@method_decorator(login_not_required, name="dispatch")
class OwnEnrolment(View):
    """Where a link leads: the session, how it stands, and one button. Nobody's name, not even the own one."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, code):
        found = self._found(code)
        return self._show(found, code, asks="leave" in request.GET)

    def post(self, request, code):
        found = self._found(code)
        limits = [(code, SENT), (client_address(request), SENT_FROM_ONE)]
        if any(SendingCount.take("training-link", mark, most=most, span=HOUR) for mark, most in limits):
            return self._show(found, code, said=_("Too many tries; please tell the residents' committee."), status=429)
        try:
            (leave if request.POST.get("act") == "leave" else join)(found)
        except ValidationError as refused:
            return self._show(found, code, said=" ".join(refused.messages), status=409)
        return redirect("directory:training-link", code)

    def _found(self, code):
        found = behind(code)
        if found is None:
            raise Http404
        return found

    def _show(self, found, code, *, asks=False, said="", status=200):
        session, row = found.session, own_row(found)
        session.refresh_from_db()
        now = standing(session, row)
        context = {
            "session": {
                "title": session.title, "place": session.place, "starts": session.starts_at, "ends": session.ends_at,
                "about": session.description, "free": session.free,
            },
            "now": now,
            "ahead": self._ahead(row) if now == Standing.WAITING else 0,
            "asks": asks and now in (Standing.ENROLLED, Standing.WAITING),
            "said": said,
            "here": reverse("directory:training-link", args=[code]),
            "nav": "",
        }  # fmt: skip
        response = render(self.request, "directory/training_link.html", context, status=status)
        response["X-Robots-Tag"], response["Cache-Control"] = "noindex", "no-store"
        return response

    def _ahead(self, row):
        """How many wait before this one; their numbers have gaps."""
        return row.session.enrolments.waiting().filter(position__lt=row.position).count() + 1
