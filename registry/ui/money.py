"""Money, written the one way: thousands apart, and always with both decimals, so that a column adds up by eye."""

from decimal import Decimal


def money(amount: Decimal | int) -> str:
    return f"{amount:,.2f}"
