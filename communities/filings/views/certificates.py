"""The certificate of a filing on paper, and the public page its QR code opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from communities.filings.models import Filing
from communities.organizations.models import Organization
from communities.pages.base import ScopedMixin
from communities.regions.public import issuer_of
from registry.accounts.roles import Permission
from registry.ui.address import public_address
from registry.ui.qr import qr


class FilingCertificate(ScopedMixin, View):
    """One A4 page of the filing in force; an expired or replaced one has no certificate any more."""

    permission = Permission.FILING_EDIT

    def get(self, request, pk):
        rows = Filing.objects.permitted(request.user, self.permission)
        row = get_object_or_404(rows.select_related("organization__category", "street", "appointment__leader"), pk=pk)
        if not row.is_in_force:
            messages.error(request, _("Only a filing in force has a certificate."))
            return redirect(row)
        if row.organization.restraint:
            restraint = row.organization.get_restraint_display()
            messages.error(
                request, _("No certificate while a decision stands: %(restraint)s.") % {"restraint": restraint}
            )
            return redirect(row)
        address = public_address(request, reverse("directory:filing-verify", args=[row.token]))
        context = {
            "row": row,
            "authority": row.issued_by or issuer_of(row.street),
            "code": qr(address, _("QR code of the page that verifies this certificate")),
        }
        return render(request, "communities/filings/filing_certificate.html", context)


# An authority's decision that leaves no filing, each told by its own name.
VOID = (Organization.Restraint.CANCELLED, Organization.Restraint.BANNED)


@login_not_required
@require_safe
def verify(request, token):
    """What a certificate's QR code opens: five facts, and whether they hold today."""
    row = Filing.objects.select_related("organization", "street").filter(token=token).first()
    if row is None:
        raise Http404
    context = {"filing": _public(row), "nav": ""}
    response = render(request, "directory/filing_verify.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _public(row):
    """The listed fields only."""
    restraint = row.organization.restraint
    if restraint in VOID:
        standing = restraint
    elif row.state == "ended" or row.organization.ended_on:
        standing = "ended"
    else:
        standing = "expired" if row.is_expired else "valid"
    return {
        "number": row.number,
        "name": row.filed_name,
        "street": row.street.name,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "standing": "replaced" if standing == "valid" and not row.is_standing else standing,
    }
