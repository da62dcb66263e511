"""The tables of conduct, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="ConductReview",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "appointment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="leaders.appointment",
                    verbose_name="post",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "ground",
                models.CharField(
                    choices=[
                        ("accounts", "Accounts not published"),
                        ("interest", "Conflict of interest"),
                        ("privacy", "Private data leaked"),
                        ("benefit", "Benefit taken"),
                        ("inactive", "Long inactivity"),
                        ("unequal", "Discrimination"),
                    ],
                    max_length=10,
                    verbose_name="ground",
                ),
            ),
            ("facts", models.TextField(max_length=1000, verbose_name="the act and its day")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("raised", "Raised"),
                        ("accepted", "Taken up for review"),
                        ("dismissed", "Dismissed"),
                        ("told", "Person told"),
                        ("heard", "Person heard"),
                        ("verified", "Verified by another"),
                        ("decided", "Decided"),
                        ("informed", "Told in writing"),
                        ("appealed", "Appealed"),
                        ("archived", "Archived"),
                    ],
                    default="raised",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("raised_at", models.DateTimeField(auto_now_add=True, verbose_name="raised at")),
            ("stepped_at", models.DateTimeField(editable=False, verbose_name="last step at")),
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
                "verified_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="verified by",
                ),
            ),
            ("body", models.CharField(blank=True, editable=False, max_length=60, verbose_name="body that decided")),
            ("is_founded", models.BooleanField(editable=False, null=True, verbose_name="found true")),
            ("expires_on", models.DateField(editable=False, null=True, verbose_name="deleted after")),
        ],
        options={
            "verbose_name": "conduct review",
            "verbose_name_plural": "conduct reviews",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["region_path", "id"], name="conduct_by_place"),
                models.Index(
                    condition=models.Q(("expires_on__isnull", False)), fields=["expires_on"], name="conduct_by_expiry"
                ),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="conduct_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("verified_by", None),
                        models.Q(("verified_by", models.F("entered_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="conduct_verified_by_another",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state__in", ["raised", "accepted", "dismissed", "told", "heard"]), ("verified_by", None)
                        ),
                        models.Q(
                            ("state__in", ["verified", "decided", "informed", "appealed", "archived"]),
                            ("verified_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="conduct_verified_before_decided",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("expires_on__isnull", False), ("state__in", ["dismissed", "archived"])),
                        models.Q(
                            models.Q(("state__in", ["dismissed", "archived"]), _negated=True), ("expires_on", None)
                        ),
                        _connector="OR",
                    ),
                    name="conduct_expires_once_it_is_over",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["decided", "informed", "archived"]), _negated=True),
                        models.Q(models.Q(("body", ""), _negated=True), ("is_founded__isnull", False)),
                        _connector="OR",
                    ),
                    name="conduct_decided_by_a_body",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ConductStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "review",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="steps",
                    to="leaders.conductreview",
                    verbose_name="conduct review",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("raised", "Raised"),
                        ("accepted", "Taken up for review"),
                        ("dismissed", "Dismissed"),
                        ("told", "Person told"),
                        ("heard", "Person heard"),
                        ("verified", "Verified by another"),
                        ("decided", "Decided"),
                        ("informed", "Told in writing"),
                        ("appealed", "Appealed"),
                        ("archived", "Archived"),
                    ],
                    max_length=9,
                    verbose_name="step",
                ),
            ),
            ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
            ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account",
                ),
            ),
        ],
        options={
            "verbose_name": "step of a conduct review",
            "verbose_name_plural": "steps of conduct reviews",
            "ordering": ["-id"],
        },
    ),
]
