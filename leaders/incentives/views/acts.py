"""What happens to an incentive after it was proposed, one by one and for many at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.notices.forms.notice import NoticeText
from communities.notices.views.notice import tell_opened
from communities.pages.acts import RowAct, TransitionView, refused_in_one_line
from communities.pages.base import NotOpen, ScopedMixin
from communities.pages.bulk import back_to_list, picked_rows, tell_done, tell_refused
from communities.pages.readers import picked
from communities.pages.word_acts import ActView
from leaders.incentives.actions import notice_text, place_of_notice, put_on_notice, recall, recall_text
from leaders.incentives.forms import RecallForm
from leaders.incentives.models import Incentive
from leaders.incentives.views.incentive import may_withdraw
from registry.accounts.roles import Permission
from registry.ui.signs import told

BULK_CAP = 200


class IncentiveAward(TransitionView):
    model = Incentive
    permission = Permission.INCENTIVE_DECIDE
    verb = "award"
    done = gettext_lazy("%(row)s: awarded.")


class IncentiveLeaveBatch(TransitionView):
    model = Incentive
    permission = Permission.NOTICE_EDIT
    verb = "leave_batch"
    done = gettext_lazy("%(row)s was taken out of its list.")


class IncentiveObject(ActView):
    permission = Permission.NOTICE_EDIT
    model = Incentive
    verb, target = "object", Incentive.State.OBJECTED
    title = gettext_lazy("Stop %(row)s because of an objection?")
    lead = gettext_lazy("It is not awarded until the objection was looked into.")
    label, submit = gettext_lazy("What is looked into"), gettext_lazy("Record objection")
    done = gettext_lazy("%(row)s: the objection is looked into.")


class IncentiveResume(ActView):
    permission = Permission.NOTICE_EDIT
    model = Incentive
    verb, target = "resume", Incentive.State.ON_NOTICE
    title = gettext_lazy("The objection to %(row)s does not hold?")
    lead = gettext_lazy("It goes on as before the objection.")
    label, submit = gettext_lazy("What was found"), gettext_lazy("Clear objection")
    done = gettext_lazy("%(row)s: the objection was cleared.")

    def may_act(self, row):
        return row.state == Incentive.State.OBJECTED


class IncentiveWithdraw(ActView):
    permission = Permission.INCENTIVE_PROPOSE
    model = Incentive
    verb, target = "withdraw", Incentive.State.WITHDRAWN
    title = gettext_lazy("Revoke %(row)s?")
    lead = gettext_lazy("It is not awarded; the record stays in the history.")
    label, submit = gettext_lazy("Reason"), gettext_lazy("Revoke incentive")
    done = gettext_lazy("%(row)s was revoked.")
    is_danger = True

    def row(self, pk):
        row = super().row(pk)
        if self.may_act(row) and not may_withdraw(self.request.user, row):
            if row.proposed_by_id != self.request.user.pk:
                raise PermissionDenied
            raise NotOpen(row, () if self.request.method == "POST" else None)  # somebody has agreed by now
        return row


class IncentiveRecall(RowAct):
    """Revoke what was awarded by mistake; residents read it on a notice of its own."""

    permission = Permission.INCENTIVE_DECIDE
    model = Incentive
    target = Incentive.State.RECALLED
    form_class = RecallForm
    title = gettext_lazy("Revoke the award")
    lead = gettext_lazy("%(row)s: it is no longer honoured, its certificate no longer holds, and a notice says so.")
    is_grave = True

    def rows(self):
        return super().rows().with_names()

    def make_form(self, row, data=None):
        return RecallForm(data, initial=recall_text(row))

    def act(self, row, values):
        self.notice, masked = recall(row, by=self.request.user, **values)
        tell_opened(self.request, self.notice, masked)
        return _("%(row)s: the award was revoked.") % {"row": row}

    def next_page(self, row):
        return self.notice


def picked_incentives(request, permission):
    rows = Incentive.objects.permitted(request.user, permission).with_names()
    return picked_rows(request, rows.order_by("region_path", "id"))


class EachPicked(ScopedMixin, View):
    """POST: `verb` on each picked row; every refusal is named. A subclass says in `words(done)` how many went well."""

    http_method_names = ["post"]
    permission = Permission.INCENTIVE_DECIDE
    verb = ""

    def post(self, request):
        done, kept = 0, []
        for row in picked_incentives(request, self.permission):
            try:
                getattr(row, self.verb)(by=request.user)
                done += 1
            except ValidationError as refused:
                tell_refused(request, row, refused)
                kept.append(row.pk)
        tell_done(request, self.words(done), done)
        return back_to_list(request, "leaders:incentive-list", kept=kept)


class IncentiveBulkApprove(EachPicked):
    verb = "decide"

    def words(self, done):
        return ngettext("%(n)s incentive was confirmed.", "%(n)s incentives were confirmed.", done)


class IncentiveBulkAward(EachPicked):
    verb = "award"

    def words(self, done):
        return ngettext("%(n)s incentive was awarded.", "%(n)s incentives were awarded.", done)


def gone_on(row):
    return ValidationError(row.stale_message, code="stale")


class IncentiveNotice(ScopedMixin, View):
    """POST with the picked rows shows the text of their one notice; POST with the text publishes it.

    Which of them has moved on is told: at first beside those that are left, then (409) with the text as it was typed.
    """

    http_method_names = ["post"]
    permission = Permission.NOTICE_EDIT

    def post(self, request):
        chosen = picked_incentives(request, self.permission)
        rows = [row for row in chosen if row.state == Incentive.State.APPROVED]
        is_sent = "title" in request.POST
        moved = [
            row for row in chosen if is_sent and row.seen is not None and (row.seen != row.version or row not in rows)
        ]
        for row in chosen:
            if row not in rows and row not in moved:
                tell_refused(request, row, gone_on(row))
        if moved and not rows:
            raise NotOpen(moved[0], ())  # what was typed is shown once more
        try:
            place = place_of_notice(rows)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return back_to_list(request, "leaders:incentive-list", kept=picked(request))
        if not is_sent:
            return self._show(rows, place, self._form(initial=notice_text(rows)))
        form = self._form(request.POST)
        if not form.is_valid() and not moved:
            return self._show(rows, place, form)
        if moved:
            for row in moved:
                form.add_error(None, told(row, refused_in_one_line(gone_on(row), row)))
            return self._show(rows, place, form, status=409)
        try:
            notice, masked = put_on_notice(rows, by=request.user, **form.public_values())
        except ValidationError as refused:
            form.take(refused)
            return self._show(rows, place, form, status=409)
        tell_opened(request, notice, masked)
        return redirect(notice)

    def _form(self, *args, **kwargs):
        return NoticeText(*args, cancel_url=reverse("leaders:incentive-list"), **kwargs)

    def _show(self, rows, place, form, status=200):
        """With every row as it is by now: one more press publishes what is shown here."""
        context = {"rows": rows, "place": place, "form": form, "title": _("Put on public notice")}
        return render(self.request, "leaders/incentives/incentive_notice.html", context, status=status)
