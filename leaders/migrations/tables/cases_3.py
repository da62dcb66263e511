"""The tables of cases, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="ReplyTemplate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="communities.region",
                    verbose_name="street",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("title", models.CharField(max_length=40, verbose_name="title")),
            ("text", models.TextField(max_length=1000, verbose_name="text")),
            ("retired_at", models.DateTimeField(editable=False, null=True, verbose_name="retired at")),
            (
                "retired_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="retired by",
                ),
            ),
        ],
        options={
            "verbose_name": "reply template",
            "verbose_name_plural": "reply templates",
            "ordering": ["region_path", "title", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="reply_template_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("retired_at", None), ("retired_by", None)),
                        models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="reply_template_retired_iff_signed",
                ),
            ],
        },
    ),
]
