"""How a verb says no: a ValidationError with a code. One table says which codes mean that the row has moved on."""

from typing import TYPE_CHECKING, NoReturn

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

# The row is not what it was when the page was read, or does not allow the act by now: answered 409.
CONFLICTS = {
    "stale", "own", "made", "other", "manager", "taken", "early", "late", "last", "mode", "restrained", "ended",
    "reviewer", "base", "bar",
}  # fmt: skip
CHANGE = _("Say what is to be changed.")


def refuse(code: str, text: "StrOrPromise", *, field: str | None = None) -> NoReturn:
    """Raise it; with `field`, to stand beside that field of a form."""
    error = ValidationError(text, code=code)
    raise ValidationError({field: error}) if field else error


def refuse_second(text: "StrOrPromise", *, at: "datetime", by: "Model") -> NoReturn:
    """Raise "taken": the same was handed in before, by whom and when, so that one knows whom to ask."""
    first = _("%(who)s handed it in on %(when)s.") % {"who": by, "when": f"{localtime(at):%Y-%m-%d %H:%M}"}
    refuse("taken", f"{text} {first}" if f"{text}".endswith(".") else f"{text}{first}")


def refuse_without(reason: str, text: "StrOrPromise" = CHANGE, *, field: str | None = None) -> None:
    """Raise "reason" unless something is said; `text` tells what is missing."""
    if not reason.strip():
        refuse("reason", text, field=field)


def status_of(refused: ValidationError) -> int:
    """409 for a conflict, else 200: the page comes again with what is to be corrected."""
    codes = {getattr(error, "code", "") for error in getattr(refused, "error_list", [])}
    return 409 if codes & CONFLICTS else 200
