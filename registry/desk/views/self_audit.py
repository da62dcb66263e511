"""The yearly self-audit of personal data: a sheet a place, to be signed and kept."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from communities.pages.readers import chosen_row, number_in
from communities.regions.models import Region
from communities.regions.public import contact_of, signer_of
from communities.scope import ABOVE_STREETS, holds_anywhere, reached_spans
from leaders.consents.models import ConsentText
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Permission
from registry.desk.self_audit import SelfAudit

YEARS = 4
SHOWN = 200  # places to choose from: no place has more parts but a few villages


class SelfAuditPage(View):
    """`?year=` and `?region=` choose; above the streets the places below are shown instead, for each has its sheet."""

    def get(self, request: StaffRequest) -> HttpResponse:
        if not holds_anywhere(request.user, Permission.AUDIT_VIEW):
            raise PermissionDenied
        this_year = timezone.localdate().year
        year = min(max(number_in(request.GET.get("year")) or this_year, this_year - YEARS + 1), this_year)
        region = self.region
        context = {"year": year, "years": range(this_year, this_year - YEARS, -1), "region": region}
        if region is None or region.level in ABOVE_STREETS:
            return render(request, "desk/self_audit_places.html", context | {"places": self._places()})
        context |= {
            "audit": SelfAudit(request.user, region, year),
            "now": timezone.now(),
            "signer": signer_of(region),
            "contact": contact_of(region),
            "text": ConsentText.in_force(),
        }
        return render(request, "desk/self_audit.html", context)

    @cached_property
    def region(self) -> Region | None:
        """The place that is asked for, else the one place of the reader; None for the whole country or several."""
        spans = reached_spans(self.request.user, Permission.AUDIT_VIEW)
        reach = Region.objects.permitted(self.request.user, Permission.AUDIT_VIEW)
        asked = chosen_row(reach, self.request.GET.get("region"))
        return asked or (reach.filter(path=spans[0][0]).first() if len(spans) == 1 else None)

    def _places(self) -> list[Region]:
        spans = reached_spans(self.request.user, Permission.AUDIT_VIEW)
        below = Region.objects.permitted(self.request.user, Permission.AUDIT_VIEW).current().order_by("path")
        if self.region:
            return list(below.filter(parent=self.region)[:SHOWN])
        apart = [low for low, _high in spans if low]
        return list((below.filter(path__in=apart) if apart else below.filter(parent=None))[:SHOWN])
