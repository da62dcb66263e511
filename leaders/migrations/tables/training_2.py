"""The tables of training, with their constraints."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import communities.text.digits

OPERATIONS = [
    migrations.CreateModel(
        name="Enrolment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "session",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="enrolments",
                    to="leaders.trainingsession",
                    verbose_name="training session",
                ),
            ),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="enrolments",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("enrolled", "Has a place"),
                        ("waiting", "On the waiting list"),
                        ("withdrawn", "Enrolment withdrawn"),
                    ],
                    editable=False,
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            (
                "position",
                models.PositiveIntegerField(editable=False, null=True, verbose_name="number on the waiting list"),
            ),
            ("enrolled_at", models.DateTimeField(editable=False, verbose_name="enrolled at")),
            (
                "enrolled_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="enrolled by",
                ),
            ),
            (
                "attendance",
                models.CharField(
                    blank=True,
                    choices=[
                        ("present", "Present"),
                        ("late", "Came late"),
                        ("leave", "On leave"),
                        ("absent", "Absent"),
                    ],
                    editable=False,
                    max_length=8,
                    verbose_name="attendance",
                ),
            ),
            ("minutes", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="minutes credited")),
            ("session_minutes", models.PositiveSmallIntegerField(default=0, editable=False)),
            ("marked_at", models.DateTimeField(editable=False, null=True, verbose_name="marked at")),
            (
                "marked_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="marked by",
                ),
            ),
            (
                "correction",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for the correction"),
            ),
            ("corrected_at", models.DateTimeField(editable=False, null=True, verbose_name="corrected at")),
            (
                "corrected_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="corrected by",
                ),
            ),
        ],
        options={
            "verbose_name": "enrolment",
            "verbose_name_plural": "enrolments",
            "ordering": ["id"],
            "indexes": [models.Index(fields=["leader", "state", "attendance"], name="enrolment_of_person")],
            "constraints": [
                models.UniqueConstraint(
                    fields=("session", "leader"),
                    name="enrolled_once_in_a_session",
                    violation_error_message="This person is enrolled already.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("position__isnull", False)),
                    fields=("session", "position"),
                    name="one_at_each_number_of_the_waiting_list",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("position__isnull", False), ("state", "waiting")),
                        models.Q(("position", None), ("state__in", ["enrolled", "withdrawn"])),
                        _connector="OR",
                    ),
                    name="enrolment_waits_iff_numbered",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("attendance", ""), ("marked_at", None), ("marked_by", None)),
                        models.Q(
                            models.Q(("attendance", ""), _negated=True),
                            ("marked_at__isnull", False),
                            ("marked_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="enrolment_marked_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state", "enrolled"), ("attendance", ""), _connector="OR"),
                    name="only_the_enrolled_are_marked",
                ),
                models.CheckConstraint(
                    condition=models.Q(("attendance__in", ["present", "late"]), ("minutes", 0), _connector="OR"),
                    name="only_who_came_is_credited",
                ),
                models.CheckConstraint(
                    condition=models.Q(("minutes__lte", models.F("session_minutes"))),
                    name="credited_at_most_the_session",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("corrected_at", None), ("corrected_by", None), ("correction", "")),
                        models.Q(
                            models.Q(("correction", ""), _negated=True),
                            ("corrected_at__isnull", False),
                            ("corrected_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="correction_signed_and_reasoned",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="TrainingFeedback",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "session",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="feedback",
                    to="leaders.trainingsession",
                    verbose_name="training session",
                ),
            ),
            (
                "usefulness",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1),
                        django.core.validators.MaxValueValidator(5),
                    ],
                    verbose_name="usefulness",
                ),
            ),
            (
                "words",
                models.CharField(
                    blank=True,
                    max_length=200,
                    validators=[communities.text.digits.refuse_text],
                    verbose_name="suggestion",
                ),
            ),
            ("sheet", models.CharField(editable=False, max_length=32)),
            ("given_on", models.DateField(default=django.utils.timezone.localdate, editable=False)),
        ],
        options={
            "verbose_name": "training feedback",
            "verbose_name_plural": "training feedback",
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(fields=("session", "sheet"), name="one_answer_a_sheet"),
                models.CheckConstraint(
                    condition=models.Q(("usefulness__gte", 1), ("usefulness__lte", 5)),
                    name="usefulness_from_one_to_five",
                ),
            ],
        },
    ),
]
