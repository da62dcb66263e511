"""The tables of replies, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="SatisfactionReply",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="satisfaction_replies",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="satisfaction_replies",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            (
                "category",
                models.CharField(
                    blank=True,
                    choices=[
                        ("interest", "Interests of residents"),
                        ("enterprise", "Relations with enterprises and economic organizations"),
                        ("resource", "Use of community resources"),
                        ("committee", "Relations with the residents' committee"),
                        ("other", "Other"),
                    ],
                    editable=False,
                    max_length=10,
                    verbose_name="kind of matter",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "voice",
                models.CharField(
                    choices=[("group", "The group"), ("leader", "Whoever leads it")],
                    max_length=6,
                    verbose_name="who replies",
                ),
            ),
            ("text", models.TextField(max_length=300, verbose_name="reply")),
            ("replied_on", models.DateField(verbose_name="replied on")),
            ("is_agreed", models.BooleanField(verbose_name="agreed that residents read it")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Awaiting review"),
                        ("shown", "Shown to residents"),
                        ("returned", "Returned"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="pending",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("reason", models.TextField(blank=True, editable=False, max_length=200, verbose_name="reason")),
            ("submitted_at", models.DateTimeField(editable=False, verbose_name="submitted at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="submitted by",
                ),
            ),
            ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided at")),
            (
                "decided_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="decided by",
                ),
            ),
        ],
        options={
            "verbose_name": "reply to satisfaction",
            "verbose_name_plural": "replies to satisfaction",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="satisfaction_reply_of_state"),
                models.Index(fields=["region", "state"], name="satisfaction_reply_of_region"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("category", ""), ("organization__isnull", False), ("region", None)),
                        models.Q(("organization", None), ("region__isnull", False)),
                        _connector="OR",
                    ),
                    name="satisfaction_reply_to_one_figure",
                ),
                models.CheckConstraint(condition=models.Q(("is_agreed", True)), name="satisfaction_reply_is_agreed"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at__isnull", False), ("state__in", ["shown", "returned"])),
                        models.Q(("decided_at", None), ("state", "pending")),
                        ("state", "withdrawn"),
                        _connector="OR",
                    ),
                    name="satisfaction_reply_shown_once_read",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "returned"), models.Q(("reason", ""), _negated=True)),
                        models.Q(models.Q(("state", "returned"), _negated=True), ("reason", "")),
                        _connector="OR",
                    ),
                    name="satisfaction_reply_returned_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="satisfaction_reply_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="satisfaction_reply_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("submitted_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="satisfaction_reply_decided_by_other_than_submitted",
                ),
            ],
        },
    ),
]
