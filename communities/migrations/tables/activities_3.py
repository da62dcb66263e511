"""The tables of activities, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.activities.models.photo

OPERATIONS = [
    migrations.CreateModel(
        name="ActivityPhoto",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "activity",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="photos",
                    to="communities.activity",
                    verbose_name="activity",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("caption", models.CharField(max_length=60, verbose_name="what it shows")),
            (
                "file",
                models.FileField(
                    blank=True,
                    max_length=120,
                    upload_to=communities.activities.models.photo.photo_path,
                    verbose_name="picture",
                ),
            ),
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
            ("agreed_at", models.DateTimeField(editable=False, null=True, verbose_name="agreement noted at")),
            (
                "agreed_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="agreement noted by",
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
            "verbose_name": "photo of an activity",
            "verbose_name_plural": "photos of activities",
            "ordering": ["id"],
            "indexes": [models.Index(fields=["activity", "id"], name="activity_photos")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("agreed_at", None), ("agreed_by", None)),
                        models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="activity_photo_agreed_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("removed_at", None), ("removed_by", None)),
                        models.Q(
                            ("agreed_at", None),
                            ("file", ""),
                            ("removed_at__isnull", False),
                            ("removed_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="activity_photo_removed_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="activity_photo_has_path"
                ),
            ],
        },
    ),
]
