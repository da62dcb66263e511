"""Text size and contrast: a reader's own choice, remembered in two cookies for a year."""

from datetime import timedelta

SIZES = ("", "l", "xl")
CONTRASTS = ("", "high")
YEAR = int(timedelta(days=365).total_seconds())


def display(request):
    """`display.size` and `display.contrast`, only ever one of the known values."""
    size = request.COOKIES.get("size", "")
    contrast = request.COOKIES.get("contrast", "")
    return {
        "display": {
            "size": size if size in SIZES else "",
            "contrast": contrast if contrast in CONTRASTS else "",
        }
    }
