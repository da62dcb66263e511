"""The tables of filings, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from communities.migrations.tables.filings_3 import CONSTRAINTS

OPERATIONS = [
    migrations.CreateModel(
        name="Filing",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="filings",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "street",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="street",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("first", "First filing"),
                        ("renewal", "Renewal"),
                        ("change", "Change of the person in charge"),
                        ("amend", "Change of what is on file"),
                        ("paper", "Filing issued on paper"),
                    ],
                    editable=False,
                    max_length=7,
                    verbose_name="kind of filing",
                ),
            ),
            (
                "previous",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="later",
                    to="communities.filing",
                    verbose_name="filing before it",
                ),
            ),
            (
                "person_name",
                models.CharField(
                    blank=True, max_length=30, verbose_name="name of a person in charge not in the register"
                ),
            ),
            ("new_name", models.CharField(blank=True, max_length=60, verbose_name="new name")),
            (
                "new_region",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="new place",
                ),
            ),
            (
                "new_category",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.category",
                    verbose_name="new category",
                ),
            ),
            (
                "charter_changes",
                models.TextField(blank=True, max_length=300, verbose_name="what changes in the charter"),
            ),
            (
                "center",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="filings",
                    to="communities.servicecenter",
                    verbose_name="service centre",
                ),
            ),
            ("members", models.PositiveIntegerField(editable=False, null=True, verbose_name="members")),
            (
                "purpose",
                models.TextField(blank=True, max_length=500, verbose_name="purpose and summary of the charter"),
            ),
            ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
            ("serial", models.PositiveIntegerField(editable=False, null=True, verbose_name="serial number")),
            ("number", models.CharField(blank=True, editable=False, max_length=60, verbose_name="filing number")),
            ("amended", models.JSONField(default=list, editable=False)),
            ("filed_name", models.CharField(blank=True, editable=False, max_length=60, verbose_name="name as filed")),
            ("issued_by", models.CharField(blank=True, editable=False, max_length=60, verbose_name="issued by")),
            ("token", models.CharField(editable=False, max_length=43, null=True, unique=True)),
            ("valid_from", models.DateField(editable=False, null=True, verbose_name="valid from")),
            ("valid_until", models.DateField(editable=False, null=True, verbose_name="valid until")),
            ("renew_from", models.DateField(editable=False, null=True, verbose_name="renewal from")),
            ("is_standing", models.BooleanField(default=False, editable=False, verbose_name="the one that counts")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft of a filing"),
                        ("submitted", "To be pre-checked"),
                        ("reviewed", "To be decided"),
                        ("returned", "Returned for correction"),
                        ("entered", "Paper filing to be confirmed"),
                        ("filed", "On file"),
                        ("ended", "Filing ended"),
                        ("dropped", "Filing given up"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            (
                "return_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for returning"),
            ),
            (
                "end_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for ending"),
            ),
            ("drafted_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
            (
                "drafted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="drafted by",
                ),
            ),
            ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="submitted at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="submitted by",
                ),
            ),
            ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="pre-checked at")),
            (
                "reviewed_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="pre-checked by",
                ),
            ),
            ("returned_at", models.DateTimeField(editable=False, null=True, verbose_name="returned at")),
            (
                "returned_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="returned by",
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
            ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended at")),
            (
                "ended_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ended by",
                ),
            ),
        ],
        options={
            "verbose_name": "filing",
            "verbose_name_plural": "filings",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="filings_by_place"),
                models.Index(fields=["region_path", "state", "id"], name="filings_by_state"),
                models.Index(
                    condition=models.Q(("is_standing", True)),
                    fields=["region_path", "valid_until", "id"],
                    name="filings_by_end",
                ),
                models.Index(fields=["number"], name="filings_by_number"),
                models.Index(fields=["serial", "year"], name="filings_by_serial"),
            ],
            "constraints": CONSTRAINTS,
        },
    ),
]
