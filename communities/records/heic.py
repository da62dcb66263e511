"""Photos as newer phones take them (HEIC), decoded by a process that may be killed; heic_child.py holds its bounds."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files import File

BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
CHILD = Path(__file__).resolve().parent / "heic_child.py"
PATIENCE = 60  # seconds of the clock; of the processor the child gives itself 20


class TooManyPoints(Exception):
    pass


def is_heic(upload: File[Any]) -> bool:
    head = upload.read(12)
    upload.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


def heic_as_jpeg(upload: File[Any], longest: int) -> BytesIO:
    """A JPEG file of at most `longest` points a side; raises TooManyPoints, or ValueError for what is damaged."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), str(longest)],
            input=upload.read(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise ValueError("too slow") from slow
    if done.stdout.strip() == b"points":
        raise TooManyPoints
    if done.returncode or not done.stdout.startswith(b"\xff\xd8"):
        raise ValueError("damaged")
    return BytesIO(done.stdout)
