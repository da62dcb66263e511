"""Which request is being served: its id and its sender's address, for every entry and log line written on the way."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest


@dataclass
class Tally:
    """What a request has cost so far."""

    began: float = field(default_factory=time.perf_counter)
    queries: int = 0
    reason: str = ""
    view: str = ""

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    @property
    def milliseconds(self) -> int:
        return round(1000 * self.seconds)


@dataclass(frozen=True)
class RequestMark:
    request_id: str = ""
    address: str = ""
    tally: Tally = field(default_factory=Tally, compare=False)


NO_REQUEST = RequestMark()
current_request = ContextVar("current_request", default=NO_REQUEST)


def client_address(request: HttpRequest) -> str:
    """The peer's address; X-Forwarded-For counts only behind as many proxies as TRUSTED_PROXIES says."""
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops][:45]
    return request.META.get("REMOTE_ADDR", "")[:45]


def new_request_id() -> str:
    return secrets.token_hex(8)


@contextmanager
def unmarked() -> Iterator[None]:
    """Entries written inside name no request and no address: what a resident sends leads back to nobody."""
    token = current_request.set(NO_REQUEST)
    try:
        yield
    finally:
        current_request.reset(token)
