"""What administrators read above columns that had no name; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaders", "0029_withdrawn_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="leader",
            name="has_pending",
            field=models.BooleanField(default=False, editable=False, verbose_name="has a pending appointment"),
        ),
        migrations.AlterField(
            model_name="leader",
            name="leads_building",
            field=models.BooleanField(default=False, editable=False, verbose_name="building head today"),
        ),
        migrations.AlterField(
            model_name="leader",
            name="leads_estate",
            field=models.BooleanField(default=False, editable=False, verbose_name="committee chair today"),
        ),
        migrations.AlterField(
            model_name="leader",
            name="leads_opinion",
            field=models.BooleanField(default=False, editable=False, verbose_name="opinion leader today"),
        ),
        migrations.AlterField(
            model_name="leader",
            name="leads_team",
            field=models.BooleanField(default=False, editable=False, verbose_name="team leader today"),
        ),
        migrations.AlterField(
            model_name="stagestep",
            name="is_last",
            field=models.BooleanField(default=True, editable=False, verbose_name="newest step"),
        ),
    ]
