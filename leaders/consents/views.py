from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.acts import refused_in_one_line
from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin
from leaders.consents.actions import give_consents
from leaders.consents.forms import ConsentForm
from leaders.consents.models import Consent, ConsentText
from leaders.people.known import known_or_404
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.ui.signs import told


class ConsentList(ScopedMixin, View):
    """What the person agreed to show: give more, withdraw, look back."""

    permission = Permission.LEADER_EDIT

    def get(self, request, pk):
        return self._show(self._leader(pk), ConsentForm(initial={"given_on": timezone.localdate()}))

    def post(self, request, pk):
        leader, form = self._leader(pk), ConsentForm(request.POST)
        if not form.is_valid():
            return self._show(leader, form)
        values = form.cleaned_data
        stood = [row for row in leader.consents.given().with_age().select_related("recorded_by") if not row.is_outdated]
        try:
            new = give_consents(
                leader,
                values["fields_agreed"],
                by=request.user,
                form=values["form"],
                witness=values["witness"],
                given_on=values["given_on"],
            )
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._show(leader, form)
        for row in stood:
            if row.field in values["fields_agreed"]:
                by_whom = {"day": row.given_on, "who": row.recorded_by}
                said = _("consent of %(day)s was recorded by %(who)s before; nothing was written.")
                messages.warning(request, told(row.get_field_display(), said % by_whom))
        if new:
            messages.success(request, _("%(new)s consents were recorded.") % {"new": new})
        return redirect("leaders:consent-list", leader.pk)

    def _leader(self, pk):
        return known_or_404(Leader.objects.permitted(self.request.user, self.permission), pk)

    def _show(self, leader, form):
        rows = leader.consents.with_age().select_related("text", "recorded_by", "withdrawn_by")
        rows = rows.order_by("-given_on", "-id")
        context = {"leader": leader, "form": form, "rows": rows, "text": ConsentText.in_force()}
        return render(self.request, "leaders/consents/consent_list.html", context)


class ConsentWithdraw(AskFirst, ScopedMixin, View):
    """Take one consent back; the public page changes with the next request."""

    question = gettext_lazy("Withdraw the consent for “%(what)s”? The public directory shows it no more.")
    sure = gettext_lazy("Withdraw consent")
    http_method_names = ["post"]
    permission = Permission.LEADER_EDIT

    def post(self, request, pk):
        reach = Leader.objects.permitted(request.user, self.permission)
        consent = get_object_or_404(Consent.objects.select_related("leader").filter(leader__in=reach), pk=pk)
        try:
            consent.withdraw(by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, consent))
        else:
            messages.success(request, _("The consent was withdrawn; the public directory no longer shows it."))
        return redirect("leaders:consent-list", consent.leader_id)
