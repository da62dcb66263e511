"""Sessions in a table of our own: whose they are and since when."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from registry.accounts.models import User, UserSession
from registry.upkeep.written import Given, ago, ask

log = logging.getLogger("registry.sign_in")
RENEW_AFTER = timedelta(minutes=5)  # pages that follow each other more closely write nothing


def end_sessions(user: User, *, keep: str | None = None, only: Iterable[str] | None = None) -> int:
    """End the account's sign-ins at once, all but the one whose key is `keep`, or those in `only`; how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep or "")
    return (rows if only is None else rows.filter(session_key__in=only)).delete()[0]


def _open_session() -> QuerySet[UserSession]:
    return UserSession.objects.filter(session_key=Given("key"), expire_date__gt=ago())


class SessionStore(DatabaseStore):
    """Ends SESSION_HOURS after the last request and SESSION_DAYS after the sign-in, whichever comes first."""

    row: Any = None
    is_only_renewed = False

    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        return UserSession

    def _get_session_from_db(self) -> UserSession | None:
        row = next(iter(ask("session", _open_session, key=self.session_key)), None)
        if row is None:
            self._session_key = None
        elif row.began_at <= timezone.now() - timedelta(days=settings.SESSION_DAYS):
            self._session_key = row = None
        self.row = row
        return row

    def create_model_instance(self, data: dict[str, Any]) -> UserSession:
        """A new key is a new sign-in; the same key keeps its beginning."""
        made: Any = super().create_model_instance(data)
        is_same = self.row is not None and self.row.session_key == made.session_key
        made.began_at = self.row.began_at if is_same else timezone.now()
        made.user_id = data.get(SESSION_KEY)
        return made

    def save(self, must_create: bool = False) -> None:
        """Django takes a locked database for a deleted session (400): it is 503, or nothing when only the end moves."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if not isinstance(error.__context__, OperationalError):
                raise
            if not self.is_only_renewed:
                raise error.__context__ from None
            log.warning("a session could not be renewed: %s", error.__context__)

    def renew(self) -> None:
        self.is_only_renewed = not self.modified
        self.modified = True

    def is_to_renew(self) -> bool:
        """Asks nothing of the database: a session nobody has read is not renewed."""
        if self.row is None or self.row.user_id is None:
            return False
        left = self.row.expire_date - timezone.now()
        return left < timedelta(seconds=settings.SESSION_COOKIE_AGE) - RENEW_AFTER

    def seconds_left(self) -> int:
        """From the answer to this request on, which renews the session where it is due."""
        if self.row is None:
            return settings.SESSION_COOKIE_AGE
        now = timezone.now()
        of_use = settings.SESSION_COOKIE_AGE if self.is_to_renew() else (self.row.expire_date - now).total_seconds()
        of_days = (self.row.began_at + timedelta(days=settings.SESSION_DAYS) - now).total_seconds()
        return int(max(0, min(of_use, of_days)))
