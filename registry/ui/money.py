"""Money, written the one way: thousands apart, and always with both decimals, so that a column adds up by eye."""


def money(amount):
    return f"{amount:,.2f}"
