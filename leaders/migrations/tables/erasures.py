"""The tables of erasures and of what is kept sealed, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Erasure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "leader",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="erasures",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            (
                "asker",
                models.CharField(
                    choices=[
                        ("person", "The person, at the desk"),
                        ("letter", "The person, in writing"),
                        ("relative", "A relative, after the person's death"),
                        ("office", "The office itself: the data is needed no longer"),
                    ],
                    max_length=8,
                    verbose_name="who asks",
                ),
            ),
            ("asked_on", models.DateField(verbose_name="asked on")),
            ("words", models.CharField(blank=True, max_length=200, verbose_name="in which words")),
            ("answer_by", models.DateField(editable=False, verbose_name="to be answered by")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Erasure to be decided"),
                        ("held", "Kept sealed by law"),
                        ("done", "Personal data erased"),
                        ("refused", "Erasure refused"),
                        ("withdrawn", "Request for erasure withdrawn"),
                    ],
                    default="pending",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason")),
            ("left", models.JSONField(default=list, editable=False)),
            ("submitted_at", models.DateTimeField(editable=False, verbose_name="entered at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
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
            "verbose_name": "request for erasure",
            "verbose_name_plural": "requests for erasure",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="erasure_of_state"),
                models.Index(fields=["region_path", "id"], name="erasure_by_place"),
                models.Index(
                    condition=models.Q(("state", "pending")), fields=["answer_by", "id"], name="erasure_by_day"
                ),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state", "pending")), fields=("leader",), name="one_pending_erasure_per_person"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["held", "done", "refused"]), _negated=True),
                        ("decided_by__isnull", False),
                        _connector="OR",
                    ),
                    name="erasure_decided_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "refused"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="erasure_refused_with_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(("answer_by__gte", models.F("asked_on"))),
                    name="erasure_answered_after_it_was_asked",
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="erasure_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("decided_by", None)),
                        models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="erasure_decided_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        ("submitted_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="erasure_decided_by_other_than_submitted",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Hold",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "erasure",
                models.OneToOneField(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="kept",
                    to="leaders.erasure",
                ),
            ),
            ("basis", models.CharField(max_length=200, verbose_name="law and reason")),
            ("until", models.DateField(verbose_name="kept until")),
            ("sealed", models.TextField(blank=True, editable=False)),
            ("end_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="why it ended")),
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
            "verbose_name": "record kept sealed",
            "verbose_name_plural": "records kept sealed",
            "indexes": [
                models.Index(condition=models.Q(("ended_at", None)), fields=["until", "id"], name="hold_by_day"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("end_reason", ""), ("ended_by", None), models.Q(("sealed", ""), _negated=True)),
                        models.Q(
                            ("ended_by__isnull", False), ("sealed", ""), models.Q(("end_reason", ""), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="hold_sealed_until_it_ended",
                ),
                models.CheckConstraint(condition=models.Q(("basis", ""), _negated=True), name="hold_with_a_basis"),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="hold_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("ended_by", None)),
                        models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="hold_ended_iff_signed",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HeldFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "hold",
                models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="leaders.hold"
                ),
            ),
            ("file", models.FileField(editable=False, max_length=120, upload_to="", verbose_name="file")),
        ],
        options={
            "verbose_name": "file kept sealed",
            "verbose_name_plural": "files kept sealed",
        },
    ),
]
