"""The tables of postings, with their constraints."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Posting",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="postings",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="postings",
                    related_query_name="posting",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            (
                "role",
                models.CharField(
                    choices=[
                        ("worker", "Community worker"),
                        ("office", "Street clerk"),
                        ("manager", "Street manager"),
                        ("overseer", "District overseer"),
                    ],
                    max_length=10,
                    verbose_name="role",
                ),
            ),
            ("started_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
        ],
        options={
            "verbose_name": "posting",
            "verbose_name_plural": "postings",
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("ended_on", None)),
                    fields=("user", "region", "role"),
                    name="posting_open_once",
                    violation_error_message="This person holds this posting already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                    name="posting_ends_after_it_starts",
                ),
            ],
        },
    ),
]
