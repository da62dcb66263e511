"""The tables of ratings, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="StarRating",
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
                "organization",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ratings",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "building",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ratings",
                    to="communities.region",
                    verbose_name="building",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "scheme",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ratings",
                    to="communities.ratingscheme",
                    verbose_name="rating scheme",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Being scored"),
                        ("scored", "Awaiting decision"),
                        ("on_notice", "On public notice"),
                        ("in_force", "In force"),
                        ("replaced", "Replaced by a newer one"),
                        ("withdrawn", "Revoked"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            (
                "total",
                models.DecimalField(decimal_places=2, editable=False, max_digits=5, null=True, verbose_name="total"),
            ),
            ("stars", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="stars")),
            ("reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason")),
            ("started_on", models.DateField(editable=False, null=True, verbose_name="in force from")),
            ("ends_on", models.DateField(editable=False, null=True, verbose_name="in force until")),
            ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
            (
                "opened_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="opened by",
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
            "verbose_name": "star rating",
            "verbose_name_plural": "star ratings",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="rating_by_place"),
                models.Index(fields=["region_path", "state", "id"], name="rating_of_state"),
                models.Index(fields=["region_path", "ends_on", "id"], name="rating_by_end"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("building", None), ("organization__isnull", False)),
                        models.Q(("building__isnull", False), ("organization", None)),
                        _connector="OR",
                    ),
                    name="rating_of_one_subject",
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="rating_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("stars", None),
                            ("state__in", ["draft", "withdrawn"]),
                            ("submitted_at", None),
                            ("submitted_by", None),
                            ("total", None),
                        ),
                        models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("submitted_at__isnull", False),
                            ("submitted_by__isnull", False),
                            ("total__isnull", False),
                            ("stars__isnull", False),
                            ("stars__lte", 5),
                        ),
                        _connector="OR",
                    ),
                    name="rating_scored_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at", None), ("decided_by", None), ("state__in", ["draft", "scored", "withdrawn"])
                        ),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("notice__isnull", False),
                            ("stars__gte", 1),
                            models.Q(("state__in", ["draft", "scored"]), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="rating_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="rating_not_decided_by_its_submitter",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("ends_on", None),
                            ("started_on", None),
                            models.Q(("state__in", ["in_force", "replaced"]), _negated=True),
                        ),
                        models.Q(
                            ("ends_on__gt", models.F("started_on")),
                            ("ends_on__isnull", False),
                            ("started_on__isnull", False),
                            ("state__in", ["in_force", "replaced", "withdrawn"]),
                        ),
                        _connector="OR",
                    ),
                    name="rating_in_force_iff_dated",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="rating_withdrawn_with_a_reason",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["draft", "scored", "on_notice"])),
                    fields=("organization",),
                    name="one_open_rating_per_organization",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["draft", "scored", "on_notice"])),
                    fields=("building",),
                    name="one_open_rating_per_building",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "in_force")),
                    fields=("organization",),
                    name="one_rating_in_force_per_organization",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "in_force")),
                    fields=("building",),
                    name="one_rating_in_force_per_building",
                ),
            ],
        },
    ),
]
