"""The tables of oversight, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Inspection",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="inspections",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("inspected_on", models.DateField(verbose_name="inspected on")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("yearly", "Yearly inspection"),
                        ("spot", "Spot check"),
                        ("safety", "Safety inspection"),
                        ("other", "Other inspection"),
                    ],
                    max_length=6,
                    verbose_name="kind of inspection",
                ),
            ),
            ("findings", models.TextField(max_length=500, verbose_name="findings")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("passed", "Passed"),
                        ("to_rectify", "To be rectified"),
                        ("rectified", "Rectified"),
                        ("lapsed", "Lapsed with the closing of the group"),
                    ],
                    editable=False,
                    max_length=10,
                    verbose_name="result",
                ),
            ),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="to be rectified by")),
            ("rectified_on", models.DateField(blank=True, editable=False, null=True, verbose_name="rectified on")),
            (
                "rectification",
                models.CharField(blank=True, editable=False, max_length=300, verbose_name="what was done"),
            ),
            ("checked_at", models.DateTimeField(editable=False, null=True, verbose_name="checked at")),
            (
                "checked_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="checked by",
                ),
            ),
            ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            (
                "entered_by",
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
            "verbose_name": "inspection",
            "verbose_name_plural": "inspections",
            "ordering": ["-inspected_on", "-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "inspected_on", "id"], name="inspection_of_state"),
                models.Index(
                    condition=models.Q(("state", "to_rectify")),
                    fields=["region_path", "due_on", "id"],
                    name="inspection_due",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="inspection_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("due_on", None), ("state", "passed")),
                        models.Q(
                            ("due_on__gte", models.F("inspected_on")),
                            ("state__in", ["to_rectify", "rectified", "lapsed"]),
                        ),
                        _connector="OR",
                    ),
                    name="inspection_due_iff_something_is_to_rectify",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("checked_at__isnull", False),
                            ("checked_by__isnull", False),
                            ("rectified_on__gte", models.F("inspected_on")),
                            ("state", "rectified"),
                            models.Q(("rectification", ""), _negated=True),
                        ),
                        models.Q(
                            ("checked_at", None),
                            ("checked_by", None),
                            ("rectification", ""),
                            ("rectified_on", None),
                            ("state__in", ["passed", "to_rectify", "lapsed"]),
                        ),
                        _connector="OR",
                    ),
                    name="inspection_rectified_iff_checked",
                ),
            ],
        },
    ),
]
