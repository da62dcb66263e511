"""Files on this machine's disk, whole or not at all, and the names of those that never change."""

import errno
import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from registry.upkeep.trimmed import TRIMMED, names_in_use, trimmed

log = logging.getLogger("registry.static")

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}  # no room, no quota, a disk that only reads


def is_full(error: BaseException) -> bool:
    """Whether a file could not be written because the disk takes no more."""
    return isinstance(error, OSError) and error.errno in FULL


class WholeFiles(FileSystemStorage):
    """What could not be written to its end is taken away again: half a file would look like one."""

    def _save(self, name: str, content: File[Any]) -> str:
        parent: Any = super()  # the stubs leave the method out
        was_there = self.exists(name)
        try:
            return parent._save(name, content)
        except OSError:
            if not was_there:
                with suppress(OSError):
                    self.delete(name)
            raise


class Statics(CompressedManifestStaticFilesStorage):
    """A file that was not collected keeps its plain name and is told in the log.

    Else every page that names it fails, the one that says so among them. Of TRIMMED pages get what they use.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        names = names_in_use()
        for name in TRIMMED & set(paths):
            storage, path = paths[name]
            with storage.open(path) as file:
                css = trimmed(file.read().decode(), names)
            kept = InMemoryStorage()
            kept.save(name, ContentFile(css.encode()))
            paths[name] = (kept, name)
        parent: Any = super()
        yield from parent.post_process(paths, dry_run, **options)

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError as error:
            log.error("%s was not collected; run collectstatic: %s", name, error)
            return name
