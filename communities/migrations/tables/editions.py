"""The tables of editions, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="RegionEdition",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("file_name", models.CharField(max_length=120, verbose_name="file")),
            ("changes", models.JSONField(default=list, editable=False)),
            ("told", models.JSONField(default=list, editable=False)),
            ("left_out", models.PositiveIntegerField(default=0, verbose_name="lines of places not served")),
            ("unchanged", models.PositiveIntegerField(default=0, verbose_name="places as they were")),
            ("compared_at", models.DateTimeField(auto_now_add=True, verbose_name="compared at")),
            (
                "compared_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="compared by",
                ),
            ),
            ("applied_at", models.DateTimeField(editable=False, null=True, verbose_name="carried out at")),
            (
                "applied_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="carried out by",
                ),
            ),
            ("steps", models.JSONField(default=list, editable=False)),
            ("taken_back_at", models.DateTimeField(editable=False, null=True, verbose_name="taken back at")),
            (
                "taken_back_by",
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
            "verbose_name": "edition of the national table",
            "verbose_name_plural": "editions of the national table",
            "ordering": ["-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("applied_at", None), ("applied_by", None)),
                        models.Q(("applied_at__isnull", False), ("applied_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="region_edition_carried_out_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("taken_back_at", None), ("taken_back_by", None)),
                        models.Q(
                            ("applied_at__isnull", False),
                            ("taken_back_at__isnull", False),
                            ("taken_back_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="region_edition_taken_back_after_it_was_carried_out",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="LeftOutChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "mark",
                communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=160, unique=True),
            ),
            ("change", models.JSONField(editable=False)),
            ("left_out_at", models.DateTimeField(auto_now_add=True, verbose_name="left out at")),
            (
                "left_out_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="left out by",
                ),
            ),
        ],
        options={
            "verbose_name": "change left out of a national table",
            "verbose_name_plural": "changes left out of national tables",
            "ordering": ["-id"],
        },
    ),
]
