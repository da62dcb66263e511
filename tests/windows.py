"""How a person answers a page: with what the page said it showed."""

import re


def seen_on(response):
    """The signed text by which a form says what it showed of its record."""
    return re.search(r'name="seen" value="([^"]+)"', response.content.decode()).group(1)


def answer(client, page, data=None, **options):
    """Open `page` and send its form back."""
    return client.post(page, {"seen": seen_on(client.get(page)), **(data or {})}, **options)
