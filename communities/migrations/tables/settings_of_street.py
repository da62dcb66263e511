"""The tables of settings of street, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Rule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "name",
                models.CharField(
                    choices=[
                        ("filing_members", "Fewest members for filing"),
                        ("filing_years", "Years a filing is valid"),
                        ("filing_renewal", "Days before the end in which a filing may be renewed"),
                        ("filing_report", "Last day of the yearly report"),
                        ("hours_team", "Training hours a year: team leader"),
                        ("hours_opinion", "Training hours a year: opinion leader"),
                        ("hours_building", "Training hours a year: building head"),
                        ("hours_estate", "Training hours a year: owners' committee chair"),
                        ("notice_days", "Working days of a public notice"),
                        ("nomination_days", "Days after which an unanswered nomination is deleted"),
                        ("rating_years", "Years a star rating is valid"),
                        ("case_acknowledge", "Working days until a matter is taken up"),
                        ("case_reply", "Working days until a matter is answered"),
                        ("case_close", "Working days until a matter is closed"),
                        ("case_extension", "Most working days a matter may take longer"),
                        ("case_reopen", "Days in which a closed matter may be opened again"),
                        ("case_forget", "Days after which it is forgotten who raised a closed matter"),
                        ("erasure_days", "Working days until a request for erasure is answered"),
                        ("conduct_founded", "Days for which a founded conduct review is kept"),
                        ("conduct_unfounded", "Days for which an unfounded conduct review is kept"),
                    ],
                    max_length=20,
                    verbose_name="setting",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="rules",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            ("value", models.PositiveIntegerField(verbose_name="value")),
            ("effective_from", models.DateField(verbose_name="from")),
            ("note", models.CharField(max_length=200, verbose_name="reason or document number")),
            ("set_at", models.DateTimeField(auto_now_add=True, verbose_name="set at")),
            (
                "set_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="set by",
                ),
            ),
        ],
        options={
            "verbose_name": "setting",
            "verbose_name_plural": "settings",
            "ordering": ["name", "-effective_from", "-id"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("name", "region", "effective_from"),
                    name="rule_once_a_day",
                    violation_error_message="This setting changes on that day already.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("region", None)),
                    fields=("name", "effective_from"),
                    name="rule_nationwide_once_a_day",
                ),
            ],
        },
    ),
]
