"""The tables of ratings, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Score",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "rating",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="scores",
                    to="communities.starrating",
                    verbose_name="star rating",
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="scores",
                    to="communities.indicator",
                    verbose_name="indicator",
                ),
            ),
            (
                "reviewer",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="reviewer",
                ),
            ),
            (
                "points",
                models.PositiveSmallIntegerField(
                    validators=[django.core.validators.MaxValueValidator(100)], verbose_name="points"
                ),
            ),
            ("evidence", models.CharField(max_length=200, verbose_name="evidence")),
            (
                "document",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.document",
                    verbose_name="document",
                ),
            ),
        ],
        options={
            "verbose_name": "score",
            "verbose_name_plural": "scores",
            "ordering": ["indicator__position", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("rating", "indicator", "reviewer"), name="score_once_each_reviewer"),
                models.CheckConstraint(condition=models.Q(("points__lte", 100)), name="score_at_most_100"),
                models.CheckConstraint(condition=models.Q(("evidence", ""), _negated=True), name="score_has_evidence"),
            ],
        },
    ),
]
