"""The communities of a street as the national table has them: read when a street is served, never loaded as a whole."""

import csv
import gzip
from functools import lru_cache

from communities.regions.region_import import DATA
from communities.regions.region_rows import kind_of

FILE = DATA / "regions_full_community.csv.gz"


@lru_cache(maxsize=64)  # a form is shown, corrected and sent; the table is 5 MB packed and never changes
def communities_of(code):
    """[(code, name, kind)] of the communities below the street with this 12-digit code, in the table's order."""
    if not code:
        return []
    needle = f",community,{code},"
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as source:
        rows = csv.reader([line for line in source if needle in line])
    return [(row[0], row[1], kind_of(row[0], row[1], "community")) for row in rows]
