"""Reminders: workers and managers are told of what will end, in the program and, where mail is set up, by mail.

A reminder is a mark on an entry of the to-do list. What was settled, or is out of reach by now, is in no list any more,
and so it is reminded of no more.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.postings.models import Posting
from registry.accounts.models import Reminder, User
from registry.accounts.roles import Role
from registry.desk.due import Task, tasks
from registry.ui import signs
from registry.ui.display import office_language

# Owners' committees 150 days before the end, other posts 60, filings as the street set.
REMINDED = {"term", "renewal"}
MOST = 2000
TOLD = (Role.WORKER, Role.MANAGER)
FORGOTTEN_AFTER = timedelta(days=200)

log = logging.getLogger("registry.daily")


def told(user: User) -> list[tuple[Task, Reminder]]:
    """[(Task, Reminder)] of what `user` was reminded of and is still due, the unread first."""
    kept = {(row.key, row.number, row.due_on): row for row in Reminder.objects.filter(user=user)}
    found = [(task, kept.get((task.key, task.pk, task.due_on))) for task in tasks(user, REMINDED, MOST)]
    return sorted([(task, row) for task, row in found if row], key=lambda pair: pair[1].read_at is not None)


def mark_read(user: User, numbers: Iterable[int] | None = None) -> int:
    """Mark the reminders named, or all; how many were unread."""
    rows = Reminder.objects.filter(user=user, read_at=None)
    return (rows if numbers is None else rows.filter(pk__in=numbers)).update(read_at=timezone.now())


def remind(*, dry_run: bool) -> str:
    """For the daily jobs: a reminder for each account and each thing that is due, once; old and settled ones go."""
    accounts = Posting.objects.open().filter(role__in=TOLD).values("user")
    made = settled = 0
    for user in User.objects.filter(pk__in=accounts, is_active=True).order_by("pk").iterator(chunk_size=500):
        due = {(task.key, task.pk, task.due_on) for task in tasks(user, REMINDED, MOST)}
        kept = {(row.key, row.number, row.due_on): row.pk for row in Reminder.objects.filter(user=user)}
        made += len(due - kept.keys())
        gone = [pk for mark, pk in kept.items() if mark not in due]
        settled += len(gone)
        if not dry_run:
            new = [Reminder(user=user, key=key, number=pk, due_on=day) for key, pk, day in due - kept.keys()]
            Reminder.objects.bulk_create(new, batch_size=200, ignore_conflicts=True)
            Reminder.objects.filter(pk__in=gone).delete()
    old = Reminder.objects.filter(Q(made_at__lt=timezone.now() - FORGOTTEN_AFTER) | Q(user__is_active=False))
    count = old.count() if dry_run else old.delete()[0]
    return f"{made} reminders, {settled} settled, {count} old"


def send_digests(*, dry_run: bool) -> str:
    """For the daily jobs: one mail an account with what it has not been told of yet; no name stands in a mail."""
    if not settings.MAIL_IS_SET:
        return "no mail is set up"
    waiting = Reminder.objects.filter(read_at=None, mailed_at=None).exclude(user__email="").filter(user__is_active=True)
    counts = list(waiting.order_by().values_list("user", "user__email").annotate(count=Count("pk")))
    failed = 0
    for user, address, count in [] if dry_run else counts:
        if not send_digest(address, count):
            failed += 1
            continue
        waiting.filter(user=user).update(mailed_at=timezone.now())
    if failed:
        raise SMTPException(f"{failed} of {len(counts)} mails were not taken; they are tried again")
    return f"{len(counts)} mails"


def send_digest(address: str, count: int) -> bool:
    """Whether the mail was taken."""
    with office_language():
        subject = ngettext("%(n)s new reminder", "%(n)s new reminders", count) % {"n": count}
        name = settings.SITE_NAME or _("Community leader registry")
        where = f"{settings.PUBLIC_ADDRESS}{reverse('desk:reminder-list')}"
        body = (
            _("Something is to be arranged before it ends. It stands on the desk under reminders:") + f"\n\n{where}\n"
        )
        try:
            send_mail(signs.told(name, subject), body, None, [address])
        except (OSError, SMTPException):
            log.exception("a mail was not taken")
            return False
    return True
