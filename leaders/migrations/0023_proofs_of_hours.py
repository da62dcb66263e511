import secrets

from django.db import migrations, models

import leaders.training.models.session

BATCH = 1000


def give_tokens(apps, schema_editor):
    """The years of before get a proof that can be checked as well."""
    model = apps.get_model("leaders", "TrainingYear")
    rows = list(model.objects.filter(proof_token=None).only("pk")[:BATCH])
    while rows:
        for row in rows:
            row.proof_token = secrets.token_urlsafe(16)
        model.objects.bulk_update(rows, ["proof_token"])
        rows = list(model.objects.filter(proof_token=None).only("pk")[:BATCH])


class Migration(migrations.Migration):
    dependencies = [
        ("leaders", "0022_certificate_checks"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingyear",
            name="proof_token",
            field=models.CharField(editable=False, max_length=32, null=True, unique=True),
        ),
        migrations.RunPython(give_tokens, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="trainingyear",
            name="proof_token",
            field=models.CharField(
                default=leaders.training.models.session.new_token,
                editable=False,
                max_length=32,
                null=True,
                unique=True,
            ),
        ),
    ]
