"""How a person answers a page: with what the page said it showed."""

import re
from html.parser import HTMLParser


def seen_on(response):
    """The signed text by which a form says what it showed of its record."""
    return re.search(r'name="seen" value="([^"]+)"', response.content.decode()).group(1)


def answer(client, page, data=None, **options):
    """Open `page` and send its form back."""
    return client.post(page, {"seen": seen_on(client.get(page)), **(data or {})}, **options)


class FormReader(HTMLParser):
    """Collects what a browser would send of the forms on a page, buttons left out."""

    def __init__(self):
        super().__init__()
        self.sent, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "input" and has.get("name") and has.get("type") not in ("submit", "button", "file"):
            if has.get("type") not in ("radio", "checkbox") or "checked" in has:
                usual = "on" if has.get("type") == "checkbox" else ""
                self.sent.setdefault(has["name"], []).append(has.get("value") or usual)
        elif tag == "select":
            self.select, self.first = has.get("name"), True
        elif tag == "option" and self.select:
            if self.first or "selected" in has:
                self.sent[self.select] = [has.get("value") or ""]
            self.first = False
        elif tag == "textarea":
            self.area = has.get("name")
            self.sent[self.area] = [""]

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][0] += data


def form_on(response):
    """{name: [values]} of the work form on a page, exactly as it shows them."""
    text = response.content.decode()
    reader = FormReader()
    reader.feed(re.search(r'<form class="sheet".*?</form>', text, re.DOTALL).group(0))
    return reader.sent


def drawn_on(response):
    """The signed text by which every form of a page says for whom and on which page it was drawn."""
    return re.search(r'name="drawn" value="([^"]+)"', response.content.decode()).group(1)


def token_on(response):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode()).group(1)
