"""The tables of satisfaction, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="SatisfactionAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "organization",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="satisfaction",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "building",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="satisfaction",
                    to="communities.region",
                    verbose_name="building",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "score",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1),
                        django.core.validators.MaxValueValidator(5),
                    ],
                    verbose_name="satisfaction with the service",
                ),
            ),
            ("month", models.DateField(editable=False, verbose_name="month")),
        ],
        options={
            "verbose_name": "satisfaction answer",
            "verbose_name_plural": "satisfaction answers",
            "indexes": [
                models.Index(fields=["organization", "month"], name="satisfaction_of_group"),
                models.Index(fields=["building", "month"], name="satisfaction_of_building"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("building", None), ("organization__isnull", False)),
                        models.Q(("building__isnull", False), ("organization", None)),
                        _connector="OR",
                    ),
                    name="satisfaction_with_one_service",
                ),
                models.CheckConstraint(
                    condition=models.Q(("score__gte", 1), ("score__lte", 5)), name="satisfaction_from_1_to_5"
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="satisfaction_has_path"
                ),
            ],
        },
    ),
]
