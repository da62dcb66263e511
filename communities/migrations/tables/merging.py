"""The tables of merging, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Apart",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "subject",
                models.CharField(choices=[("leader", "Person"), ("organization", "Organization")], max_length=12),
            ),
            ("first_id", models.BigIntegerField()),
            ("second_id", models.BigIntegerField()),
            ("said_at", models.DateTimeField(editable=False, verbose_name="entered at")),
            (
                "said_by",
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
            "verbose_name": "pair of records that are not the same",
            "verbose_name_plural": "pairs of records that are not the same",
            "constraints": [
                models.UniqueConstraint(fields=("subject", "first_id", "second_id"), name="apart_once_a_pair"),
                models.CheckConstraint(
                    condition=models.Q(("first_id__lt", models.F("second_id"))), name="apart_in_order"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Merge",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "subject",
                models.CharField(choices=[("leader", "Person"), ("organization", "Organization")], max_length=12),
            ),
            ("kept_id", models.BigIntegerField()),
            ("gone_id", models.BigIntegerField()),
            ("label", models.CharField(max_length=120, verbose_name="record")),
            ("region_path", models.CharField(max_length=40)),
            ("gone_path", models.CharField(max_length=40)),
            ("kept_version", models.PositiveIntegerField()),
            ("left_photo", models.ImageField(blank=True, upload_to="")),
            ("sealed", models.TextField(editable=False)),
            ("done_at", models.DateTimeField(editable=False, verbose_name="merged at")),
            (
                "done_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="merged by",
                ),
            ),
            ("undone_at", models.DateTimeField(editable=False, null=True, verbose_name="taken back at")),
            (
                "undone_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="taken back by",
                ),
            ),
        ],
        options={
            "verbose_name": "merge of two records",
            "verbose_name_plural": "merges of two records",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["region_path", "-id"], name="merges_by_place")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("undone_at", None)), fields=("subject", "gone_id"), name="merged_away_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kept_id", models.F("gone_id")), _negated=True), name="merge_of_two"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("region_path", ""), _negated=True), models.Q(("gone_path", ""), _negated=True)
                    ),
                    name="merge_has_path",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("undone_at", None), ("undone_by", None)),
                        models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="merge_undone_iff_signed",
                ),
            ],
        },
    ),
]
