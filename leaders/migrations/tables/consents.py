"""The tables of consents, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="ConsentText",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="version")),
            ("body", models.TextField(verbose_name="text")),
            ("effective_from", models.DateField(verbose_name="in force from")),
        ],
        options={
            "verbose_name": "consent text",
            "verbose_name_plural": "consent texts",
            "ordering": ["-version"],
        },
    ),
    migrations.CreateModel(
        name="Consent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="consents",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            (
                "field",
                models.CharField(
                    choices=[
                        ("name", "Full name"),
                        ("photo", "Photo"),
                        ("biography", "Biography"),
                        ("honours", "Honours"),
                    ],
                    max_length=10,
                    verbose_name="what may be shown",
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="consents",
                    to="leaders.consenttext",
                    verbose_name="text",
                ),
            ),
            (
                "form",
                models.CharField(
                    choices=[
                        ("paper", "Signed on paper"),
                        ("assisted", "Signed with a witness's help"),
                        ("desk", "At the desk, in person"),
                    ],
                    max_length=8,
                    verbose_name="form",
                ),
            ),
            ("witness", models.CharField(blank=True, max_length=30, verbose_name="witness")),
            ("given_on", models.DateField(verbose_name="given on")),
            ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            (
                "recorded_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="recorded by",
                ),
            ),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
            (
                "withdrawn_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="withdrawal recorded by",
                ),
            ),
        ],
        options={
            "verbose_name": "consent",
            "verbose_name_plural": "consents",
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_at", None)),
                    fields=("leader", "field"),
                    name="one_standing_consent_per_field",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                        models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="consent_withdrawn_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("form", "assisted"), _negated=True),
                        models.Q(("witness", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="assisted_consent_has_a_witness",
                ),
            ],
        },
    ),
]
