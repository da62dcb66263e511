"""What the office declined of a national table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.text.fields


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0030_slots_in_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftOutChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mark",
                    communities.text.fields.KeyField(
                        blank=True, default="", editable=False, max_length=160, unique=True
                    ),
                ),
                ("change", models.JSONField(editable=False)),
                ("left_out_at", models.DateTimeField(auto_now_add=True, verbose_name="left out at")),
                (
                    "left_out_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="left out by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change left out of a national table",
                "verbose_name_plural": "changes left out of national tables",
                "ordering": ["-id"],
            },
        ),
    ]
