"""The signs between two values or sentences, as the reader's language writes them: "：" is not ": "."""

from django.utils.translation import pgettext


def comma() -> str:
    """Between two facts in one line."""
    return pgettext("between facts", ", ")


def stop() -> str:
    """Between two sentences that come from two texts."""
    return pgettext("between sentences", ". ")


def colon() -> str:
    """Between what is told of and what is told."""
    return pgettext("before what is told", ": ")


def between_names() -> str:
    """Between the names of a list."""
    return pgettext("between names", ", ")


def told(subject: object, words: object) -> str:
    """What is said of a row, as one line: "康城舞蹈队：…"."""
    return f"{subject}{colon()}{words}"
