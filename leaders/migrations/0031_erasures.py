"""Requests for erasure, and the day a person was erased."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0034_days_of_erasure"),
        ("leaders", "0030_names_of_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("region_path", models.CharField(editable=False, max_length=40)),
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
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided at")),
            ],
            options={
                "verbose_name": "request for erasure",
                "verbose_name_plural": "requests for erasure",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="leader",
            name="erased_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="erased on"),
        ),
        migrations.AddConstraint(
            model_name="leader",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_on", None),
                    models.Q(
                        ("biography", ""),
                        ("birth_year", None),
                        ("initials", ""),
                        ("phone_sealed", ""),
                        ("photo", ""),
                        ("pinyin", ""),
                    ),
                    _connector="OR",
                ),
                name="erased_leader_keeps_nothing",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="leader",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="erasures",
                to="leaders.leader",
                verbose_name="leader",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="submitted_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["region_path", "state", "id"], name="erasure_of_state"),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["region_path", "id"], name="erasure_by_place"),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["answer_by", "id"], name="erasure_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")), fields=("leader",), name="one_pending_erasure_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "refused"]), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="erasure_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="erasure_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by__gte", models.F("asked_on"))), name="erasure_answered_after_it_was_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("region_path", ""), _negated=True), name="erasure_has_path"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="erasure_decided_iff_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    ("submitted_by", None),
                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="erasure_decided_by_other_than_submitted",
            ),
        ),
    ]
