"""What the program is made of, as CycloneDX 1.5 tells it: every pinned library with its version and fingerprints.

Made of requirements.txt, which is what `./run` installs and nothing else: the libraries of the tests are not served.
"""

import re
from typing import Any

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$")
HASH = re.compile(r"^\s+--hash=sha256:(?P<digest>[0-9a-f]{64})")


def parts_of(text: str) -> list[dict[str, Any]]:
    """The components of a file of pins; raises ValueError for a library without a fingerprint."""
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        if pin := PIN.match(line):
            found.append(_component(pin["name"].lower(), pin["version"], pin["marker"]))
        elif found and (fingerprint := HASH.match(line)):
            # A library has a file for each kind of machine; the fingerprints of all of them are those it may have.
            found[-1]["hashes"].append({"alg": "SHA-256", "content": fingerprint["digest"]})
    bare = [part["name"] for part in found if not part["hashes"]]
    if bare or not found:
        raise ValueError(f"no fingerprint: {', '.join(bare) or 'no library at all'}")
    return found


def _component(name: str, version: str, marker: str | None) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    told = {"properties": [{"name": "python:marker", "value": marker.strip()}]} if marker else {}
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": []} | told


def parts_list(requirements: str, version: str) -> dict[str, Any]:
    """The whole document; the same pins give the same text, so it names no moment."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "community-leader-registry", "version": version}},
        "components": parts_of(requirements),
    }
