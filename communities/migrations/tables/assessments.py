"""The tables of assessments, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Assessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "lawful",
                models.TextField(max_length=2000, verbose_name="why purpose and way are lawful, fitting and necessary"),
            ),
            ("effects", models.TextField(max_length=2000, verbose_name="effects on the people shown, and risks")),
            (
                "measures",
                models.TextField(
                    max_length=2000, verbose_name="measures, and why they are lawful, effective and fit the risk"
                ),
            ),
            ("assessed_on", models.DateField(verbose_name="assessed on")),
            ("signer", models.CharField(max_length=30, verbose_name="signed by")),
            ("review_on", models.DateField(verbose_name="looked at again by")),
            ("entered_at", models.DateTimeField(editable=False, null=True, verbose_name="entered at")),
            (
                "entered_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="assessments",
                    related_query_name="assessment",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
        ],
        options={
            "verbose_name": "impact assessment",
            "verbose_name_plural": "impact assessments",
            "ordering": ["-assessed_on", "-id"],
            "indexes": [models.Index(fields=["region_path", "id"], name="assessment_by_place")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("signer", ""), _negated=True), name="assessment_is_signed_by_somebody"
                ),
                models.CheckConstraint(
                    condition=models.Q(("review_on__gt", models.F("assessed_on"))),
                    name="assessment_is_reviewed_after_its_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="assessment_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("entered_at", None), ("entered_by", None)),
                        models.Q(("entered_at__isnull", False), ("entered_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="assessment_entered_iff_signed",
                ),
            ],
        },
    ),
]
