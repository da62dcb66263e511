"""The tables of nominations, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Nomination",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("team", "Team leader"),
                        ("opinion", "Opinion leader"),
                        ("building", "Building head"),
                        ("estate", "Owners' committee chair"),
                    ],
                    max_length=10,
                    verbose_name="kind",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="nominations",
                    to="communities.region",
                    verbose_name="place",
                ),
            ),
            (
                "organization",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="nominations",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "topic",
                models.CharField(
                    blank=True,
                    choices=[
                        ("parking", "Parking"),
                        ("lift", "Adding lifts"),
                        ("elderly", "Care for the elderly"),
                        ("children", "Children"),
                        ("greenery", "Greenery and waste"),
                        ("property", "Property service"),
                        ("pets", "Pets"),
                        ("safety", "Fire and traffic safety"),
                        ("culture", "Culture and neighbours"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                    verbose_name="topic",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("nominee_name", models.CharField(blank=True, max_length=60, verbose_name="name of the person")),
            ("phone_sealed", models.CharField(blank=True, editable=False, max_length=120)),
            ("phone_masked", models.CharField(blank=True, editable=False, max_length=20, verbose_name="mobile")),
            ("reason", models.CharField(blank=True, max_length=300, verbose_name="why this person")),
            (
                "source",
                models.CharField(
                    choices=[("resident", "A resident"), ("self", "The person"), ("worker", "A community worker")],
                    max_length=8,
                    verbose_name="put forward by",
                ),
            ),
            (
                "relation",
                models.CharField(
                    choices=[
                        ("self", "I offer to try myself"),
                        ("neighbour", "A neighbour"),
                        ("teammate", "Somebody of my team"),
                        ("family", "Somebody of my family"),
                        ("other", "Somebody else"),
                    ],
                    max_length=9,
                    verbose_name="who is put forward",
                ),
            ),
            ("nominator", models.CharField(blank=True, max_length=60, verbose_name="name of who puts forward")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("received", "To be contacted"),
                        ("contacted", "Contacted"),
                        ("accepted", "Accepted"),
                        ("declined", "Not taken up"),
                    ],
                    default="received",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
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
            ("contacted_at", models.DateTimeField(editable=False, null=True, verbose_name="contacted at")),
            (
                "contacted_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="contacted by",
                ),
            ),
            (
                "contacted_how",
                models.CharField(
                    blank=True,
                    choices=[
                        ("phone", "By telephone"),
                        ("visit", "At home or in the compound"),
                        ("desk", "At the committee's desk"),
                        ("meeting", "At a meeting"),
                    ],
                    editable=False,
                    max_length=8,
                    verbose_name="how contacted",
                ),
            ),
            ("agreed_on", models.DateField(editable=False, null=True, verbose_name="the person agreed on")),
            (
                "agreed_how",
                models.CharField(
                    blank=True,
                    choices=[
                        ("phone", "By telephone"),
                        ("visit", "At home or in the compound"),
                        ("desk", "At the committee's desk"),
                        ("meeting", "At a meeting"),
                    ],
                    editable=False,
                    max_length=8,
                    verbose_name="how the person agreed",
                ),
            ),
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
            (
                "decline_reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("unwilling", "The person would rather not"),
                        ("unreached", "The person could not be reached"),
                        ("taken", "The seat has been filled"),
                        ("elsewhere", "The person lives elsewhere"),
                        ("twice", "Put forward twice"),
                        ("other_way", "Takes part in another way"),
                        ("dissolved", "The group or seat no longer exists"),
                    ],
                    editable=False,
                    max_length=9,
                    verbose_name="reason for not taking it up",
                ),
            ),
            (
                "leader",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="nominations",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            ("nonce", models.CharField(editable=False, max_length=32, null=True, unique=True)),
        ],
        options={
            "verbose_name": "nomination",
            "verbose_name_plural": "nominations",
            "ordering": ["id"],
            "indexes": [models.Index(fields=["region_path", "state", "id"], name="nomination_of_state")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="nomination_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "team"), ("organization__isnull", False), ("topic", "")),
                        models.Q(("kind", "opinion"), ("organization", None), models.Q(("topic", ""), _negated=True)),
                        models.Q(("kind__in", ["building", "estate"]), ("organization", None), ("topic", "")),
                        _connector="OR",
                    ),
                    name="nomination_has_what_its_kind_needs",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("relation", "self"), ("source", "self")),
                        models.Q(
                            models.Q(("relation", "self"), _negated=True), models.Q(("source", "self"), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="nomination_of_oneself_comes_from_oneself",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("source", "worker"), _negated=True), ("entered_by__isnull", False), _connector="OR"
                    ),
                    name="nomination_by_a_worker_names_the_worker",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("contacted_at", None), ("contacted_by", None), ("contacted_how", ""), ("state", "received")
                        ),
                        models.Q(
                            ("contacted_at__isnull", False),
                            ("contacted_by__isnull", False),
                            ("state__in", ["contacted", "accepted"]),
                            models.Q(("contacted_how", ""), _negated=True),
                        ),
                        models.Q(
                            ("contacted_at", None), ("contacted_by", None), ("contacted_how", ""), ("state", "declined")
                        ),
                        models.Q(
                            ("contacted_at__isnull", False),
                            ("contacted_by__isnull", False),
                            ("state", "declined"),
                            models.Q(("contacted_how", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="nomination_contacted_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("answered_at", None), ("answered_by", None), ("state__in", ["received", "contacted"])
                        ),
                        models.Q(
                            ("answered_at__isnull", False),
                            ("answered_by__isnull", False),
                            ("state__in", ["accepted", "declined"]),
                        ),
                        _connector="OR",
                    ),
                    name="nomination_answered_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("agreed_on__isnull", False),
                            ("leader__isnull", False),
                            ("state", "accepted"),
                            models.Q(("agreed_how", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("agreed_how", ""),
                            ("agreed_on", None),
                            ("leader", None),
                        ),
                        _connector="OR",
                    ),
                    name="nomination_accepted_iff_the_person_agreed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "declined"), models.Q(("decline_reason", ""), _negated=True)),
                        models.Q(models.Q(("state", "declined"), _negated=True), ("decline_reason", "")),
                        _connector="OR",
                    ),
                    name="nomination_declined_iff_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["received", "contacted"]),
                        models.Q(("phone_masked", ""), ("phone_sealed", "")),
                        _connector="OR",
                    ),
                    name="nomination_open_iff_it_may_hold_a_number",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["accepted", "declined"]),
                        models.Q(("nominee_name", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="nomination_open_names_the_person",
                ),
            ],
        },
    ),
]
