"""Money, written the one way: thousands apart, and always with both decimals, so that a column adds up by eye."""

from decimal import Decimal

from django.utils.translation import gettext as _


def money(amount: Decimal | int) -> str:
    return f"{amount:,.2f}"


def in_yuan(amount: Decimal | int) -> str:
    """The same with its unit, where no heading says it."""
    return _("%(amount)s yuan") % {"amount": money(amount)}
