"""Beside a form that was refused for want of an impact assessment: the way to enter one, for whoever may."""

from typing import Any

from django import template

from communities.scope import holds_anywhere
from registry.accounts.roles import Permission

register = template.Library()


@register.inclusion_tag("communities/assessments/_way.html", takes_context=True)
def way_to_assessment(context: Any, form: Any) -> dict[str, bool]:
    """Takes the form; draws nothing unless that is what it was refused for."""
    data = getattr(form.errors, "as_data", dict) if form.is_bound else dict  # a form drawn again half filled has none
    errors = [one for found in data().values() for one in found]
    is_missing = any(one.code == "unassessed" for one in errors)
    return {"is_missing": is_missing, "may": is_missing and may_assess(context["user"])}


def may_assess(user: Any) -> bool:
    return holds_anywhere(user, Permission.ASSESSMENT_EDIT)
