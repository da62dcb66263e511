"""The tables of support, with their constraints."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import communities.records.money
import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="Support",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="supports",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("venue", "Room"),
                        ("staff", "Full-time staff"),
                        ("funds", "Money"),
                        ("equipment", "Equipment"),
                        ("competition", "Taking part in competitions"),
                        ("service", "Purchase of services"),
                    ],
                    max_length=11,
                    verbose_name="kind of support",
                ),
            ),
            ("title", models.CharField(max_length=80, verbose_name="what is given")),
            (
                "year",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(2000),
                        django.core.validators.MaxValueValidator(2100),
                    ],
                    verbose_name="budget year",
                ),
            ),
            (
                "applied",
                communities.records.money.YuanField(
                    blank=True,
                    default=Decimal("0.00"),
                    validators=[django.core.validators.MinValueValidator(Decimal("0.00"))],
                    verbose_name="amount applied for (yuan)",
                ),
            ),
            (
                "granted",
                communities.records.money.YuanField(
                    default=Decimal("0.00"),
                    validators=[django.core.validators.MinValueValidator(Decimal("0.00"))],
                    verbose_name="amount granted (yuan)",
                ),
            ),
            (
                "used",
                communities.records.money.YuanField(
                    default=Decimal("0.00"), editable=False, verbose_name="used (yuan)"
                ),
            ),
            (
                "returned",
                communities.records.money.YuanField(
                    default=Decimal("0.00"), editable=False, verbose_name="given back (yuan)"
                ),
            ),
            ("budget_source", models.CharField(blank=True, max_length=60, verbose_name="budget source")),
            ("document_number", models.CharField(blank=True, max_length=40, verbose_name="document number")),
            ("document_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=60)),
            ("period_from", models.DateField(verbose_name="from day")),
            ("period_until", models.DateField(verbose_name="until day")),
            ("contact", models.CharField(blank=True, max_length=60, verbose_name="who looks after it")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Awaiting confirmation"),
                        ("returned", "Returned"),
                        ("granted", "Granted"),
                        ("closed", "Settled"),
                        ("cancelled", "Withdrawn"),
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
            ("region_path", models.CharField(editable=False, max_length=40)),
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
            "verbose_name": "support",
            "verbose_name_plural": "support",
            "indexes": [
                models.Index(fields=["region_path", "-period_from", "-id"], name="support_by_day"),
                models.Index(fields=["region_path", "state", "kind"], name="support_of_state"),
                models.Index(fields=["region_path", "year", "kind"], name="support_of_year"),
                models.Index(fields=["organization", "-period_from"], name="support_of_group"),
                models.Index(fields=["document_key"], name="support_by_number"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "granted__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("used"), "+", models.F("returned")
                            ),
                        ),
                        ("returned__gte", 0),
                        ("used__gte", 0),
                    ),
                    name="support_never_over_the_grant",
                ),
                models.CheckConstraint(
                    condition=models.Q(("granted", 0), models.Q(("budget_source", ""), _negated=True), _connector="OR"),
                    name="support_money_has_a_source",
                ),
                models.CheckConstraint(
                    condition=models.Q(("period_until__gte", models.F("period_from"))), name="support_runs_forward"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("granted", 0),
                        models.Q(("state__in", ["granted", "closed"]), _negated=True),
                        models.Q(
                            ("decided_by__isnull", False),
                            models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="support_money_confirmed_by_a_second_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="support_decided_iff_signed",
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="support_has_path"),
                models.CheckConstraint(
                    condition=models.Q(("applied__gte", models.F("granted"))),
                    name="support_grant_within_what_was_applied_for",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SupportEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "support",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="entries",
                    to="communities.support",
                    verbose_name="support",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "kind",
                models.CharField(
                    choices=[("used", "Used"), ("returned", "Given back")], max_length=8, verbose_name="kind of line"
                ),
            ),
            (
                "amount",
                communities.records.money.YuanField(
                    validators=[django.core.validators.MinValueValidator(Decimal("0.01"))], verbose_name="amount (yuan)"
                ),
            ),
            ("booked_on", models.DateField(verbose_name="day")),
            ("what_for", models.CharField(max_length=80, verbose_name="what for")),
            (
                "reverses",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reversed_by",
                    to="communities.supportentry",
                    verbose_name="takes back",
                ),
            ),
            ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
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
            "verbose_name": "ledger line",
            "verbose_name_plural": "ledger lines",
            "ordering": ["booked_on", "id"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="ledger_line_is_positive"),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="supportentry_has_path"
                ),
            ],
            "indexes": [models.Index(fields=["region_path", "-booked_on", "-id"], name="ledger_line_by_day")],
        },
    ),
]
