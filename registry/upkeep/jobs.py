"""The daily jobs of the house itself; a subject declares its own as DAILY in its desk.py."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path

from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

from registry.upkeep.daily import Job

ATTEMPT_DAYS = 30
SIGN_IN_DAYS = 200  # the law asks for six months
FILE_AGE = timedelta(days=1)  # a younger file may belong to a transaction that is not committed yet
OUR_NAME = re.compile(r"[0-9a-f]{32}\.\w{2,5}")  # what is named otherwise was put there by somebody else
BATCH = 300


def clear_sessions(*, dry_run: bool) -> str:
    """Sessions past their end."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = store.get_model_class().objects.filter(expire_date__lt=timezone.now())
    return f"{ended.count() if dry_run else ended.delete()[0]} ended sessions"


def forget_sign_ins(*, dry_run: bool) -> str:
    """Failed tries after ATTEMPT_DAYS; who signed in when and from where after SIGN_IN_DAYS."""
    now = timezone.now()
    tries = AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=ATTEMPT_DAYS))
    entries = AccessLog.objects.filter(attempt_time__lt=now - timedelta(days=SIGN_IN_DAYS))
    counts = [rows.count() if dry_run else rows.delete()[0] for rows in (tries, entries)]
    return f"{counts[0]} failed tries, {counts[1]} sign-ins"


def delete_orphans(*, dry_run: bool) -> str:
    """Files of our own naming that no row names: what a crash between file and row leaves behind."""
    count = 0
    found = _old_files()
    while names := list(islice(found, BATCH)):
        for name in set(names) - _named(names):
            count += 1
            if not dry_run:
                default_storage.delete(name)
    return f"{count} files without a row"


def _old_files() -> Iterator[str]:
    root, edge = Path(settings.MEDIA_ROOT), (timezone.now() - FILE_AGE).timestamp()
    for folder in sorted(root.glob("*")):
        if folder.is_dir() and not folder.is_symlink():
            for path in folder.iterdir():
                if OUR_NAME.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < edge:
                    yield f"{folder.name}/{path.name}"


def _named(names: list[str]) -> set[str]:
    """Those of `names` that a row of any model names."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.filter(**{f"{field.attname}__in": names})
                found.update(rows.values_list(field.attname, flat=True))
    return found


DAILY = [
    Job("clear_sessions", clear_sessions),
    Job("forget_sign_ins", forget_sign_ins),
    Job("delete_orphans", delete_orphans),
]
