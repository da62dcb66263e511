"""Drafts are named after their page."""

from django.db import migrations


def rename(apps, schema_editor):
    apps.get_model("accounts", "FormDraft").objects.filter(form="leader-create").update(form="leaders:leader-create")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sent_forms")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
