"""The slip with number, key and QR code by which a matter is followed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from leaders.cases.models.reporter import shown_key
from registry.ui.address import public_address
from registry.ui.qr import qr


def slip_of(request, row, key):
    """{"number", "key", "address", "code"} for the template."""
    address = public_address(request, reverse("directory:matter-open", args=[row.pk, key]))
    return {
        "number": row.number,
        "key": shown_key(key),
        "address": public_address(request, reverse("directory:matter-follow")),
        "code": qr(address, _("QR code of the page that follows this matter")),
    }
