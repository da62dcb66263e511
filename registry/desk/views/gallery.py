"""Every component live on one page, for whoever builds screens: administrators, and everybody while DEBUG is on."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.accounts.requests import StaffRequest
from registry.audit.models import AuditEntry
from registry.desk.guides import RESIDENT, guide_now


class Faulty(forms.Form):
    name = forms.CharField()


@require_safe
def gallery(request: StaffRequest) -> HttpResponse:
    if not (request.user.is_superuser or settings.DEBUG):
        raise PermissionDenied
    return render(request, "components/gallery.html", _examples(request))


def _examples(request: StaffRequest) -> dict[str, Any]:
    """Made-up values, in the shapes that each component says it takes."""
    now, here = timezone.now(), request.path
    named = SimpleNamespace(label=_("Place"), old=_("Vacant"), new=_("In office"))
    entry = AuditEntry(at=now, verb="account.create", object_label=_("Community worker"), actor=request.user)
    decision = SimpleNamespace(authority="A", document_number="2026-1", effective_on=now.date(), get_absolute_url=here)
    thanks = SimpleNamespace(
        tag=("ok", _("In office")), title=_("Honours"), get_form_display=_("Training"), proposed_at=now,
        get_absolute_url=here,
    )  # fmt: skip
    return {
        "documents": [],
        "changes": [named],
        "checks": [
            SimpleNamespace(text=_("Place"), bar="", is_met=True, way=""),
            SimpleNamespace(text=_("Training"), bar="", is_met=False, way=here),
            SimpleNamespace(text=_("Statistics"), bar=_("Vacant"), is_met=False, way=""),
        ],
        "conflicts": [SimpleNamespace(name="place", label=_("Place"), theirs=_("Vacant"), mine=_("In office"))],
        "crumbs": [(_("My desk"), here), (_("Components"), "")],
        "faulty": Faulty({}),
        "guide": guide_now(RESIDENT)._replace(blocks=guide_now(RESIDENT).blocks[:4]),
        "hanging": [SimpleNamespace(label=_("Training"), number=2, fate=_("Vacant"), rows=[(_("Place"), here)])],
        "entries": [entry],
        "incentives": [thanks],
        "decisions": [decision],
        "ended": SimpleNamespace(ended_on=now.date()),
        "restrained": SimpleNamespace(name=_("Place"), restraint="1", get_restraint_display=_("Vacant")),
        "steps": [
            SimpleNamespace(label=_("Register"), note="", css="done"),
            SimpleNamespace(label=_("Training"), note=_("Now"), css="now"),
            SimpleNamespace(label=_("Honours"), note="", css=""),
        ],
        "tabs": [SimpleNamespace(key="a", label=_("Training")), SimpleNamespace(key="b", label=_("Honours"))],
        "states": [("a", _("In office"), 3, True), ("b", _("Vacant"), 1, False)],
        "row": SimpleNamespace(changed_since=[]),
    }
