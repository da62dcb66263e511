"""New places of a region file as rows: communities by one statement many times, kinds by name and code."""

from django.db import connection

from communities.regions.models import Level
from communities.regions.models.finding import alias_key

# Half a million rows, whose numbers nobody asks for: what Django prepares for each costs more than all the rest.
INSERT = """
    INSERT INTO communities_region (
        version, parent_id, path, level, kind, name, aliases, code, is_virtual, contact_phone, contact_address,
        contact_hours, issuer, pinyin, initials, building_key, alias_key, sort_number, children_made
    ) VALUES (1, %s, %s, %s, %s, %s, '[]', %s, %s, '', '', '', '', %s, %s, '', %s, 0, 0)
"""


def insert_communities(regions):
    """Like bulk_create for new communities."""
    rows = [
        (row.parent_id, row.path, str(row.level), row.kind, row.name, row.code, row.is_virtual, row.pinyin,
         row.initials, alias_key(row.name, row.aliases))
        for row in regions
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def kind_of(code, name, level):
    """街道, 镇, 乡 … by the ending of the name; 居委会 or 村委会 by the class of the code (国统字〔2009〕91号)."""
    if level == Level.STREET:
        return next((kind for kind in ("街道", "镇", "民族乡", "乡", "苏木") if name.endswith(kind)), "")
    if level == Level.COMMUNITY:
        return "村委会" if code[9:10] in ("2", "3") else "居委会"
    return ""
