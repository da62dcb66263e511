"""Certificates of thanks on paper, one or all of a list, and the public page their QR code opens."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from communities.pages import lists
from communities.pages.base import ScopedMixin
from communities.regions.public import issuer_of
from leaders.incentives.filters import IncentiveFilter
from leaders.incentives.models import Incentive
from leaders.incentives.views.honours import public_honours
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.ui.address import public_address
from registry.ui.qr import qr

PRINTED = 200
SHOWN = {Incentive.State.AWARDED: "valid", Incentive.State.RECALLED: "recalled"}


class IncentiveCertificate(ScopedMixin, View):
    """The certificate of what was awarded: A4 landscape, one page."""

    permission = Permission.INCENTIVE_VIEW

    def get(self, request, pk):
        return self.show([get_object_or_404(self.rows(), pk=pk)])

    def rows(self):
        rows = Incentive.objects.awarded().permitted(self.request.user, self.permission).with_names()
        return rows.select_related("certificate_street").exclude(certificate_number="")

    def show(self, rows, *, more=False):
        record_read("incentive.certificate", rows[0], by=self.request.user, rows=len(rows))
        streets = {row.certificate_street_id: issuer_of(row.certificate_street) for row in rows}
        papers = [(row, streets[row.certificate_street_id], self._code(row)) for row in rows]
        back = rows[0].get_absolute_url() if len(rows) == 1 else reverse("leaders:incentive-list")
        context = {"papers": papers, "more": more, "most": PRINTED, "back_url": back}
        return render(self.request, "leaders/incentives/incentive_certificate.html", context)

    def _code(self, row):
        address = public_address(self.request, reverse("directory:honour-check", args=[row.check_token]))
        return qr(address, _("QR code of the page that verifies this certificate"))


class IncentiveCertificates(IncentiveCertificate):
    """Those of everything the list shows under its filters, in the order of their numbers, at most PRINTED."""

    def get(self, request):
        filterset = IncentiveFilter(request.GET, queryset=Incentive.objects.none(), request=request)
        lists.tell_invalid(request, filterset)
        rows = list(lists.filtered(filterset, self.rows()).order_by("certificate_number", "id")[: PRINTED + 1])
        if not rows:
            raise Http404
        return self.show(rows[:PRINTED], more=len(rows) > PRINTED)


@login_not_required
@require_safe
def check(request, token):
    """What a certificate's QR code opens: what was given, and whether it still holds. The name only with consent."""
    rows = Incentive.objects.filter(state__in=SHOWN).with_names().select_related("certificate_street")
    row = rows.filter(check_token=token).first()
    if row is None:
        raise Http404
    is_named = row.state == Incentive.State.AWARDED and public_honours().filter(pk=row.pk).exists()
    honour = {
        "standing": SHOWN[row.state],
        "number": row.certificate_number,
        "form": row.get_form_display(),
        "title": row.title,
        "who": row.subject_name if is_named else row.subject_name[:1] + "**",
        "issuer": issuer_of(row.certificate_street),
        "on": row.awarded_on,
    }
    response = render(request, "directory/honour_check.html", {"honour": honour, "nav": ""})
    response["X-Robots-Tag"] = "noindex"
    return response
