"""Files on this machine's disk, whole or not at all."""

import errno
from contextlib import suppress
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

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
