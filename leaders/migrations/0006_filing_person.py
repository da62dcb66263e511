from django.db import migrations

from leaders.migrations.tables import filing_person


class UnlessThere(migrations.SeparateDatabaseAndState):
    """A database of release 1.1.0 has the column and its constraint from communities.0006."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model("communities", "Filing")._meta.db_table
        with schema_editor.connection.cursor() as cursor:
            columns = schema_editor.connection.introspection.get_table_description(cursor, table)
        if not any(column.name == "appointment_id" for column in columns):
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("leaders", "0005_incentives"), ("communities", "0008_notices")]
    operations = [
        UnlessThere(database_operations=filing_person.OPERATIONS, state_operations=filing_person.OPERATIONS),
    ]
