"""The tables of closings, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Closing",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="closings",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("reason", models.CharField(max_length=300, verbose_name="reason")),
            ("needs_second", models.BooleanField(default=True, editable=False, verbose_name="a second person decides")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("proposed", "Closing to be decided"),
                        ("agreed", "Closed"),
                        ("returned", "Closing not agreed to"),
                        ("withdrawn", "Proposal withdrawn"),
                        ("taken_back", "Closing taken back"),
                    ],
                    default="proposed",
                    editable=False,
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            (
                "return_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for returning"),
            ),
            ("was_published", models.BooleanField(default=False, editable=False)),
            ("closed_on", models.DateField(editable=False, null=True, verbose_name="closed on")),
            ("let_go", models.JSONField(default=list, editable=False)),
            (
                "take_back_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="why it was taken back"),
            ),
            ("left", models.JSONField(default=list, editable=False)),
            ("submitted_at", models.DateTimeField(editable=False, verbose_name="proposed at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="proposed by",
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
            "verbose_name": "closing of an organization",
            "verbose_name_plural": "closings of organizations",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["region_path", "state", "id"], name="closing_of_state")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state", "proposed")),
                    fields=("organization",),
                    name="one_proposed_closing_per_organization",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["agreed", "taken_back"]), _negated=True),
                        ("needs_second", False),
                        ("decided_by__isnull", False),
                        _connector="OR",
                    ),
                    name="closing_of_an_established_group_is_decided",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closed_on__isnull", False), ("state__in", ["agreed", "taken_back"])),
                        models.Q(models.Q(("state__in", ["agreed", "taken_back"]), _negated=True), ("closed_on", None)),
                        _connector="OR",
                    ),
                    name="closing_dated_iff_closed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "returned"), models.Q(("return_reason", ""), _negated=True)),
                        models.Q(models.Q(("state", "returned"), _negated=True), ("return_reason", "")),
                        _connector="OR",
                    ),
                    name="closing_returned_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state", "taken_back"),
                            ("taken_back_by__isnull", False),
                            models.Q(("take_back_reason", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("state", "taken_back"), _negated=True),
                            ("take_back_reason", ""),
                            ("taken_back_by", None),
                        ),
                        _connector="OR",
                    ),
                    name="closing_taken_back_iff_reasoned",
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="closing_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="closing_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("submitted_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="closing_decided_by_other_than_submitted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("taken_back_at", None), ("taken_back_by", None)),
                        models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="closing_taken_back_iff_signed",
                ),
            ],
        },
    ),
]
