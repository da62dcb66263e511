"""What an account holds by name at a place, and must leave to somebody when its posting there ends.

A model whose rows name the account that answers for them declares `held_by = Duty(…)` and the verb
`hand_to(to, by=, note=)`. Everything else at the desk is due by place and finds whoever works there.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.records.endings import SHOWN, Hanging, keys_of
from communities.scope import holders, in_spans, lies_in, reaches
from registry.accounts.roles import Permission, roles_granting
from registry.ui.display import office_language
from registry.ui.signs import between_names


class Duty(NamedTuple):
    """`field` names the account on a row; `is_open()` is the condition on rows that are not at their end."""

    label: Promise
    field: str
    permission: str
    is_open: Callable[[], Q]
    words: Callable = str


def kinds():
    return [model for model in apps.get_models() if hasattr(model, "held_by")]


def duties_of(posting):
    """[(Duty, rows)] that nobody would hold once this posting has ended; what another posting reaches is kept."""
    found = []
    others = posting.user.postings.open().exclude(pk=posting.pk).select_related("region")
    kept = [row.region.path for row in others]
    for model in kinds():
        duty = model.held_by
        rows = model.objects.filter(duty.is_open(), **{duty.field: posting.user})
        rows = rows.filter(in_spans([posting.region.span], "region_path"))
        rows = rows.with_names() if hasattr(rows, "with_names") else rows
        left = [row for row in rows.order_by("pk") if not any(lies_in(row.region_path, path) for path in kept)]
        if left:
            found.append((duty, left))
    return found


def hanging_on_posting(posting):
    """[Hanging] for the page of the end."""
    fate = str(_("goes to whoever is named below"))
    found = []
    for duty, rows in duties_of(posting):
        told = [(duty.words(row), row.get_absolute_url()) for row in rows[:SHOWN]]
        found.append(Hanging(str(duty.label), fate, len(rows), told, keys_of(rows)))
    return found


def hand_over(posting, to, *, by, note):
    """Leave every duty to `to`; raises ValidationError "held" where there are some and nobody is named, or "reach"."""
    duties = duties_of(posting)
    if not duties:
        return
    if to is None:
        told = between_names().join(f"{duty.label} {len(rows)}" for duty, rows in duties)
        said = _("Still in these hands: %(what)s. Name who takes them over, on the page of the posting.")
        raise ValidationError(said % {"what": told}, code="held")
    with office_language():
        note = note.strip() or str(_("The posting %(posting)s has ended.") % {"posting": posting})
    for duty, rows in duties:
        for row in rows:
            if to.pk == posting.user_id or not reaches(to, duty.permission, row.region_path):
                said = _("%(person)s does not work at the place of: %(row)s.")
                raise ValidationError({"to": said % {"person": to, "row": duty.words(row)}}, code="reach")
            row.hand_to(to, by=by, note=note)


def stuck_by_making(user):
    """The first place where too few are left to carry a filing to its end once `user` makes an account, or None.

    Whoever gave the first password neither pre-checks nor decides what the account hands in (`moves.MADE`); a filing
    takes one who pre-checks and another who decides.
    """
    for posting in user.postings.open().select_related("region"):
        if posting.role not in roles_granting(Permission.FILING_REVIEW):
            continue
        deciders, checkers = (
            holders(right, posting.region.path).exclude(pk=user.pk).count()
            for right in (Permission.FILING_DECIDE, Permission.FILING_REVIEW)
        )
        if not deciders or checkers < 2:
            return posting.region
    return None


def successors_of(posting):
    """The accounts that reach the whole place of the posting, apart from its own."""
    return holders(Permission.CASE_EDIT, posting.region.path).exclude(pk=posting.user_id)


def decides_alone(posting):
    """Whether nobody could decide filings at this place any more."""
    if posting.role not in roles_granting(Permission.FILING_DECIDE):
        return False
    return not holders(Permission.FILING_DECIDE, posting.region.path).exclude(pk=posting.user_id).exists()
