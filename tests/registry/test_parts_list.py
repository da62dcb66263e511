"""The list of what a release is made of names every library that is installed, by version and fingerprint."""

import json
import re
from importlib.metadata import version as installed
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from registry.upkeep.parts_list import parts_of

PINS = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8")


def test_every_pin_is_told_with_its_fingerprints():
    out = StringIO()
    call_command("sbom", stdout=out)
    told = json.loads(out.getvalue())

    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    assert len(told["components"]) == len(re.findall(r"^\S+==", PINS, re.MULTILINE)) > 30
    assert sum(len(part["hashes"]) for part in told["components"]) == PINS.count("--hash=sha256:")
    django = next(part for part in told["components"] if part["name"] == "django")
    assert django["purl"] == f"pkg:pypi/django@{django['version']}" and django["version"] == installed("django")
    assert len({part["bom-ref"] for part in told["components"]}) == len(told["components"])


@pytest.mark.parametrize("text", ["", "django==5.2\n", "# only a word\n"])
def test_what_has_no_fingerprint_is_not_told(text):
    with pytest.raises(ValueError, match="no fingerprint"):
        parts_of(text)
