"""The tables of modes, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="ManagementDecision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="management_decisions",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "from_mode",
                models.CharField(
                    choices=[
                        ("self_run", "Self-run"),
                        ("key_support", "Key support"),
                        ("center_managed", "Managed by the service centre"),
                    ],
                    editable=False,
                    max_length=14,
                    verbose_name="mode until then",
                ),
            ),
            (
                "to_mode",
                models.CharField(
                    choices=[
                        ("self_run", "Self-run"),
                        ("key_support", "Key support"),
                        ("center_managed", "Managed by the service centre"),
                    ],
                    max_length=14,
                    verbose_name="new mode",
                ),
            ),
            (
                "center",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="management_decisions",
                    to="communities.servicecenter",
                    verbose_name="service centre",
                ),
            ),
            ("reason", models.CharField(max_length=300, verbose_name="reason")),
            ("document_number", models.CharField(max_length=60, verbose_name="document number")),
            ("document_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=60)),
            ("effective_on", models.DateField(verbose_name="counts from")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Proposed"),
                        ("decided", "Decided"),
                        ("returned", "Returned"),
                        ("withdrawn", "Proposal withdrawn"),
                    ],
                    default="pending",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            (
                "return_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for returning"),
            ),
            ("proposed_at", models.DateTimeField(editable=False, verbose_name="proposed at")),
            (
                "proposed_by",
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
        ],
        options={
            "verbose_name": "change of management mode",
            "verbose_name_plural": "changes of management mode",
            "ordering": ["-effective_on", "-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="management_of_state"),
                models.Index(fields=["region_path", "effective_on"], name="management_by_day"),
                models.Index(fields=["document_key"], name="management_by_number"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="management_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(("from_mode", models.F("to_mode")), _negated=True),
                    name="management_changes_the_mode",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("center__isnull", False), ("to_mode", "center_managed")),
                        models.Q(models.Q(("to_mode", "center_managed"), _negated=True), ("center", None)),
                        _connector="OR",
                    ),
                    name="management_names_a_center_iff_it_manages",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "pending")),
                    fields=("organization",),
                    name="one_pending_management_change_per_organization",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="management_not_decided_by_its_proposer",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "returned"), models.Q(("return_reason", ""), _negated=True)),
                        models.Q(models.Q(("state", "returned"), _negated=True), ("return_reason", "")),
                        _connector="OR",
                    ),
                    name="management_returned_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None), ("state", "pending")),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("state__in", ["decided", "returned"]),
                        ),
                        ("state", "withdrawn"),
                        _connector="OR",
                    ),
                    name="management_decided_iff_signed",
                ),
            ],
        },
    ),
]
