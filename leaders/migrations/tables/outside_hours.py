"""The tables of outside hours, with their constraints."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import communities.records.dates
import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="OutsideHours",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "leader",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="outside_hours",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("title", models.CharField(max_length=60, verbose_name="name of the course")),
            ("organizer", models.CharField(max_length=60, verbose_name="held by")),
            ("held_on", models.DateField(blank=True, null=True, verbose_name="day of the course")),
            ("year", models.PositiveSmallIntegerField(verbose_name="year in which it counts")),
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
                "minutes",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1),
                        django.core.validators.MaxValueValidator(9000),
                    ],
                    verbose_name="minutes",
                ),
            ),
            ("course_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=80)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Hours to be confirmed"),
                        ("confirmed", "Hours confirmed"),
                        ("returned", "Hours returned"),
                        ("withdrawn", "Entry of hours withdrawn"),
                        ("revoked", "Hours taken off"),
                    ],
                    default="pending",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason")),
            ("submitted_at", models.DateTimeField(editable=False, verbose_name="entered at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
            ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided at")),
            (
                "decided_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="decided by",
                ),
            ),
        ],
        options={
            "verbose_name": "hours earned elsewhere",
            "verbose_name_plural": "hours earned elsewhere",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="outside_hours_of_state"),
                models.Index(fields=["region_path", "id"], name="outside_hours_by_place"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["pending", "confirmed", "returned"])),
                    fields=("leader", "course_key"),
                    name="course_elsewhere_once_a_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(("minutes__gte", 1), ("minutes__lte", 9000)), name="outside_hours_in_bounds"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("held_on", None),
                        models.Q(
                            django.db.models.lookups.GreaterThan(
                                communities.records.dates.DayNumber("held_on"),
                                django.db.models.expressions.CombinedExpression(
                                    models.F("year"), "*", models.Value(10000)
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                communities.records.dates.DayNumber("held_on"),
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("year"), "+", models.Value(1)
                                    ),
                                    "*",
                                    models.Value(10000),
                                ),
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="outside_hours_count_in_the_year_of_their_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["confirmed", "returned", "revoked"]), _negated=True),
                        ("decided_by__isnull", False),
                        _connector="OR",
                    ),
                    name="outside_hours_decided_before_they_count",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["returned", "revoked"]), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="outside_hours_refused_with_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="outside_hours_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="outside_hours_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("submitted_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="outside_hours_decided_by_other_than_submitted",
                ),
            ],
        },
    ),
]
