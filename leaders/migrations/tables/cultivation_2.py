"""The tables of cultivation, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="SuccessionPlan",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "appointment",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="succession_plan",
                    to="leaders.appointment",
                    verbose_name="appointment",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("planned_on", models.DateField(verbose_name="day of the choice")),
            ("arranger", models.CharField(max_length=30, verbose_name="arranged by")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
            (
                "made_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="written by",
                ),
            ),
            ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="done at")),
            (
                "done_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="closed by",
                ),
            ),
            ("outcome", models.CharField(blank=True, editable=False, max_length=200, verbose_name="outcome")),
        ],
        options={
            "verbose_name": "succession plan",
            "verbose_name_plural": "succession plans",
            "indexes": [
                models.Index(
                    condition=models.Q(("done_at", None)),
                    fields=["region_path", "planned_on"],
                    name="succession_plans_due",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="succession_plan_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("done_at", None), ("done_by", None)),
                        models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="succession_done_iff_signed",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SuccessionCandidate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="candidacies", to="leaders.successionplan"
                ),
            ),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="candidacies",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("slot", models.PositiveSmallIntegerField()),
        ],
        options={
            "verbose_name": "candidate",
            "verbose_name_plural": "candidates",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("slot__gte", 1), ("slot__lte", 5)), name="at_most_five_candidates"
                ),
                models.UniqueConstraint(fields=("plan", "slot"), name="one_candidate_a_slot"),
                models.UniqueConstraint(fields=("plan", "leader"), name="candidate_once_in_a_plan"),
            ],
        },
    ),
]
