"""The tables of filings, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.records.money

OPERATIONS = [
    migrations.CreateModel(
        name="YearlyReport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reports",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "year",
                models.PositiveSmallIntegerField(
                    editable=False,
                    validators=[
                        django.core.validators.MinValueValidator(1990),
                        django.core.validators.MaxValueValidator(2100),
                    ],
                    verbose_name="year",
                ),
            ),
            ("summary", models.TextField(max_length=1000, verbose_name="what was done in the year")),
            (
                "activities",
                models.PositiveIntegerField(
                    validators=[django.core.validators.MaxValueValidator(10000)], verbose_name="number of activities"
                ),
            ),
            (
                "members",
                models.PositiveIntegerField(
                    validators=[django.core.validators.MaxValueValidator(100000)],
                    verbose_name="members at the end of the year",
                ),
            ),
            (
                "income",
                communities.records.money.YuanField(
                    validators=[django.core.validators.MinValueValidator(0)], verbose_name="income in yuan"
                ),
            ),
            (
                "expense",
                communities.records.money.YuanField(
                    validators=[django.core.validators.MinValueValidator(0)], verbose_name="expense in yuan"
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("submitted", "Report to be accepted"),
                        ("accepted", "Report accepted"),
                        ("returned", "Report returned"),
                        ("dropped", "Report given up"),
                    ],
                    default="submitted",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            (
                "return_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for returning"),
            ),
            ("submitted_at", models.DateTimeField(editable=False, verbose_name="submitted at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="submitted by",
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
            "verbose_name": "yearly report",
            "verbose_name_plural": "yearly reports",
            "ordering": ["-year", "-id"],
            "indexes": [models.Index(fields=["region_path", "year", "id"], name="reports_by_place")],
            "constraints": [
                models.UniqueConstraint(fields=("organization", "year"), name="one_report_a_year"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="report_not_decided_by_its_submitter",
                ),
                models.CheckConstraint(
                    condition=models.Q(("expense__gte", 0), ("income__gte", 0)), name="report_money_not_negative"
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="report_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None), ("state", "submitted")),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("state__in", ["accepted", "returned"]),
                        ),
                        ("state", "dropped"),
                        _connector="OR",
                    ),
                    name="report_decided_iff_signed",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="FilingCounter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "street",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="street",
                ),
            ),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            ("last", models.PositiveIntegerField(default=0, verbose_name="last number issued")),
        ],
        options={
            "verbose_name": "counter of filings",
            "verbose_name_plural": "counters of filings",
            "ordering": ["street", "year"],
            "constraints": [
                models.UniqueConstraint(fields=("street", "year"), name="one_filing_counter_a_street_and_year")
            ],
        },
    ),
]
