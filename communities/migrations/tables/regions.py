"""The tables of regions, with their constraints."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import communities.search
import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="Region",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="children",
                    to="communities.region",
                    verbose_name="part of",
                ),
            ),
            ("path", models.CharField(editable=False, max_length=40, unique=True, verbose_name="path")),
            (
                "level",
                models.CharField(
                    choices=[
                        ("province", "Province"),
                        ("prefecture", "Prefecture"),
                        ("county", "County or district"),
                        ("street", "Street or town"),
                        ("community", "Community"),
                        ("compound", "Compound"),
                        ("building", "Building"),
                    ],
                    max_length=10,
                    verbose_name="level",
                ),
            ),
            ("kind", models.CharField(blank=True, max_length=20, verbose_name="kind")),
            ("name", communities.search.ByteOrderedCharField(max_length=50, verbose_name="name")),
            ("aliases", models.JSONField(blank=True, default=list, verbose_name="other names")),
            ("code", models.CharField(blank=True, max_length=12, verbose_name="statistical code")),
            ("is_virtual", models.BooleanField(default=False, verbose_name="left out of displayed paths")),
            ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
            ("retired_on", models.DateField(blank=True, null=True, verbose_name="retired on")),
            (
                "linked_to",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="linked_parts",
                    to="communities.region",
                    verbose_name="part of one compound with",
                ),
            ),
            ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
            ("contact_address", models.CharField(blank=True, max_length=100, verbose_name="public address")),
            ("contact_hours", models.CharField(blank=True, max_length=60, verbose_name="opening hours")),
            ("issuer", models.CharField(blank=True, max_length=40, verbose_name="name on certificates")),
            ("pinyin", communities.search.ByteOrderedCharField(editable=False, max_length=120)),
            ("initials", communities.search.ByteOrderedCharField(editable=False, max_length=60)),
            ("building_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=250)),
            ("alias_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=500)),
            ("sort_number", models.PositiveIntegerField(default=0, editable=False, verbose_name="sort number")),
            ("children_made", models.PositiveSmallIntegerField(default=0, editable=False)),
            (
                "successors",
                models.ManyToManyField(
                    blank=True, related_name="predecessors", to="communities.region", verbose_name="successors"
                ),
            ),
        ],
        options={
            "verbose_name": "region",
            "verbose_name_plural": "regions",
            "indexes": [
                models.Index(fields=["pinyin"], name="region_by_pinyin"),
                models.Index(fields=["initials"], name="region_by_initials"),
                models.Index(fields=["name"], name="region_by_name"),
                models.Index(fields=["level", "path"], name="region_by_level"),
                models.Index(fields=["building_key", "path"], name="region_by_building"),
                models.Index(fields=["alias_key"], name="region_by_alias"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("path", ""), _negated=True), name="region_path_not_empty"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("retired_on", None),
                        ("opened_on", None),
                        ("retired_on__gte", models.F("opened_on")),
                        _connector="OR",
                    ),
                    name="region_retired_after_opened",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("retired_on", None)),
                    fields=("parent", "name"),
                    name="region_name_once_among_current_siblings",
                    violation_error_message="This name stands already beside it.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("retired_on", None), models.Q(("code", ""), _negated=True)),
                    fields=("code",),
                    name="region_code_once_among_current",
                ),
                models.CheckConstraint(
                    condition=models.Q(("parent__isnull", False), ("level", "province"), _connector="OR"),
                    name="region_root_is_province",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("retired_on", None), models.Q(("building_key", ""), _negated=True)),
                    fields=("parent", "building_key"),
                    name="region_building_once_among_current_siblings",
                    violation_error_message="This building stands already beside it, in another spelling.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RegionAct",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="acts",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("rename", "Rename"),
                        ("recode", "New code"),
                        ("move", "Move"),
                        ("merge", "Merge"),
                        ("split", "Split"),
                        ("retire", "Retire"),
                        ("level", "Another level"),
                    ],
                    max_length=10,
                    verbose_name="act",
                ),
            ),
            ("effective_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
            ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ("document_number", models.CharField(blank=True, max_length=60, verbose_name="document number")),
            ("document_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=60)),
            ("steps", models.JSONField(default=list, editable=False)),
            ("done_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            (
                "done_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
            ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
            (
                "undone_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="taken back by",
                ),
            ),
        ],
        options={
            "verbose_name": "region act",
            "verbose_name_plural": "region acts",
            "ordering": ["-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("undone_at", None), ("undone_by", None)),
                        models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="region_act_taken_back_by_somebody",
                )
            ],
            "indexes": [models.Index(fields=["document_key"], name="region_act_by_number")],
        },
    ),
    migrations.CreateModel(
        name="RegionTrace",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "act",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="traces",
                    to="communities.regionact",
                    verbose_name="region act",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="traces",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            ("name", models.CharField(max_length=50, verbose_name="name")),
            ("code", models.CharField(blank=True, max_length=12, verbose_name="statistical code")),
            (
                "parent",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="part of",
                ),
            ),
            ("number", models.PositiveSmallIntegerField(verbose_name="number below it")),
        ],
        options={
            "verbose_name": "former name of a region",
            "verbose_name_plural": "former names of regions",
            "ordering": ["id"],
            "indexes": [models.Index(fields=["code"], name="region_trace_by_code")],
        },
    ),
]
