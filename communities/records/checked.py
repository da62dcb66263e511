"""The lines of the yearly self-audit of personal data: each subject declares in CHECKED what it answers for.

个人信息保护法 第五十四条: whoever handles personal data looks at regular intervals whether it holds to the law.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Rows = Callable[[int], Any]  # (year) → the rows, wherever they lie


class Part(models.TextChoices):
    """The parts of the sheet, with the articles of the law they answer to."""

    GROUND = "ground", _("Ground of keeping (articles 13 and 14)")
    PUBLIC = "public", _("Shown in public (articles 25 and 55)")
    ASKED = "asked", _("Requests of the people concerned (articles 44 to 50)")
    SEEN = "seen", _("Accounts, looks and files taken away (articles 23 and 51)")
    KEPT = "kept", _("How long data is kept (articles 19 and 47)")


class Checked(NamedTuple):
    """One number of the sheet: of `rows(year)`, wherever they lie, those whose column `path` lies in the place.

    Where `is_fault`, none should be there, and each is to be put right; `look` is the page where, with the permission
    it asks for. `number` sums where rows are not what is counted; without a `path` the rows are those of all places.
    """

    key: str
    part: Part
    label: str | Promise
    rows: Rows
    path: str = "region_path"
    number: Any = models.Count("pk")
    is_fault: bool = False
    look: tuple[str, str] = ("", "")
