"""The one drawing of QR codes: for certificates, slips and posters."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

MARGIN = 2  # light modules around the code
SCALE = 4  # pixels of a module, before a style sheet gives the whole its size


def qr(address: str, title: object) -> SafeString:
    """The QR code of `address` as an SVG element without inline styles; `title` is what a screen reader says."""
    code = segno.make(address, error="m", micro=False)
    dark = [
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(code.matrix_iter(border=MARGIN))
        for column, is_dark in enumerate(modules)
        if is_dark
    ]
    size, _height = code.symbol_size(border=MARGIN)
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {0} {0}" width="{1}" height="{1}">'
        '<title>{2}</title><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{3}"/></svg>',
        size, size * SCALE, title, "".join(dark),
    )  # fmt: skip
