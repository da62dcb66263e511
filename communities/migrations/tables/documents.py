"""The tables of documents, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.documents.models

OPERATIONS = [
    migrations.CreateModel(
        name="Document",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("owner_type", models.CharField(editable=False, max_length=40, verbose_name="kind of its record")),
            ("owner_id", models.BigIntegerField(editable=False, verbose_name="number of its record")),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("kind", models.CharField(blank=True, editable=False, max_length=10, verbose_name="kind of paper")),
            ("title", models.CharField(max_length=60, verbose_name="title")),
            (
                "file",
                models.FileField(
                    blank=True,
                    max_length=120,
                    upload_to=communities.documents.models.document_path,
                    verbose_name="file",
                ),
            ),
            ("media_type", models.CharField(editable=False, max_length=20, verbose_name="kind of file")),
            ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
            ("digest", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
            ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
            (
                "uploaded_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="uploaded by",
                ),
            ),
            ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="removed at")),
            (
                "removed_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="removed by",
                ),
            ),
        ],
        options={
            "verbose_name": "document",
            "verbose_name_plural": "documents",
            "ordering": ["id"],
            "indexes": [models.Index(fields=["owner_type", "owner_id", "id"], name="documents_of_owner")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("removed_at", None), ("removed_by", None)),
                        models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="document_removed_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="document_has_path"
                ),
            ],
        },
    ),
]
