"""The tables of incentives, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.records.money

OPERATIONS = [
    migrations.CreateModel(
        name="Incentive",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "notice",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="%(class)ss",
                    to="communities.notice",
                    verbose_name="public notice",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("spiritual", "Thanks and honours"), ("material", "Material support")],
                    editable=False,
                    max_length=9,
                    verbose_name="kind",
                ),
            ),
            (
                "form",
                models.CharField(
                    choices=[
                        ("letter", "Letter of thanks"),
                        ("certificate", "Certificate of honour"),
                        ("praise", "Praise"),
                        ("recommend", "Recommendation"),
                        ("funds", "Funds for activities"),
                        ("goods", "Small goods"),
                        ("allowance", "Allowance"),
                    ],
                    max_length=11,
                    verbose_name="form",
                ),
            ),
            (
                "leader",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="incentives",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            (
                "organization",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="incentives",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("title", models.CharField(max_length=40, verbose_name="name of the incentive")),
            ("achievements", models.TextField(max_length=300, verbose_name="what was done")),
            (
                "amount",
                communities.records.money.YuanField(
                    blank=True,
                    null=True,
                    validators=[django.core.validators.MinValueValidator(1, "The amount should be at least 1 yuan.")],
                    verbose_name="amount in yuan",
                ),
            ),
            ("budget_source", models.CharField(blank=True, max_length=60, verbose_name="budget source")),
            ("batch", models.CharField(blank=True, max_length=40, verbose_name="list")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("proposed", "Awaiting review"),
                        ("returned", "Returned"),
                        ("approved", "Agreed, not on notice yet"),
                        ("on_notice", "On public notice"),
                        ("objected", "Objection raised"),
                        ("awarded", "Awarded"),
                        ("withdrawn", "Revoked"),
                        ("recalled", "Award revoked"),
                    ],
                    default="proposed",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason")),
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
            ("awarded_on", models.DateField(editable=False, null=True, verbose_name="awarded on")),
            (
                "awarded_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="awarded by",
                ),
            ),
            (
                "certificate_street",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="certificate of",
                ),
            ),
            (
                "certificate_year",
                models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="year of the certificate"),
            ),
            (
                "certificate_serial",
                models.PositiveIntegerField(editable=False, null=True, verbose_name="serial of the certificate"),
            ),
            (
                "certificate_number",
                models.CharField(blank=True, editable=False, max_length=30, verbose_name="certificate number"),
            ),
            ("check_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
            (
                "recall_notice",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="recalled_incentives",
                    to="communities.notice",
                    verbose_name="notice that says so",
                ),
            ),
            ("recalled_at", models.DateTimeField(editable=False, null=True, verbose_name="award revoked at")),
            (
                "recalled_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="award revoked by",
                ),
            ),
        ],
        options={
            "verbose_name": "incentive",
            "verbose_name_plural": "incentives",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="incentive_by_place"),
                models.Index(fields=["region_path", "state", "id"], name="incentive_of_state"),
                models.Index(fields=["region_path", "proposed_at", "id"], name="incentive_by_day"),
                models.Index(
                    condition=models.Q(("batch", ""), _negated=True),
                    fields=["batch", "region_path"],
                    name="incentive_batch",
                ),
                models.Index(
                    condition=models.Q(("state", "awarded")), fields=["awarded_on", "id"], name="incentive_honours"
                ),
                models.Index(fields=["certificate_number"], name="incentive_by_number"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("leader__isnull", False), ("organization", None)),
                        models.Q(("leader", None), ("organization__isnull", False)),
                        _connector="OR",
                    ),
                    name="incentive_for_a_leader_or_an_organization",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("form__in", ["letter", "certificate", "praise", "recommend"]), ("kind", "spiritual")),
                        models.Q(("form__in", ["funds", "goods", "allowance"]), ("kind", "material")),
                        _connector="OR",
                    ),
                    name="incentive_form_fits_its_kind",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("amount", None), ("budget_source", ""), ("kind", "spiritual")),
                        models.Q(
                            ("amount__gt", 0),
                            ("amount__isnull", False),
                            ("kind", "material"),
                            models.Q(("budget_source", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="incentive_material_iff_paid_for",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None), ("state__in", ["proposed", "withdrawn"])),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            models.Q(("state", "proposed"), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="incentive_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="incentive_not_decided_by_its_proposer",
                ),
                models.UniqueConstraint(
                    fields=("certificate_street", "certificate_year", "certificate_serial"),
                    name="certificate_serial_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="incentive_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("recall_notice__isnull", False), ("recalled_by__isnull", False), ("state", "recalled")
                        ),
                        models.Q(
                            models.Q(("state", "recalled"), _negated=True),
                            ("recall_notice", None),
                            ("recalled_by", None),
                        ),
                        _connector="OR",
                    ),
                    name="incentive_recalled_by_somebody_on_a_notice",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("notice__isnull", False),
                        models.Q(("state__in", ["on_notice", "objected", "awarded", "recalled"]), _negated=True),
                        _connector="OR",
                    ),
                    name="incentive_told_on_a_notice",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("awarded_by__isnull", False),
                            ("awarded_on__isnull", False),
                            ("state__in", ["awarded", "recalled"]),
                        ),
                        models.Q(
                            models.Q(("state__in", ["awarded", "recalled"]), _negated=True),
                            ("awarded_by", None),
                            ("awarded_on", None),
                        ),
                        _connector="OR",
                    ),
                    name="incentive_awarded_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["returned", "objected", "withdrawn", "recalled"]), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="incentive_refused_with_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("recalled_at", None), ("recalled_by", None)),
                        models.Q(("recalled_at__isnull", False), ("recalled_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="incentive_recalled_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("kind", "spiritual"),
                            ("state__in", ["awarded", "recalled"]),
                            ("certificate_street__isnull", False),
                            ("certificate_year__isnull", False),
                            ("certificate_serial__isnull", False),
                            ("check_token__isnull", False),
                            models.Q(("certificate_number", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(
                                models.Q(("state__in", ["awarded", "recalled"]), _negated=True),
                                ("kind", "material"),
                                _connector="OR",
                            ),
                            ("certificate_number", ""),
                            ("certificate_serial", None),
                            ("certificate_street", None),
                            ("certificate_year", None),
                            ("check_token", None),
                        ),
                        _connector="OR",
                    ),
                    name="incentive_numbered_iff_a_certificate",
                ),
            ],
        },
    ),
]
