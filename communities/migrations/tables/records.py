"""The tables of records, with their constraints."""

from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="SendingCount",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("purpose", models.CharField(max_length=40, verbose_name="form")),
            ("starts_at", models.DateTimeField(verbose_name="span from")),
            ("mark", models.CharField(max_length=32, verbose_name="hashed address")),
            ("times", models.PositiveIntegerField(default=0, verbose_name="times")),
        ],
        options={
            "verbose_name": "count of sendings",
            "verbose_name_plural": "counts of sendings",
            "indexes": [models.Index(fields=["starts_at"], name="sendings_by_age")],
            "constraints": [
                models.UniqueConstraint(fields=("purpose", "starts_at", "mark"), name="sendings_counted_once")
            ],
        },
    ),
]
