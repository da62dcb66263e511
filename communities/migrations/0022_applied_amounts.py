from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import migrations, models
from django.db.models import F, Q

from communities.records.money import YuanField


def as_granted(apps, schema_editor):
    """Of what was entered before, nobody knows what was asked for; what was granted stands for it."""
    apps.get_model("communities", "Support").objects.update(applied=F("granted"))
    # PostgreSQL alters no table of which rows still wait to be checked.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("communities", "0021_rooms_of_activities")]

    operations = [
        migrations.AddField(
            "support",
            "applied",
            YuanField(
                blank=True,
                default=Decimal("0.00"),
                validators=[MinValueValidator(Decimal("0.00"))],
                verbose_name="amount applied for (yuan)",
            ),
        ),
        migrations.RunPython(as_granted, migrations.RunPython.noop),
        migrations.AddIndex(
            "supportentry", models.Index(name="ledger_line_by_day", fields=["region_path", "-booked_on", "-id"])
        ),
        migrations.AddConstraint(
            "support",
            models.CheckConstraint(
                name="support_grant_within_what_was_applied_for", condition=Q(applied__gte=F("granted"))
            ),
        ),
    ]
