"""The tables of filings, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
            ("members", models.PositiveIntegerField(editable=False, null=True, verbose_name="members")),
            (
                "purpose",
                models.TextField(blank=True, max_length=500, verbose_name="purpose and summary of the charter"),
            ),
            ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
            ("serial", models.PositiveIntegerField(editable=False, null=True, verbose_name="serial number")),
            ("number", models.CharField(blank=True, editable=False, max_length=60, verbose_name="filing number")),
            ("filed_name", models.CharField(blank=True, editable=False, max_length=60, verbose_name="name as filed")),
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
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("submitted_at", None), ("submitted_by", None)),
                        models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="filing_submitted_at_iff_by",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reviewed_at", None), ("reviewed_by", None)),
                        models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="filing_reviewed_at_iff_by",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("returned_at", None), ("returned_by", None)),
                        models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="filing_returned_at_iff_by",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="filing_decided_at_iff_by",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("ended_by", None)),
                        models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="filing_ended_at_iff_by",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("reviewed_by", None),
                        models.Q(("reviewed_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="filing_reviewed_by_other_than_submitted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="filing_decided_by_other_than_submitted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("reviewed_by", None),
                        models.Q(("decided_by", models.F("reviewed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="filing_decided_by_other_than_reviewed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("returned_by", None),
                        models.Q(("returned_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="filing_returned_by_other_than_submitted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at", None),
                            ("returned_at", None),
                            ("reviewed_at", None),
                            ("state", "draft"),
                            ("submitted_at", None),
                        ),
                        models.Q(
                            ("decided_at", None),
                            ("returned_at", None),
                            ("reviewed_at", None),
                            ("state", "submitted"),
                            ("submitted_at__isnull", False),
                        ),
                        models.Q(
                            ("decided_at", None),
                            ("returned_at", None),
                            ("reviewed_at__isnull", False),
                            ("state", "reviewed"),
                            ("submitted_at__isnull", False),
                        ),
                        models.Q(
                            ("decided_at", None),
                            ("returned_at__isnull", False),
                            ("state", "returned"),
                            ("submitted_at__isnull", False),
                        ),
                        models.Q(("decided_at", None), ("state", "dropped")),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("returned_at", None),
                            ("reviewed_at__isnull", False),
                            ("state__in", ["filed", "ended"]),
                            ("submitted_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="filing_signed_as_its_state_says",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("return_reason", ""), ("returned_at", None)),
                        models.Q(("returned_at__isnull", False), models.Q(("return_reason", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="filing_returned_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("ended_at__isnull", False), ("state", "ended"), models.Q(("end_reason", ""), _negated=True)
                        ),
                        models.Q(models.Q(("state", "ended"), _negated=True), ("end_reason", ""), ("ended_at", None)),
                        _connector="OR",
                    ),
                    name="filing_ended_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("renew_from__isnull", False),
                            ("serial__isnull", False),
                            ("state__in", ["filed", "ended"]),
                            ("valid_from__isnull", False),
                            ("valid_until__isnull", False),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("token", None), _negated=True),
                        ),
                        models.Q(
                            models.Q(("state__in", ["filed", "ended"]), _negated=True),
                            ("number", ""),
                            ("renew_from", None),
                            ("serial", None),
                            ("token", None),
                            ("valid_from", None),
                            ("valid_until", None),
                        ),
                        _connector="OR",
                    ),
                    name="filing_numbered_iff_decided",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="filing_ends_after_it_begins",
                ),
                models.CheckConstraint(
                    condition=models.Q(("is_standing", False), ("state", "filed"), _connector="OR"),
                    name="filing_stands_only_filed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "first"), ("previous", None)),
                        models.Q(models.Q(("kind", "first"), _negated=True), ("previous__isnull", False)),
                        _connector="OR",
                    ),
                    name="filing_names_the_one_before_unless_first",
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="filing_has_path"),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["draft", "submitted", "reviewed", "returned"])),
                    fields=("organization",),
                    name="one_open_filing_per_organization",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("is_standing", True)),
                    fields=("organization",),
                    name="one_standing_filing_per_organization",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("serial__isnull", False)),
                    fields=("street", "year", "serial"),
                    name="filing_number_once_a_street_and_year",
                ),
            ],
        },
    ),
]
