"""The tables of cases, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.search
import leaders.cases.models.photo

OPERATIONS = [
    migrations.CreateModel(
        name="CaseToken",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("token", communities.search.ByteOrderedCharField(max_length=40)),
            (
                "target",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="leaders.case"
                ),
            ),
            ("region_path", models.CharField(max_length=40)),
        ],
        options={
            "indexes": [models.Index(fields=["token", "region_path"], name="case_tokens")],
        },
    ),
    migrations.CreateModel(
        name="CaseRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="requests",
                    to="leaders.case",
                    verbose_name="matter",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "kind",
                models.CharField(
                    choices=[("extension", "More time for a matter"), ("publication", "Publication of a matter")],
                    max_length=11,
                    verbose_name="kind",
                ),
            ),
            ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="working days longer")),
            ("title", models.CharField(blank=True, max_length=60, verbose_name="public title")),
            ("question", models.TextField(blank=True, max_length=500, verbose_name="what was asked, without names")),
            ("text", models.TextField(max_length=1000, verbose_name="reason, or what was answered")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Awaiting decision"),
                        ("agreed", "Agreed"),
                        ("refused", "Refused"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="waiting",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("submitted_at", models.DateTimeField(auto_now_add=True, verbose_name="submitted at")),
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
            ("reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason")),
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
            "verbose_name": "request about a matter",
            "verbose_name_plural": "requests about matters",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="case_request_by_place"),
                models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["submitted_at", "id"],
                    name="case_requests_waiting",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="case_request_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("days__isnull", False), ("kind", "extension"), ("question", ""), ("title", "")),
                        models.Q(
                            ("days", None),
                            ("kind", "publication"),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("question", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="case_request_has_what_its_kind_needs",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None), ("state", "waiting")),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("state__in", ["agreed", "refused", "withdrawn"]),
                        ),
                        _connector="OR",
                    ),
                    name="case_request_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("state", "withdrawn"),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="case_request_decided_by_another",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "waiting")),
                    fields=("case", "kind"),
                    name="case_request_waits_once",
                    violation_error_message="Such a request waits for its decision already.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CaseEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="entries",
                    to="leaders.case",
                    verbose_name="matter",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("received", "Received"),
                        ("accepted", "Taken up"),
                        ("reply", "Answer"),
                        ("message", "Message of who raised it"),
                        ("note", "Internal note"),
                        ("handed", "Handed over"),
                        ("extended", "Takes longer"),
                        ("transferred", "Passed on"),
                        ("closed", "Closed"),
                        ("reopened", "Opened again"),
                        ("merged", "Joined with another matter"),
                    ],
                    max_length=11,
                    verbose_name="kind",
                ),
            ),
            ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
            ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account",
                ),
            ),
        ],
        options={
            "verbose_name": "line of a matter",
            "verbose_name_plural": "lines of matters",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["case", "-id"], name="case_entries")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["received", "message", "closed", "reopened"]),
                        ("by__isnull", False),
                        _connector="OR",
                    ),
                    name="case_entry_of_staff_is_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind__in", ["reply", "message", "note"]), _negated=True),
                        models.Q(("text", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="case_entry_says_something",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CasePhoto",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="photos",
                    to="leaders.case",
                    verbose_name="matter",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "file",
                models.FileField(
                    max_length=120, upload_to=leaders.cases.models.photo.photo_path, verbose_name="picture"
                ),
            ),
        ],
        options={
            "verbose_name": "photo of a matter",
            "verbose_name_plural": "photos of matters",
            "ordering": ["id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="case_photo_has_path"
                )
            ],
        },
    ),
]
