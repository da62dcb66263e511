"""The tables of departures, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Departure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="departures",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "how",
                models.CharField(
                    choices=[("moved", "Moved away"), ("died", "Passed away")],
                    max_length=5,
                    verbose_name="what happened",
                ),
            ),
            ("left_on", models.DateField(verbose_name="day of the departure")),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="note")),
            (
                "state",
                models.CharField(
                    choices=[("entered", "Entered"), ("taken_back", "Taken back"), ("back", "Came back")],
                    default="entered",
                    editable=False,
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("let_go", models.JSONField(default=list, editable=False)),
            (
                "stage_before",
                models.CharField(
                    choices=[
                        ("nominated", "Nominated"),
                        ("backbone", "Backbone"),
                        ("reserve", "Reserve"),
                        ("leader", "Leader"),
                        ("emeritus", "Emeritus"),
                    ],
                    editable=False,
                    max_length=10,
                ),
            ),
            ("left", models.JSONField(default=list, editable=False)),
            (
                "back_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="why it was taken back"),
            ),
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
            ("taken_back_at", models.DateTimeField(editable=False, null=True, verbose_name="taken back at")),
            (
                "taken_back_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="taken back by",
                ),
            ),
        ],
        options={
            "verbose_name": "departure of a person",
            "verbose_name_plural": "departures of people",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["region_path", "state", "id"], name="departure_of_state")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state", "entered")),
                    fields=("leader",),
                    name="one_standing_departure_per_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("back_reason", ""), ("state", "entered"), ("taken_back_by", None)),
                        models.Q(
                            models.Q(("state", "entered"), _negated=True),
                            ("taken_back_by__isnull", False),
                            models.Q(("back_reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="departure_taken_back_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("state", "back"), _negated=True), ("how", "moved"), _connector="OR"),
                    name="nobody_comes_back_from_death",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="departure_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("taken_back_at", None), ("taken_back_by", None)),
                        models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="departure_taken_back_iff_signed",
                ),
            ],
        },
    ),
]
