"""The tables of notices, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Notice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[("incentive", "Incentives"), ("rating", "Star ratings"), ("other", "Other matters")],
                    default="other",
                    editable=False,
                    max_length=10,
                    verbose_name="kind",
                ),
            ),
            ("title", models.CharField(max_length=60, verbose_name="notice title")),
            ("body", models.TextField(max_length=1000, verbose_name="text")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="notices",
                    to="communities.region",
                    verbose_name="where the notice applies",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("workdays", models.PositiveSmallIntegerField(verbose_name="working days")),
            ("published_on", models.DateField(editable=False, verbose_name="published on")),
            ("ends_on", models.DateField(editable=False, verbose_name="last day")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("open", "On public notice"),
                        ("closed", "Notice closed"),
                        ("withdrawn", "Notice withdrawn"),
                    ],
                    default="open",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
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
            ("result", models.CharField(blank=True, editable=False, max_length=300, verbose_name="result or reason")),
            (
                "told",
                models.TextField(
                    blank=True, editable=False, max_length=2000, verbose_name="what residents are told at the end"
                ),
            ),
            ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended at")),
            (
                "ended_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ended by",
                ),
            ),
        ],
        options={
            "verbose_name": "public notice",
            "verbose_name_plural": "public notices",
            "ordering": ["-published_on", "-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="notice_by_place"),
                models.Index(fields=["region_path", "ends_on", "id"], name="notice_by_end"),
                models.Index(condition=models.Q(("state", "open")), fields=["ends_on", "id"], name="notice_open"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="notice_has_path"),
                models.CheckConstraint(
                    condition=models.Q(("ends_on__gt", models.F("published_on"))), name="notice_ends_after_it_begins"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("ended_by", None), ("result", ""), ("state", "open")),
                        models.Q(
                            ("ended_at__isnull", False),
                            ("ended_by__isnull", False),
                            ("state__in", ["closed", "withdrawn"]),
                            models.Q(("result", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="notice_ended_iff_signed_and_told",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Opinion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "notice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="opinions",
                    to="communities.notice",
                    verbose_name="public notice",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "side",
                models.CharField(
                    choices=[("support", "In favour"), ("objection", "Objection")],
                    max_length=9,
                    verbose_name="support or objection",
                ),
            ),
            ("text", models.TextField(max_length=1000, verbose_name="opinion")),
            ("name_sealed", models.CharField(blank=True, editable=False, max_length=300)),
            ("name_masked", models.CharField(blank=True, editable=False, max_length=30, verbose_name="name")),
            ("contact_sealed", models.CharField(blank=True, editable=False, max_length=400)),
            ("contact_masked", models.CharField(blank=True, editable=False, max_length=60, verbose_name="contact")),
            ("token_index", models.CharField(editable=False, max_length=32, unique=True)),
            (
                "channel",
                models.CharField(
                    choices=[
                        ("page", "By the page"),
                        ("spoken", "Spoken at the desk"),
                        ("written", "Handed in on paper"),
                        ("phone", "By telephone"),
                    ],
                    default="page",
                    editable=False,
                    max_length=7,
                    verbose_name="how it came in",
                ),
            ),
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
            ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
            ("answer", models.TextField(blank=True, editable=False, max_length=1000, verbose_name="answer")),
            ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
            (
                "answered_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="answered by",
                ),
            ),
        ],
        options={
            "verbose_name": "opinion",
            "verbose_name_plural": "opinions",
            "ordering": ["received_at", "id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("answered_at", None)), fields=["notice", "id"], name="opinion_waiting"
                ),
                models.Index(fields=["region_path", "id"], name="opinion_by_place"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="opinion_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("name_masked", ""), ("name_sealed", "")),
                        models.Q(
                            models.Q(("name_sealed", ""), _negated=True), models.Q(("name_masked", ""), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="opinion_name_sealed_iff_masked",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("contact_masked", ""), ("contact_sealed", "")),
                        models.Q(
                            models.Q(("contact_sealed", ""), _negated=True),
                            models.Q(("contact_masked", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="opinion_contact_sealed_iff_masked",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                        models.Q(
                            ("answered_at__isnull", False),
                            ("answered_by__isnull", False),
                            models.Q(("answer", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="opinion_answered_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("channel", "page"), ("entered_by", None)),
                        models.Q(models.Q(("channel", "page"), _negated=True), ("entered_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="opinion_entered_by_staff_iff_not_by_the_page",
                ),
            ],
        },
    ),
]
