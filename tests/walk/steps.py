"""How a walk goes: the addresses of an entry, one request that leaves nothing behind, what an answer holds."""

import re
from html import unescape
from urllib.parse import urljoin

from django.db import transaction

from tests.test_permissions import PAGES
from tests.walk.canaries import CANARY, RAW
from tests.walk.entries import ENTRIES

KINDS = {}  # {name of a page: kinds of row it may be about}
for _name, _method, _kind, *_codes in PAGES:
    if _kind:
        KINDS.setdefault(_name, []).append(_kind)
TEXTS = ("text/", "application/json")
QUERY = re.compile(r'href="(\?[^"]*)"')
LINK = re.compile(r'<a\b[^>]*\shref="(/[^"#]*)"')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BUTTON = re.compile(r'<button\b[^>]*type="submit"[^>]*>')
ACTION = re.compile(r'action="([^"]*)"')
LEAVES = {"accounts:logout", "accounts:sessions-end"}  # after these the client is nobody


def staff_entries():
    return [entry for entry in ENTRIES if entry.is_staff and entry.name not in LEAVES]


def addresses(entry, place):
    """The addresses of an entry about the rows of one place: those of the table of pages, else all that were made."""
    if not entry.kinds:
        return [entry.at()]
    rows = place.rows
    known = [kind for kind in KINDS.get(entry.name, ()) if kind in rows] or list(rows)
    given = [rows[kind] if isinstance(rows[kind], tuple) else (rows[kind].pk,) for kind in known]
    return list(dict.fromkeys(entry.at(*one) for one in given if len(one) == len(entry.kinds)))


def sent(client, method, address, data=None):
    """The answer to one request; what it wrote is taken back."""
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        response = getattr(client, method)(address, data or {})
        response.text_shown = text_of(response)
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in kept.items():
        client.cookies[name] = value
    return response


def text_of(response):
    if not response.get("Content-Type", "").startswith(TEXTS):
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def fault_of(response):
    """What a browser could be misled by: markup of a text as it was typed, or a text without its letters named."""
    media_type = response.get("Content-Type", "")
    if media_type.startswith("text/html") and (found := RAW.search(response.text_shown)):
        return found[0]
    return media_type if media_type.startswith("text/") and "charset=" not in media_type else ""


def canaries_in(response):
    return set(CANARY.findall(response.text_shown)) | set(CANARY.findall(response.get("Location", "")))


def queries_in(response):
    """The tabs, orders and pages a page links to itself."""
    return list(dict.fromkeys(unescape(found) for found in QUERY.findall(response.text_shown)))


def links_in(response, address):
    """{(method, address)} of the links and buttons of a page that stay in the house."""
    found = {("get", unescape(link)) for link in LINK.findall(response.text_shown)}
    for attributes, inside in FORM.findall(response.text_shown):
        method = "post" if 'method="post"' in attributes else "get"
        for button in BUTTON.findall(inside):
            action = ACTION.search(button) or ACTION.search(attributes)
            found.add((method, urljoin(address, unescape(action[1]) if action else "")))
    return {(method, link) for method, link in found if link.startswith("/work/")}
