"""docs/security.md names a test for each promise, and each of them is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([a-z0-9_/]+\.py)::([a-z0-9_]+)`")
LINE = re.compile(r"^\| (?!What holds|---)(.+?) \| (.+) \|$", re.MULTILINE)


def test_every_promise_names_a_test_that_is_there():
    lines = LINE.findall(TEXT)
    assert len(lines) > 60
    missing = [f"{what}: no test" for what, held in lines if not NAMED.findall(held)]
    for path, name in set(NAMED.findall(TEXT)):
        file = ROOT / "tests" / path
        if not file.is_file() or f"def test_{name}(" not in file.read_text(encoding="utf-8"):
            missing.append(f"{path}::{name}")
    assert missing == []
