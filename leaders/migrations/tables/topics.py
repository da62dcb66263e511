"""The tables of topics, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Topic",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("title", models.CharField(max_length=40, verbose_name="title")),
            ("summary", models.TextField(max_length=1000, verbose_name="what it is about")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="topics",
                    to="communities.region",
                    verbose_name="place",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "state",
                models.CharField(
                    choices=[("draft", "Draft"), ("open", "In public"), ("closed", "Closed")],
                    default="draft",
                    editable=False,
                    max_length=6,
                    verbose_name="state",
                ),
            ),
            ("begun_at", models.DateTimeField(auto_now_add=True, verbose_name="begun at")),
            (
                "begun_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="begun by",
                ),
            ),
        ],
        options={
            "verbose_name": "topic of a project",
            "verbose_name_plural": "topics of projects",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["region_path", "id"], name="topic_by_place")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="topic_has_path")
            ],
        },
    ),
    migrations.CreateModel(
        name="TopicEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "topic",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="entries",
                    to="leaders.topic",
                    verbose_name="topic of a project",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("information", "Official information"), ("meeting", "Meeting with minutes")],
                    max_length=11,
                    verbose_name="kind",
                ),
            ),
            ("on", models.DateField(verbose_name="day")),
            ("title", models.CharField(max_length=60, verbose_name="title")),
            ("text", models.TextField(max_length=3000, verbose_name="text")),
            (
                "entered_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
        ],
        options={
            "verbose_name": "entry of a topic",
            "verbose_name_plural": "entries of topics",
            "ordering": ["-on", "-id"],
        },
    ),
    migrations.CreateModel(
        name="Representative",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "topic",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="representatives",
                    to="leaders.topic",
                    verbose_name="topic of a project",
                ),
            ),
            ("seat", models.PositiveSmallIntegerField(editable=False, verbose_name="seat")),
            ("name", models.CharField(max_length=30, verbose_name="name")),
            (
                "how",
                models.CharField(
                    choices=[
                        ("meeting", "Chosen at a residents' meeting"),
                        ("buildings", "Chosen building by building"),
                        ("ballot", "Chosen by written ballot"),
                    ],
                    max_length=9,
                    verbose_name="how chosen",
                ),
            ),
            ("chosen_on", models.DateField(verbose_name="chosen on")),
            ("consented_on", models.DateField(verbose_name="consent to be named given on")),
            ("ended_on", models.DateField(editable=False, null=True, verbose_name="ended on")),
        ],
        options={
            "verbose_name": "representative of residents",
            "verbose_name_plural": "representatives of residents",
            "ordering": ["seat", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("seat__gte", 1), ("seat__lte", 5)), name="representative_seat_of_five"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("ended_on", None)),
                    fields=("topic", "seat"),
                    name="representative_seat_taken_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="TopicQuestion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "topic",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="questions",
                    to="leaders.topic",
                    verbose_name="topic of a project",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("group", models.CharField(blank=True, max_length=20, verbose_name="group of questions")),
            ("text", models.CharField(max_length=300, verbose_name="question")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("received", "To be read"),
                        ("open", "Not answered yet"),
                        ("answered", "Answered"),
                        ("aside", "Set aside"),
                    ],
                    default="received",
                    editable=False,
                    max_length=8,
                    verbose_name="state",
                ),
            ),
            ("asked_on", models.DateField(editable=False, verbose_name="asked on")),
            ("promised_on", models.DateField(editable=False, null=True, verbose_name="answer promised by")),
            ("answer", models.TextField(blank=True, editable=False, max_length=1500, verbose_name="answer")),
            ("answered_on", models.DateField(editable=False, null=True, verbose_name="answered on")),
        ],
        options={
            "verbose_name": "question about a topic",
            "verbose_name_plural": "questions about topics",
            "ordering": ["group", "-asked_on", "-id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("state", "received")),
                    fields=["region_path", "id"],
                    name="topic_questions_waiting",
                ),
                models.Index(
                    condition=models.Q(("state", "open")), fields=["promised_on", "id"], name="topic_questions_promised"
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="topic_question_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "open"), _negated=True), ("promised_on__isnull", False), _connector="OR"
                    ),
                    name="topic_question_open_iff_promised",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("answered_on__isnull", False),
                            ("state", "answered"),
                            models.Q(("answer", ""), _negated=True),
                        ),
                        models.Q(models.Q(("state", "answered"), _negated=True), ("answer", ""), ("answered_on", None)),
                        _connector="OR",
                    ),
                    name="topic_question_answered_iff_dated",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="TopicFollow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "topic",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="follows",
                    to="leaders.topic",
                    verbose_name="topic of a project",
                ),
            ),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="topic_follows",
                    to="leaders.case",
                    verbose_name="matter",
                ),
            ),
            ("since", models.DateField(auto_now_add=True, verbose_name="since")),
        ],
        options={
            "verbose_name": "follower of a topic",
            "verbose_name_plural": "followers of topics",
            "constraints": [models.UniqueConstraint(fields=("topic", "case"), name="topic_followed_once")],
        },
    ),
]
