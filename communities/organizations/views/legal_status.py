"""The registration with civil affairs, recorded from its certificate by whoever decides filings, and taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from communities.organizations.forms.registration import RegistrationEndForm, RegistrationForm
from communities.organizations.models import Organization
from communities.pages.base import ScopedMixin, open_or_404
from registry.accounts.roles import Permission


class OrganizationRegistration(ScopedMixin, View):
    permission = Permission.FILING_DECIDE

    def get(self, request, pk):
        row = self._row(pk)
        if row.is_registered:
            messages.info(request, _("%(name)s is registered already.") % {"name": row})
            return redirect(_tab(row))
        return self._show(row, RegistrationForm(cancel_url=_tab(row)))

    def post(self, request, pk):
        row = self._row(pk)
        form = RegistrationForm(request.POST, cancel_url=_tab(row))
        if not form.is_valid():
            return self._show(row, form)
        try:
            row.register_with_civil_affairs(by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.take(refused)
            return self._show(row, form)
        messages.success(request, _("The registration of %(name)s was recorded.") % {"name": row})
        return redirect(_tab(row))

    def _row(self, pk):
        rows = Organization.objects.permitted(self.request.user, self.permission)
        return open_or_404(rows, lambda row: row.is_current, pk)

    def _show(self, row, form):
        context = {"organization": row, "form": form, "filing": row.filings.open().with_names().first()}
        return render(self.request, "communities/organizations/registration_form.html", context)


class OrganizationRegistrationEnd(OrganizationRegistration):
    """Back to what the filing says today, with the reason."""

    def get(self, request, pk):
        return self._show(self._row(pk), RegistrationEndForm())

    def post(self, request, pk):
        row, form = self._row(pk), RegistrationEndForm(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            row.end_civil_registration(by=request.user, note=form.cleaned_data["note"])
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form)
        messages.success(request, _("The registration of %(name)s is no more.") % {"name": row})
        return redirect(_tab(row))

    def _show(self, row, form):
        return render(
            self.request, "communities/organizations/registration_end.html", {"organization": row, "form": form}
        )


def _tab(row):
    return f"{row.get_absolute_url()}?tab=filings"
