"""The address under which residents reach this site: what is printed and drawn in QR codes must hold for years."""

from django.conf import settings
from django.http import HttpRequest


def public_address(request: HttpRequest, path: str = "") -> str:
    """`path` as a full address: below PUBLIC_ADDRESS, else below the name under which this request came."""
    if settings.PUBLIC_ADDRESS:
        return settings.PUBLIC_ADDRESS + (path or request.get_full_path())
    return request.build_absolute_uri(path or None)
