"""The tables of earlier honours, with their constraints."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import communities.records.dates
import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="EarlierHonour",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "leader",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="earlier_honours",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("title", models.CharField(max_length=60, verbose_name="name of the honour")),
            ("issuer", models.CharField(max_length=60, verbose_name="given by")),
            (
                "level",
                models.CharField(
                    choices=[
                        ("national", "National"),
                        ("province", "Province or municipality"),
                        ("city", "City or prefecture"),
                        ("district", "District or county"),
                        ("street", "Street or town"),
                        ("community", "Community"),
                        ("other", "An association, an enterprise, others"),
                    ],
                    max_length=9,
                    verbose_name="level",
                ),
            ),
            ("given_on", models.DateField(blank=True, null=True, verbose_name="day it was given")),
            ("year", models.PositiveSmallIntegerField(verbose_name="year it was given")),
            ("document_number", models.CharField(blank=True, max_length=40, verbose_name="number of its paper")),
            ("honour_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=140)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Honour to be confirmed"),
                        ("confirmed", "Honour confirmed"),
                        ("returned", "Honour returned"),
                        ("withdrawn", "Entry of an honour withdrawn"),
                        ("revoked", "Honour struck out"),
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
            "verbose_name": "honour given before",
            "verbose_name_plural": "honours given before",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="earlier_honour_of_state"),
                models.Index(fields=["region_path", "id"], name="earlier_honour_by_place"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["pending", "confirmed", "returned"])),
                    fields=("leader", "honour_key"),
                    name="earlier_honour_once_a_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("given_on", None),
                        models.Q(
                            django.db.models.lookups.GreaterThan(
                                communities.records.dates.DayNumber("given_on"),
                                django.db.models.expressions.CombinedExpression(
                                    models.F("year"), "*", models.Value(10000)
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                communities.records.dates.DayNumber("given_on"),
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
                    name="earlier_honour_day_in_its_year",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["confirmed", "returned", "revoked"]), _negated=True),
                        ("decided_by__isnull", False),
                        _connector="OR",
                    ),
                    name="earlier_honour_decided_before_it_counts",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["returned", "revoked"]), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="earlier_honour_refused_with_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="earlier_honour_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="earlier_honour_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("submitted_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="earlier_honour_decided_by_other_than_submitted",
                ),
            ],
        },
    ),
]
