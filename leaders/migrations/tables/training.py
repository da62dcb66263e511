"""The tables of training, with their constraints."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import leaders.training.models.session

OPERATIONS = [
    migrations.CreateModel(
        name="TrainingSession",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("title", models.CharField(max_length=60, verbose_name="name of the session")),
            (
                "content_area",
                models.CharField(
                    choices=[
                        ("horizon", "Widening the horizon"),
                        ("ethics", "Ethics and mass-work methods"),
                        ("knowledge", "Theory, policy, law and science"),
                    ],
                    max_length=10,
                    verbose_name="content area",
                ),
            ),
            (
                "format",
                models.CharField(
                    choices=[
                        ("lecture", "Lecture"),
                        ("visit", "Study visit"),
                        ("seminar", "Seminar"),
                        ("online", "Online session"),
                        ("other", "Other form"),
                    ],
                    max_length=10,
                    verbose_name="form of training",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="training_sessions",
                    to="communities.region",
                    verbose_name="offered to the people of",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("starts_at", models.DateTimeField(verbose_name="begins at")),
            (
                "minutes",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(15),
                        django.core.validators.MaxValueValidator(3000),
                    ],
                    verbose_name="length in minutes",
                ),
            ),
            ("place", models.CharField(max_length=60, verbose_name="place")),
            ("trainer", models.CharField(blank=True, max_length=60, verbose_name="trainer")),
            (
                "capacity",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1),
                        django.core.validators.MaxValueValidator(500),
                    ],
                    verbose_name="number of places",
                ),
            ),
            ("description", models.TextField(blank=True, max_length=500, verbose_name="what it is about")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("planned", "Open for enrolment"),
                        ("closed", "Enrolment closed"),
                        ("done", "Held and completed"),
                        ("cancelled", "Session cancelled"),
                    ],
                    default="planned",
                    editable=False,
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            (
                "cancel_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for cancelling"),
            ),
            ("enrolled", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="enrolled")),
            ("queue_made", models.PositiveIntegerField(default=0, editable=False)),
            ("newest_first", models.BigIntegerField(editable=False)),
            ("ended_links", models.JSONField(default=dict, editable=False)),
            (
                "feedback_token",
                models.CharField(
                    default=leaders.training.models.session.new_token, editable=False, max_length=32, unique=True
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            (
                "created_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
        ],
        options={
            "verbose_name": "training session",
            "verbose_name_plural": "training sessions",
            "ordering": ["newest_first", "id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "starts_at", "id"], name="training_by_start"),
                models.Index(fields=["region_path", "newest_first", "id"], name="training_newest"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="training_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(("enrolled__lte", models.F("capacity"))),
                    name="training_enrolled_within_capacity",
                ),
                models.CheckConstraint(
                    condition=models.Q(("capacity__gte", 1), ("capacity__lte", 500)), name="training_capacity_in_bounds"
                ),
                models.CheckConstraint(
                    condition=models.Q(("minutes__gte", 15), ("minutes__lte", 3000)), name="training_minutes_in_bounds"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "cancelled"), models.Q(("cancel_reason", ""), _negated=True)),
                        models.Q(models.Q(("state", "cancelled"), _negated=True), ("cancel_reason", "")),
                        _connector="OR",
                    ),
                    name="training_cancelled_iff_reasoned",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="TrainingYear",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="training_years",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "horizon",
                models.PositiveIntegerField(default=0, editable=False, verbose_name="minutes: widening the horizon"),
            ),
            (
                "ethics",
                models.PositiveIntegerField(
                    default=0, editable=False, verbose_name="minutes: ethics and mass-work methods"
                ),
            ),
            (
                "knowledge",
                models.PositiveIntegerField(
                    default=0, editable=False, verbose_name="minutes: theory, policy, law and science"
                ),
            ),
            ("minutes", models.PositiveIntegerField(default=0, editable=False, verbose_name="minutes in all")),
            (
                "proof_token",
                models.CharField(
                    default=leaders.training.models.session.new_token,
                    editable=False,
                    max_length=32,
                    null=True,
                    unique=True,
                ),
            ),
            (
                "elsewhere",
                models.PositiveIntegerField(default=0, editable=False, verbose_name="minutes earned elsewhere"),
            ),
        ],
        options={
            "verbose_name": "training year",
            "verbose_name_plural": "training years",
            "ordering": ["-year"],
            "indexes": [models.Index(fields=["year", "region_path"], name="training_year_by_place")],
            "constraints": [
                models.UniqueConstraint(fields=("leader", "year"), name="one_training_year_a_person"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "minutes",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("horizon"), "+", models.F("ethics")
                                ),
                                "+",
                                models.F("knowledge"),
                            ),
                        )
                    ),
                    name="training_year_is_the_sum_of_its_areas",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="training_year_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(("elsewhere__lte", models.F("minutes"))),
                    name="training_year_elsewhere_is_a_part",
                ),
            ],
        },
    ),
]
