"""The tables of ratings, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="RatingScheme",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[("organization", "Organizations"), ("building", "Buildings")],
                    max_length=12,
                    verbose_name="rates",
                ),
            ),
            ("version", models.PositiveSmallIntegerField(verbose_name="version")),
            ("effective_from", models.DateField(verbose_name="in force from")),
            ("star_1", models.PositiveSmallIntegerField(default=50, verbose_name="least total for one star")),
            ("star_2", models.PositiveSmallIntegerField(default=60, verbose_name="least total for two stars")),
            ("star_3", models.PositiveSmallIntegerField(default=70, verbose_name="least total for three stars")),
            ("star_4", models.PositiveSmallIntegerField(default=80, verbose_name="least total for four stars")),
            ("star_5", models.PositiveSmallIntegerField(default=90, verbose_name="least total for five stars")),
        ],
        options={
            "verbose_name": "rating scheme",
            "verbose_name_plural": "rating schemes",
            "ordering": ["kind", "-version"],
            "constraints": [
                models.UniqueConstraint(fields=("kind", "version"), name="rating_scheme_version_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("star_1__gte", 1),
                        ("star_2__gt", models.F("star_1")),
                        ("star_3__gt", models.F("star_2")),
                        ("star_4__gt", models.F("star_3")),
                        ("star_5__gt", models.F("star_4")),
                        ("star_5__lte", 100),
                    ),
                    name="rating_stars_rise",
                    violation_error_message="Each star needs more points than the one before, at most 100.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Indicator",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "scheme",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="indicators",
                    to="communities.ratingscheme",
                    verbose_name="rating scheme",
                ),
            ),
            ("name", models.CharField(max_length=40, verbose_name="indicator")),
            ("hint", models.CharField(blank=True, max_length=120, verbose_name="what to look at")),
            (
                "weight",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1),
                        django.core.validators.MaxValueValidator(100),
                    ],
                    verbose_name="weight",
                ),
            ),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
        ],
        options={
            "verbose_name": "indicator",
            "verbose_name_plural": "indicators",
            "ordering": ["position", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("scheme", "name"), name="indicator_once_in_its_scheme"),
                models.CheckConstraint(
                    condition=models.Q(("weight__gte", 1), ("weight__lte", 100)), name="indicator_weighs_1_to_100"
                ),
            ],
        },
    ),
]
