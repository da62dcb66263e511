"""The tables of oversight, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="AuthorityDecision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="authority_decisions",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("restrict", "Restriction of activities"),
                        ("lift", "Lifting of a decision"),
                        ("cancel", "Cancellation"),
                        ("ban", "Ban"),
                    ],
                    max_length=8,
                    verbose_name="kind of decision",
                ),
            ),
            (
                "lifts",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lifted_by",
                    to="communities.authoritydecision",
                    verbose_name="decision lifted",
                ),
            ),
            ("authority", models.CharField(max_length=60, verbose_name="authority")),
            ("document_number", models.CharField(max_length=60, verbose_name="document number")),
            ("document_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=60)),
            ("legal_basis", models.CharField(max_length=200, verbose_name="legal basis")),
            ("decided_on", models.DateField(verbose_name="decided on")),
            ("effective_on", models.DateField(verbose_name="effective from")),
            ("summary", models.TextField(max_length=500, verbose_name="summary")),
            ("remedy_told", models.CharField(blank=True, max_length=300, verbose_name="remedies told")),
            ("remedy_told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("entered", "To be confirmed"),
                        ("confirmed", "Confirmed"),
                        ("returned", "Sent back"),
                        ("withdrawn", "Entry withdrawn"),
                    ],
                    default="entered",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            (
                "return_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for returning"),
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
            (
                "reply",
                models.TextField(blank=True, editable=False, max_length=500, verbose_name="reply of the organization"),
            ),
            ("reply_on", models.DateField(editable=False, null=True, verbose_name="replied on")),
            ("reply_entered_at", models.DateTimeField(editable=False, null=True, verbose_name="reply entered at")),
            (
                "reply_entered_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="reply entered by",
                ),
            ),
        ],
        options={
            "verbose_name": "decision of an authority",
            "verbose_name_plural": "decisions of authorities",
            "ordering": ["-decided_on", "-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="authority_of_state"),
                models.Index(fields=["document_key"], name="authority_by_number"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="authority_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "lift"), ("lifts__isnull", False)),
                        models.Q(models.Q(("kind", "lift"), _negated=True), ("lifts", None)),
                        _connector="OR",
                    ),
                    name="authority_lift_names_what_it_lifts",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("lifts__isnull", False), ("state__in", ["entered", "confirmed"])),
                    fields=("lifts",),
                    name="authority_decision_lifted_once",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["entered", "confirmed"])),
                    fields=("organization", "kind", "authority", "document_number"),
                    name="authority_paper_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("effective_on__gte", models.F("decided_on"))),
                    name="authority_effective_after_decided",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("checked_by", None),
                        models.Q(("checked_by", models.F("entered_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="authority_not_confirmed_by_who_entered_it",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "returned"), models.Q(("return_reason", ""), _negated=True)),
                        models.Q(models.Q(("state", "returned"), _negated=True), ("return_reason", "")),
                        _connector="OR",
                    ),
                    name="authority_returned_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("remedy_told", ""), ("remedy_told_on", None)),
                        models.Q(models.Q(("remedy_told", ""), _negated=True), ("remedy_told_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="authority_remedy_told_iff_dated",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("reply", ""), ("reply_entered_at", None), ("reply_entered_by", None), ("reply_on", None)
                        ),
                        models.Q(
                            models.Q(("reply", ""), _negated=True),
                            ("reply_entered_at__isnull", False),
                            ("reply_entered_by__isnull", False),
                            ("reply_on__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="authority_reply_iff_dated_and_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("checked_at", None), ("checked_by", None), ("state", "entered")),
                        models.Q(
                            ("checked_at__isnull", False),
                            ("checked_by__isnull", False),
                            ("state__in", ["confirmed", "returned"]),
                        ),
                        ("state", "withdrawn"),
                        _connector="OR",
                    ),
                    name="authority_checked_iff_signed",
                ),
            ],
        },
    ),
]
