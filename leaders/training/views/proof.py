"""The yearly proof of hours on paper, and the public page its QR code opens."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from communities.pages.base import ScopedMixin
from communities.regions.models import Level, Region
from communities.regions.public import issuer_of
from leaders.training.models import Enrolment, OutsideHours, TrainingYear
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.ui.address import public_address
from registry.ui.qr import qr


class Proof(ScopedMixin, View):
    """What one person was credited in one year: A4 landscape, one page."""

    permission = Permission.TRAINING_EDIT

    def get(self, request, pk, year):
        rows = TrainingYear.objects.permitted(request.user, self.permission).select_related("leader")
        row = get_object_or_404(rows.filter(minutes__gt=0), leader=pk, year=year)
        record_read("training_year.proof", row.leader, by=request.user, rows=1)
        address = public_address(request, reverse("directory:training-proof-check", args=[row.proof_token]))
        came = Enrolment.objects.attended().filter(leader=row.leader_id, session__starts_at__year=row.year)
        context = {
            "row": row,
            "sessions": came.count(),
            "courses": OutsideHours.objects.confirmed().filter(leader=row.leader_id, year=row.year).count(),
            "issuer": _issuer(row),
            "code": qr(address, _("QR code of the page that verifies this certificate")),
            "today": timezone.localdate(),
        }
        return render(request, "leaders/training/proof.html", context)


@login_not_required
@require_safe
def check(request, token):
    """The hours as they stand today, for whoever holds the paper; of the name only its beginning."""
    row = TrainingYear.objects.filter(proof_token=token, minutes__gt=0).select_related("leader").first()
    if row is None:
        raise Http404
    proof = {
        "number": row.number,
        "who": row.leader.name[:1] + "**",
        "year": row.year,
        "minutes": row.minutes,
        "issuer": _issuer(row),
    }
    response = render(request, "directory/training_proof.html", {"proof": proof, "nav": ""})
    response["X-Robots-Tag"] = "noindex"
    return response


def _issuer(row):
    street = Region.objects.above(row.region_path, Level.STREET)
    return issuer_of(street) if street else ""
