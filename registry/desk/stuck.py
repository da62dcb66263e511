"""What waits and no account of today may decide: in nobody's queue, so it is due for those who hand such things in."""

from typing import Any

from django.db.models import Exists, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from communities.postings.free import free_to
from communities.records.lines import DueEntry, Queue, Source
from registry.accounts.models import User


def waits_for_nobody(queue: Queue) -> Source:
    """The to-do of a queue's rows that nobody is left to decide; an administrator has them in the queue itself."""
    waiting = queue.source

    def rows(user: User) -> QuerySet[Any]:
        found = waiting.rows(None)  # of everybody: also those that `user` alone is barred from
        found = found.annotate(waiting_day=TruncDate(waiting.at))
        if user.is_superuser:
            return found.none()
        free = free_to(waiting.permission, queue.submitter)
        free = queue.also_barred(free) if queue.also_barred else free
        return found.filter(~Exists(free))

    def entry(*words: str) -> DueEntry:
        title, _seal = waiting.entry(*words)
        return "clock", title, _("%(what)s, nobody is left to decide") % {"what": waiting.label}, _("See who could")

    name = f"{waiting.key}_stuck"
    return Source(name, waiting.label, queue.handed_by, rows, "waiting_day", waiting.words, entry, queue.told_at)
