"""Several buildings written in one cell."""

import re

from communities.text.buildings import BEFORE, TO, UNITS
from communities.text.names import place_name

LONGEST_RUN = 200
RUN = re.compile(rf"^{BEFORE}第?(\d+)\s*{UNITS}?\s*{TO}\s*(?P=before)?第?(\d+)\s*{UNITS}?$", re.IGNORECASE)
UNIT = re.compile(r"(?:号楼|号|幢|栋|座|楼|#)$")
LISTED = re.compile(r"\s*[、,，;；]\s*|(?<=[号楼幢栋座#])\s+(?=\d)")
ONE = r"第?[A-Za-z]?\d{1,5}(?!\d)\s*(?:号楼|号|幢|栋|座|楼|#)?"
SEVERAL = re.compile(rf"(\D*?)({ONE}(?:\s*(?:[、,，;；]|[-–—~～至到]|(?<=[号楼幢栋座#])\s)\s*{ONE})+)(?:楼组)?")


def each_building(text):
    """康城一期3号楼 and 康城一期4号楼 of “康城一期3、4号楼”; of 5号-7号 all three; [] of one building or an address."""
    typed = place_name(text)
    if not (match := SEVERAL.fullmatch(typed)):
        return []
    before, parts = match[1], [part for part in LISTED.split(match[2]) if part]
    ends = [unit[0] for part in parts if (unit := UNIT.search(part))]
    found = []
    for part in parts:
        unit = UNIT.search(part)
        wanted = unit[0] if unit else (ends[-1] if ends else "")
        if run := RUN.match(part):
            first, last = int(run[2]), int(run[3])
            if not (wanted and first < last <= first + LONGEST_RUN):
                return []
            found += [f"{before}{run[1]}{number}{wanted}" for number in range(first, last + 1)]
        else:
            found.append(before + (part if unit else part + wanted))
    return found if ends else []
