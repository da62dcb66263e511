"""The table of rights in the documents is that of the program.

`DJANGO_SETTINGS_MODULE=registry.settings python -m tests.registry.accounts.test_roles_table` writes it anew.
"""

from pathlib import Path

import django
from django.utils.translation import override

from registry.accounts.roles import GRANTS, Permission, Role

FILE = Path(__file__).parents[3] / "docs" / "roles.md"
HEAD = """# Who may do what

Written from `registry/accounts/roles.py`, and held equal to it by a test. A right holds in the place of a posting and all below it, and nowhere else; an administrator
holds all of them everywhere. What each page asks for stands in `tests/test_permissions.py`.

"""


def table():
    with override("en"):
        roles = [str(role.label) for role in Role]
        lines = [f"| Right | {' | '.join(roles)} |", f"| --- |{' :-: |' * len(roles)}"]
        for one in Permission:
            held = ["yes" if one in GRANTS[role] else "–" for role in Role]
            lines.append(f"| {one.label} | {' | '.join(held)} |")
    return HEAD + "\n".join(lines) + "\n"


def test_the_documents_name_the_rights_each_role_has():
    assert FILE.read_text(encoding="utf-8") == table()


if __name__ == "__main__":
    django.setup()
    FILE.write_text(table(), encoding="utf-8")
