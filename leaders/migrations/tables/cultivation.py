"""The tables of cultivation, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="ReservePlace",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="reserve_places",
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
                    related_name="reserve_places",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reserve_places",
                    to="communities.region",
                    verbose_name="building or compound",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("since", models.DateField(verbose_name="on the list since")),
            ("until", models.DateField(blank=True, editable=False, null=True, verbose_name="on the list until")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
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
            "verbose_name": "place on a reserve list",
            "verbose_name_plural": "places on reserve lists",
            "ordering": ["since", "id"],
            "indexes": [
                models.Index(condition=models.Q(("until", None)), fields=["region_path", "id"], name="reserve_by_place")
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="reserve_place_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("organization", None), ("region__isnull", False)),
                        models.Q(("organization__isnull", False), ("region", None)),
                        _connector="OR",
                    ),
                    name="reserve_place_is_for_one_seat",
                ),
                models.CheckConstraint(
                    condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                    name="reserve_place_ends_after_it_begins",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_by", None), ("until", None)),
                        models.Q(("ended_by__isnull", False), ("until__isnull", False)),
                        _connector="OR",
                    ),
                    name="reserve_place_ended_iff_signed",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("organization__isnull", False), ("until", None)),
                    fields=("leader", "organization"),
                    name="once_on_an_organizations_reserve_list",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("region__isnull", False), ("until", None)),
                    fields=("leader", "region"),
                    name="once_on_a_seats_reserve_list",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="StageStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="stage_steps",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "from_stage",
                models.CharField(
                    blank=True,
                    choices=[
                        ("nominated", "Nominated"),
                        ("backbone", "Backbone"),
                        ("reserve", "Reserve"),
                        ("leader", "Leader"),
                        ("emeritus", "Emeritus"),
                    ],
                    max_length=10,
                    verbose_name="stage before",
                ),
            ),
            (
                "to_stage",
                models.CharField(
                    choices=[
                        ("nominated", "Nominated"),
                        ("backbone", "Backbone"),
                        ("reserve", "Reserve"),
                        ("leader", "Leader"),
                        ("emeritus", "Emeritus"),
                    ],
                    max_length=10,
                    verbose_name="stage",
                ),
            ),
            ("on", models.DateField(verbose_name="day")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            (
                "mentor",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="guided_steps",
                    to="leaders.leader",
                    verbose_name="mentor",
                ),
            ),
            (
                "mentor_user",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="mentor among the staff",
                ),
            ),
            ("next_step", models.CharField(blank=True, max_length=100, verbose_name="next step")),
            ("next_step_due", models.DateField(blank=True, null=True, verbose_name="next step due")),
            ("is_last", models.BooleanField(default=True, editable=False, verbose_name="newest step")),
        ],
        options={
            "verbose_name": "stage step",
            "verbose_name_plural": "stage steps",
            "ordering": ["-on", "-id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("is_last", True), ("next_step_due__isnull", False)),
                    fields=["region_path", "next_step_due"],
                    name="stage_steps_due",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="stage_step_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("from_stage", ""),
                        models.Q(("from_stage", "nominated"), ("to_stage", "backbone")),
                        models.Q(("from_stage", "nominated"), ("to_stage", "leader")),
                        models.Q(("from_stage", "backbone"), ("to_stage", "reserve")),
                        models.Q(("from_stage", "backbone"), ("to_stage", "leader")),
                        models.Q(("from_stage", "reserve"), ("to_stage", "leader")),
                        models.Q(("from_stage", "leader"), ("to_stage", "emeritus")),
                        models.Q(
                            models.Q(
                                models.Q(("from_stage", "nominated"), ("to_stage", "nominated")),
                                models.Q(("from_stage", "backbone"), ("to_stage", "nominated")),
                                models.Q(("from_stage", "backbone"), ("to_stage", "backbone")),
                                models.Q(("from_stage", "reserve"), ("to_stage", "backbone")),
                                models.Q(("from_stage", "reserve"), ("to_stage", "reserve")),
                                models.Q(("from_stage", "leader"), ("to_stage", "reserve")),
                                models.Q(("from_stage", "leader"), ("to_stage", "leader")),
                                models.Q(("from_stage", "emeritus"), ("to_stage", "leader")),
                                models.Q(("from_stage", "emeritus"), ("to_stage", "emeritus")),
                                _connector="OR",
                            ),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="stage_step_follows_the_order_or_says_why",
                ),
                models.CheckConstraint(
                    condition=models.Q(("mentor", None), ("mentor_user", None), _connector="OR"),
                    name="stage_step_has_at_most_one_mentor",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("mentor", None), models.Q(("mentor", models.F("leader")), _negated=True), _connector="OR"
                    ),
                    name="stage_step_mentor_is_somebody_else",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("next_step_due", None), models.Q(("next_step", ""), _negated=True), _connector="OR"
                    ),
                    name="stage_step_due_only_with_a_next_step",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("is_last", True)), fields=("leader",), name="one_last_stage_step_per_person"
                ),
            ],
        },
    ),
]
