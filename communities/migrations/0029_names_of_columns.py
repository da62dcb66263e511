"""What administrators read above columns that had no name; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0028_paper_filings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="media_type",
            field=models.CharField(editable=False, max_length=20, verbose_name="kind of file"),
        ),
        migrations.AlterField(
            model_name="document",
            name="owner_id",
            field=models.BigIntegerField(editable=False, verbose_name="number of its record"),
        ),
        migrations.AlterField(
            model_name="document",
            name="owner_type",
            field=models.CharField(editable=False, max_length=40, verbose_name="kind of its record"),
        ),
    ]
