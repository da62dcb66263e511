"""Proposing the same to many people: a list with a name, each of whom can be left out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.bulk import picked_rows
from communities.regions.forms.picker import wants_picking
from leaders.incentives.actions import propose_batch
from leaders.incentives.forms import BatchForm, BatchPeople
from leaders.incentives.models import Incentive
from leaders.people.models import Leader
from leaders.registration.views.leaders import BULK_CAP, with_posts
from registry.accounts.roles import Permission


class IncentiveBatch(ScopedMixin, View):
    """GET asks whom; POST with people (also from the leaders' list) asks for the text, then saves."""

    permission = Permission.INCENTIVE_PROPOSE
    decided_with = Permission.INCENTIVE_DECIDE

    def get(self, request):
        return self._ask(self._people_form())

    def post(self, request):
        if wants_picking(request.POST):
            return self._ask(self._people_form(request.POST), picking=True)
        if "find" in request.POST:
            form = self._people_form(request.POST)
            if not form.is_valid():
                return self._ask(form)
            return self._show(self._people_of(form.cleaned_data), BatchForm(**self._shared()))
        people = self._picked()
        if not people:
            messages.error(request, _("Choose at least one person."))
            return redirect("leaders:incentive-batch")
        if "save" not in request.POST:
            return self._show(people, BatchForm(**self._shared()))
        return self._save(people, BatchForm(request.POST, **self._shared()))

    def _save(self, people, form):
        if not form.is_valid():
            return self._show(people, form)
        try:
            made = propose_batch(people, by=self.request.user, text=form.text())
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(people, form, status=409)
        words = ngettext(
            "%(n)s incentive was proposed. Somebody else decides.",
            "%(n)s incentives were proposed. Somebody else decides.",
            made,
        )
        messages.success(self.request, words % {"n": made})
        return redirect(f"{reverse('leaders:incentive-list')}?{urlencode({'batch': form.cleaned_data['batch']})}")

    def _shared(self):
        """An incentive for nobody yet, so that the model checks what is shared."""
        return {"instance": Incentive(form=Incentive.Form.CERTIFICATE), "cancel_url": reverse("leaders:incentive-list")}

    def _people_form(self, *args):
        return BatchPeople(*args, user=self.request.user, cancel_url=reverse("leaders:incentive-list"))

    def _reach(self):
        return with_posts(Leader.objects.permitted(self.request.user, self.permission)).in_place_order()

    def _people_of(self, values):
        rows = self._reach().within(values["region"])
        rows = rows.leading(values["kind"]) if values["kind"] else rows.filter(term_ends_on__isnull=False)
        return list(rows[: BULK_CAP + 1])

    def _picked(self):
        return picked_rows(self.request, self._reach(), most=BULK_CAP)

    def _ask(self, form, picking=False):
        if picking:
            form._errors = {}
        return render(self.request, "leaders/incentives/incentive_people.html", {"form": form})

    def _show(self, people, form, status=200):
        context = {"people": people[:BULK_CAP], "more": len(people) > BULK_CAP, "cap": BULK_CAP, "form": form}
        return render(self.request, "leaders/incentives/incentive_batch.html", context, status=status)
