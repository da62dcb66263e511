"""A settled support is called settled, one taken out of the sums withdrawn; no row changes."""

from django.db import migrations, models

STATES = [
    ("pending", "Awaiting confirmation"),
    ("returned", "Returned"),
    ("granted", "Granted"),
    ("closed", "Settled"),
    ("cancelled", "Withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [("communities", "0031_changes_left_out")]

    operations = [
        migrations.AlterField(
            model_name="support",
            name="state",
            field=models.CharField(
                choices=STATES, default="pending", editable=False, max_length=9, verbose_name="state"
            ),
        ),
    ]
