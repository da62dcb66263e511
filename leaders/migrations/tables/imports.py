"""The tables of imports, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="ImportBatch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "subject",
                models.CharField(
                    choices=[
                        ("places", "Compounds and buildings"),
                        ("organizations", "Organizations"),
                        ("people", "Leaders and posts"),
                        ("hours", "Hours earned before or elsewhere"),
                        ("honours", "Honours given before"),
                    ],
                    max_length=13,
                    verbose_name="what it holds",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="imports",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("file_name", models.CharField(max_length=120, verbose_name="file")),
            ("digest", models.CharField(editable=False, max_length=64)),
            ("given", models.JSONField(default=dict, verbose_name="what the table does not say")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("checking", "Being checked"),
                        ("checked", "Checked"),
                        ("writing", "Being written"),
                        ("done", "Imported"),
                        ("undone", "Taken back"),
                        ("dropped", "Given up"),
                    ],
                    default="checking",
                    editable=False,
                    max_length=8,
                    verbose_name="state",
                ),
            ),
            ("counts", models.JSONField(default=dict, verbose_name="counts")),
            ("left_out", models.PositiveIntegerField(default=0, verbose_name="rows left out")),
            ("posts_pending", models.PositiveIntegerField(default=0, verbose_name="posts awaiting review")),
            ("failure", models.CharField(blank=True, max_length=300, verbose_name="what went wrong")),
            ("run", models.UUIDField(editable=False, null=True)),
            ("beat_at", models.DateTimeField(editable=False, null=True, verbose_name="last sign of life")),
            ("handled", models.PositiveIntegerField(default=0, editable=False)),
            ("total", models.PositiveIntegerField(default=0, editable=False)),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
            (
                "created_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="uploaded by",
                ),
            ),
            (
                "confirmed_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="confirmed by",
                ),
            ),
            ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="started at")),
            ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="done at")),
            ("made", models.JSONField(default=list, editable=False)),
        ],
        options={
            "verbose_name": "import",
            "verbose_name_plural": "imports",
            "indexes": [models.Index(fields=["region_path", "-id"], name="import_by_place")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="import_has_path")
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "batch",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="file",
                    to="leaders.importbatch",
                    verbose_name="import",
                ),
            ),
            ("sealed", models.TextField(editable=False)),
        ],
        options={
            "verbose_name": "uploaded table",
            "verbose_name_plural": "uploaded tables",
        },
    ),
    migrations.CreateModel(
        name="ImportRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "batch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rows",
                    to="leaders.importbatch",
                    verbose_name="import",
                ),
            ),
            ("position", models.PositiveIntegerField(verbose_name="position")),
            ("sheet", models.CharField(max_length=100, verbose_name="sheet")),
            ("number", models.PositiveIntegerField(verbose_name="row")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("ready", "Can be imported"),
                        ("same", "Registered already, nothing to change"),
                        ("doubtful", "Perhaps registered already"),
                        ("wrong", "To be corrected"),
                        ("written", "Imported"),
                        ("skipped", "Left out"),
                    ],
                    max_length=8,
                    verbose_name="state",
                ),
            ),
            (
                "choice",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Choose"),
                        ("new", "Not the same: register anew"),
                        ("update", "The same: fill in what is missing"),
                        ("skip", "Leave this row out"),
                    ],
                    max_length=6,
                    verbose_name="what is to be done",
                ),
            ),
            ("sealed", models.TextField(editable=False)),
        ],
        options={
            "verbose_name": "row of an import",
            "verbose_name_plural": "rows of an import",
            "indexes": [models.Index(fields=["batch", "state", "position"], name="import_row_of_state")],
            "constraints": [models.UniqueConstraint(fields=("batch", "position"), name="import_row_once")],
        },
    ),
    migrations.CreateModel(
        name="ImportLayout",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="import_layouts",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account",
                ),
            ),
            (
                "subject",
                models.CharField(
                    choices=[
                        ("places", "Compounds and buildings"),
                        ("organizations", "Organizations"),
                        ("people", "Leaders and posts"),
                        ("hours", "Hours earned before or elsewhere"),
                        ("honours", "Honours given before"),
                    ],
                    max_length=13,
                    verbose_name="what it holds",
                ),
            ),
            ("signature", models.CharField(max_length=500, verbose_name="header")),
            ("columns", models.JSONField(default=dict, verbose_name="columns")),
        ],
        options={
            "verbose_name": "remembered columns",
            "verbose_name_plural": "remembered columns",
            "constraints": [
                models.UniqueConstraint(fields=("user", "subject", "signature"), name="one_layout_a_header")
            ],
        },
    ),
]
