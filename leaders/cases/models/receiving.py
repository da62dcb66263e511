"""How a matter comes in."""

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.placed import follow, settle
from communities.search import normal_form
from communities.text.digits import mask
from leaders.cases.models.clock import due_days
from registry.audit.log import differences, record, snapshot

TITLE_MOST = 40
SENTENCE = re.compile(r"[。！？!?\n\r]")


def title_of(text):
    """The first sentence, cut where a list would cut it."""
    first = next((part.strip() for part in SENTENCE.split(text) if part.strip()), "")
    return first if len(first) <= TITLE_MOST else f"{first[: TITLE_MOST - 1]}…"


def without_name(text, name):
    """The text without the sender's own name, which is kept sealed."""
    return text.replace(name, "＊＊") if len(name) > 1 else text


class Received(models.Model):
    """Mixin of the matter: taking it in and sorting it."""

    class Meta:
        abstract = True

    @transaction.atomic
    def receive(self, *, by=None, name="", contact="", on=None):
        """Take it in and return its key. `by` is the worker who entered it; nobody when it came from a resident.

        Long numbers in the text are masked, the sender's own name is taken out of it.
        """
        self.clean()
        self.text = without_name(mask(self.text), name)
        self.title = without_name(mask(self.title), name) or title_of(self.text)
        settle(self)
        self.entered_by = by
        self.received_on = on or timezone.localdate()
        for field, day in due_days(self.region_path, self.received_on).items():
            setattr(self, field, day)
        self.due_on = self.acknowledge_by
        self.seal_reporter(name, contact)
        key = self.take_key()
        self.save(force_insert=True)
        self._write_tokens()
        self.entries.create(kind="received", by=by)
        record("case.receive", self, by=by, changes=differences({}, self))
        return key

    @transaction.atomic
    def sort(self, *, by, title, category, region):
        """Correct what it is about and where; the clock runs on."""
        locked = self._lock()
        if not locked.is_open:
            raise self._stale()
        before = snapshot(locked)
        if not region.is_current:
            raise ValidationError({"region": _("This place no longer exists.")}, code="retired")
        self.title, self.category, self.region = title, category, region
        has_moved = settle(self)
        self.version = locked.version + 1
        self.save(update_fields=["title", "category", "region", "region_path", "version"])
        if has_moved:
            follow(self)
        self._write_tokens()
        record("case.sort", self, by=by, changes=differences(before, self))

    @transaction.atomic
    def renew_key(self, *, by):
        """A new key for the slip; the old one opens nothing any more. Returned once, kept nowhere."""
        locked = self._lock()
        key = locked.take_key()
        locked.save(update_fields=["key_index"])
        self.key_index = locked.key_index
        record("case.renew_key", locked, by=by)
        return key

    def _write_tokens(self):
        title = normal_form(self.title)
        tokens = self._meta.get_field("tokens").related_model
        tokens.rewrite(self, {title[start:] for start in range(len(title))} - {""})
