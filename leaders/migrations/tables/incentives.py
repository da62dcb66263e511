"""The tables of incentives, with their constraints."""

import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="CertificateCounter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "street",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="street",
                ),
            ),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
        ],
        options={
            "verbose_name": "certificate counter",
            "verbose_name_plural": "certificate counters",
            "constraints": [models.UniqueConstraint(fields=("street", "year"), name="certificates_counted_once")],
        },
    ),
]
