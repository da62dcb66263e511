"""The tables of cases, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Case",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name_sealed", models.CharField(blank=True, editable=False, max_length=300)),
            ("contact_sealed", models.CharField(blank=True, editable=False, max_length=400)),
            ("key_index", models.CharField(editable=False, max_length=32)),
            (
                "category",
                models.CharField(
                    choices=[
                        ("interest", "Interests of residents"),
                        ("enterprise", "Relations with enterprises and economic organizations"),
                        ("resource", "Use of community resources"),
                        ("committee", "Relations with the residents' committee"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                    verbose_name="kind of matter",
                ),
            ),
            ("title", models.CharField(max_length=60, verbose_name="title")),
            ("text", models.TextField(max_length=2000, verbose_name="what it is about")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to="communities.region",
                    verbose_name="place",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "source",
                models.CharField(
                    choices=[
                        ("resident", "A resident"),
                        ("leader", "A community leader"),
                        ("organization", "An organization"),
                        ("worker", "A community worker"),
                    ],
                    max_length=12,
                    verbose_name="raised by",
                ),
            ),
            (
                "channel",
                models.CharField(
                    choices=[
                        ("online", "Public page"),
                        ("head", "Public page, for the building head"),
                        ("desk", "At the desk"),
                        ("phone", "By telephone"),
                        ("visit", "During a visit"),
                    ],
                    max_length=6,
                    verbose_name="how it came",
                ),
            ),
            (
                "leader",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            (
                "organization",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("may_publish", models.BooleanField(default=False, verbose_name="the outcome may be shown without names")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("received", "To be taken up"),
                        ("handling", "In hand"),
                        ("answered", "Answered"),
                        ("closed", "Closed"),
                        ("transferred", "Passed on"),
                    ],
                    default="received",
                    editable=False,
                    max_length=11,
                    verbose_name="state",
                ),
            ),
            ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
            ("received_on", models.DateField(editable=False, verbose_name="received on")),
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
                "assignee",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="handled by",
                ),
            ),
            ("acknowledge_by", models.DateField(editable=False, verbose_name="to be taken up by")),
            ("reply_by", models.DateField(editable=False, verbose_name="to be answered by")),
            ("close_by", models.DateField(editable=False, verbose_name="to be closed by")),
            ("due_on", models.DateField(editable=False, null=True, verbose_name="due on")),
            (
                "extended_days",
                models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="working days longer"),
            ),
            ("answered_on", models.DateField(editable=False, null=True, verbose_name="first answered on")),
            (
                "answer_workdays",
                models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="working days to the answer"),
            ),
            (
                "destination",
                models.CharField(
                    blank=True,
                    choices=[
                        ("hotline", "Hotline 12345"),
                        ("street", "Section of the street office"),
                        ("district", "District department"),
                        ("property", "Property management"),
                        ("other", "Other body"),
                    ],
                    editable=False,
                    max_length=8,
                    verbose_name="passed on to",
                ),
            ),
            (
                "destination_name",
                models.CharField(blank=True, editable=False, max_length=60, verbose_name="name of the body"),
            ),
            (
                "outcome",
                models.CharField(
                    blank=True,
                    choices=[
                        ("solved", "Solved"),
                        ("explained", "Explained why it cannot be done"),
                        ("taken_back", "Taken back by who raised it"),
                        ("not_taken", "Not a matter for the committee or street"),
                    ],
                    editable=False,
                    max_length=10,
                    verbose_name="outcome",
                ),
            ),
            ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="closed or passed on at")),
            (
                "merged_into",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="doubles",
                    to="leaders.case",
                    verbose_name="joined with",
                ),
            ),
            ("satisfaction", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="satisfaction")),
            (
                "still_solved",
                models.BooleanField(editable=False, null=True, verbose_name="still solved after four weeks"),
            ),
            ("nonce", models.CharField(editable=False, max_length=32, null=True, unique=True)),
            (
                "partners",
                models.ManyToManyField(
                    blank=True,
                    related_name="joint_cases",
                    to="communities.organization",
                    verbose_name="raised together with",
                ),
            ),
        ],
        options={
            "verbose_name": "matter",
            "verbose_name_plural": "matters",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="case_by_place"),
                models.Index(fields=["due_on", "id"], name="case_by_due_day"),
                models.Index(
                    condition=models.Q(("due_on__isnull", False)), fields=["region_path", "due_on"], name="case_due"
                ),
                models.Index(fields=["assignee", "due_on", "id"], name="case_of_assignee"),
                models.Index(fields=["region_path", "received_on"], name="case_of_year"),
                models.Index(
                    condition=models.Q(
                        ("settled_at__isnull", False),
                        models.Q(
                            models.Q(("name_sealed", ""), _negated=True),
                            models.Q(("contact_sealed", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    fields=["settled_at"],
                    name="case_to_forget",
                ),
                models.Index(
                    condition=models.Q(("merged_into__isnull", True)),
                    fields=["region_path", "state", "id"],
                    name="case_standing",
                ),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="case_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("leader__isnull", False), ("source", "leader")),
                        models.Q(("organization__isnull", False), ("source", "organization")),
                        models.Q(("leader", None), ("source__in", ["resident", "worker"])),
                        _connector="OR",
                    ),
                    name="case_names_who_its_source_says",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state", "received"), ("assignee__isnull", False), _connector="OR"),
                    name="case_in_hand_iff_somebody_handles_it",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("due_on", None),
                        models.Q(
                            ("due_on__isnull", False),
                            ("merged_into", None),
                            ("state__in", ["received", "handling", "answered"]),
                        ),
                        _connector="OR",
                    ),
                    name="case_due_only_while_open",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "closed"), models.Q(("outcome", ""), _negated=True)),
                        models.Q(models.Q(("state", "closed"), _negated=True), ("outcome", "")),
                        _connector="OR",
                    ),
                    name="case_closed_iff_with_outcome",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state", "transferred"),
                            models.Q(("destination", ""), _negated=True),
                            models.Q(("destination_name", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("state", "transferred"), _negated=True),
                            ("destination", ""),
                            ("destination_name", ""),
                        ),
                        _connector="OR",
                    ),
                    name="case_passed_on_iff_somewhere",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answer_workdays", None), ("answered_on", None)),
                        models.Q(("answer_workdays__isnull", False), ("answered_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="case_answered_iff_counted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("answered_on", None), ("answered_on__gte", models.F("received_on")), _connector="OR"
                    ),
                    name="case_answered_after_received",
                ),
                models.CheckConstraint(
                    condition=models.Q(("satisfaction", None), ("satisfaction__range", (1, 5)), _connector="OR"),
                    name="case_satisfaction_from_1_to_5",
                ),
                models.CheckConstraint(
                    condition=models.Q(("merged_into", models.F("id")), _negated=True),
                    name="case_is_no_double_of_itself",
                ),
            ],
        },
    ),
]
