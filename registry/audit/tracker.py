"""Errors told to a tracker inside the house network (one that reads Sentry's events): what broke where, of nobody.

An event is built from the few things listed here. Values of variables, texts of exceptions, addresses and bodies of
requests hold names and numbers, so none of them is ever read.
"""

import ipaddress
import json
import logging
import queue
import re
import socket
import threading
import traceback
import urllib.request
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from registry.audit.requests import current_request

WAITING = 100  # events; more are dropped: an outage is known by its first
SECONDS = 3
FRAMES = 50
OURS = "registry."


class Tracker:
    """Where events go: http://KEY@HOST/NUMBER, as the tracker shows it."""

    def __init__(self, dsn: str) -> None:
        parts = urlsplit(dsn)
        number = parts.path.strip("/")
        if parts.scheme not in {"http", "https"} or not (parts.hostname and parts.username and number.isdecimal()):
            raise ImproperlyConfigured("ERROR_TRACKER is an address such as http://KEY@errors.example/1.")
        self.host, self.port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        place = parts.netloc.rpartition("@")[2]
        self.address = f"{parts.scheme}://{place}/api/{number}/store/"
        self.key = parts.username

    def is_inside(self) -> bool:
        """Whether every address of the name is a private one; asked each time, for names move."""
        found = {entry[4][0] for entry in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)}
        return bool(found) and all(ipaddress.ip_address(one).is_private for one in found)

    def send(self, event: dict[str, Any]) -> None:
        if not self.is_inside():
            raise OSError("the tracker is outside of the house network")
        headers = {
            "Content-Type": "application/json",
            "X-Sentry-Auth": f"Sentry sentry_version=7, sentry_client=registry/1, sentry_key={self.key}",
        }
        body = json.dumps(event).encode()
        asked = urllib.request.Request(self.address, body, headers)  # noqa: S310 - scheme looked at above
        DIRECT.open(asked, timeout=SECONDS).close()


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """None: an answer that points elsewhere is not followed, it could lead out of the house."""


DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirects)


class TrackerHandler(logging.Handler):
    """Sends in a thread of its own, so that no page waits for the tracker or fails by it."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        self.tracker = Tracker(dsn)
        self.events: queue.Queue = queue.Queue(WAITING)
        self.sender: threading.Thread | None = None
        self.starting = threading.Lock()
        self.is_silent = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.events.put_nowait(event_of(record))
        except queue.Full:
            return
        with self.starting:  # with the first error: a thread started before the server forks is lost in the child
            if self.sender is None or not self.sender.is_alive():
                self.sender = threading.Thread(target=self.run, name="tracker", daemon=True)
                self.sender.start()

    def run(self) -> None:
        while True:
            event = self.events.get()
            try:
                self.tracker.send(event)
                self.is_silent = False
            except (OSError, ValueError) as error:
                if not self.is_silent:  # once, and as a warning: an error would come back here
                    logging.getLogger("registry.tracker").warning("not told to the tracker: %s", error)
                self.is_silent = True
            finally:
                self.events.task_done()


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """The whole of what leaves this machine."""
    mark = current_request.get()
    event: dict[str, Any] = {
        "event_id": uuid.uuid4().hex,
        "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
        "platform": "python",
        "level": record.levelname.lower(),
        "logger": record.name,
        "tags": {"request_id": mark.request_id, "view": mark.tally.view},
    }
    # An unfilled sentence of our own program has no values in it; other programs fill theirs beforehand.
    if record.name.startswith(OURS):
        event["message"] = re.sub(r"%[-#0 +.*\d]*[a-zA-Z]", "…", str(record.msg))[:200]
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        event["exception"] = {"values": [{"type": type(error).__name__, "stacktrace": {"frames": frames_of(error)}}]}
    return event


def frames_of(error: BaseException) -> list[dict[str, Any]]:
    """File, function and line of each step, the last ones; no values, no lines of text."""
    steps = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [
        {"filename": "/".join(step.filename.split("/")[-3:]), "function": step.name, "lineno": step.lineno}
        for step in steps
    ]
