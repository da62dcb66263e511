"""To which other office a file was given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_place_changes")]

    operations = [
        migrations.AddField(
            model_name="readlog",
            name="recipient",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="given to"),
            preserve_default=False,
        ),
    ]
