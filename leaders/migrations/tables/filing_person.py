"""The person in charge of a filing: a column of communities that points to a post, so it can only follow leaders.

Databases of before have it from communities.0006 or 0009; here it is made for new ones.
"""

import django.db.models.deletion
from django.db import migrations, models


class InCommunities:
    """Runs an operation of this app on a model of communities."""

    def state_forwards(self, app_label, state):
        super().state_forwards("communities", state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards("communities", schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards("communities", schema_editor, from_state, to_state)


class AddField(InCommunities, migrations.AddField):
    pass


class AddConstraint(InCommunities, migrations.AddConstraint):
    pass


OPERATIONS = [
    AddField(
        "filing",
        "appointment",
        models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="filings",
            to="leaders.appointment",
            verbose_name="person in charge",
        ),
    ),
    AddConstraint(
        "filing",
        models.CheckConstraint(
            name="filing_has_one_person_in_charge",
            condition=models.Q(("appointment", None), ("person_name", ""), _connector="OR"),
        ),
    ),
]
