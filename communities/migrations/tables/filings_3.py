"""What holds of a filing's columns; the table is in filings_2."""

from django.db import models

CONSTRAINTS = [
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("submitted_at", None), ("submitted_by", None)),
            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
            _connector="OR",
        ),
        name="filing_submitted_at_iff_by",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("reviewed_at", None), ("reviewed_by", None)),
            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
            _connector="OR",
        ),
        name="filing_reviewed_at_iff_by",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("returned_at", None), ("returned_by", None)),
            models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
            _connector="OR",
        ),
        name="filing_returned_at_iff_by",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("decided_at", None), ("decided_by", None)),
            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
            _connector="OR",
        ),
        name="filing_decided_at_iff_by",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("ended_at", None), ("ended_by", None)),
            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
            _connector="OR",
        ),
        name="filing_ended_at_iff_by",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("reviewed_by", None),
            models.Q(("reviewed_by", models.F("submitted_by")), _negated=True),
            _connector="OR",
        ),
        name="filing_reviewed_by_other_than_submitted",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("decided_by", None),
            models.Q(("decided_by", models.F("submitted_by")), _negated=True),
            _connector="OR",
        ),
        name="filing_decided_by_other_than_submitted",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("decided_by", None),
            ("reviewed_by", None),
            models.Q(("decided_by", models.F("reviewed_by")), _negated=True),
            _connector="OR",
        ),
        name="filing_decided_by_other_than_reviewed",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("returned_by", None),
            models.Q(("returned_by", models.F("submitted_by")), _negated=True),
            _connector="OR",
        ),
        name="filing_returned_by_other_than_submitted",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("return_reason", ""), ("returned_at", None)),
            models.Q(("returned_at__isnull", False), models.Q(("return_reason", ""), _negated=True)),
            _connector="OR",
        ),
        name="filing_returned_iff_reasoned",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("ended_at__isnull", False), ("state", "ended"), models.Q(("end_reason", ""), _negated=True)),
            models.Q(models.Q(("state", "ended"), _negated=True), ("end_reason", ""), ("ended_at", None)),
            _connector="OR",
        ),
        name="filing_ended_iff_reasoned",
    ),
    models.CheckConstraint(
        condition=models.Q(("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"),
        name="filing_ends_after_it_begins",
    ),
    models.CheckConstraint(
        condition=models.Q(("is_standing", False), ("state", "filed"), _connector="OR"),
        name="filing_stands_only_filed",
    ),
    models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="filing_has_path"),
    models.UniqueConstraint(
        condition=models.Q(("is_standing", True)),
        fields=("organization",),
        name="one_standing_filing_per_organization",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("kind", "amend"),
            models.Q(("charter_changes", ""), ("new_category", None), ("new_name", ""), ("new_region", None)),
            _connector="OR",
        ),
        name="filing_changes_what_is_on_file_only_as_such",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(
                ("decided_at", None),
                ("returned_at", None),
                ("reviewed_at", None),
                ("state", "draft"),
                ("submitted_at", None),
            ),
            models.Q(
                ("decided_at", None),
                ("returned_at", None),
                ("reviewed_at", None),
                ("state", "submitted"),
                ("submitted_at__isnull", False),
            ),
            models.Q(
                ("decided_at", None),
                ("returned_at", None),
                ("reviewed_at__isnull", False),
                ("state", "reviewed"),
                ("submitted_at__isnull", False),
            ),
            models.Q(
                ("decided_at", None),
                ("returned_at__isnull", False),
                ("state", "returned"),
                ("submitted_at__isnull", False),
            ),
            models.Q(("decided_at", None), ("state", "dropped")),
            models.Q(
                ("decided_at", None),
                ("kind", "paper"),
                ("returned_at", None),
                ("reviewed_at", None),
                ("state", "entered"),
                ("submitted_at__isnull", False),
            ),
            models.Q(
                ("decided_at__isnull", False),
                ("returned_at", None),
                ("reviewed_at__isnull", False),
                ("state__in", ["filed", "ended"]),
                ("submitted_at__isnull", False),
                models.Q(("kind", "paper"), _negated=True),
            ),
            models.Q(
                ("decided_at__isnull", False),
                ("kind", "paper"),
                ("returned_at", None),
                ("reviewed_at", None),
                ("state__in", ["filed", "ended"]),
                ("submitted_at__isnull", False),
            ),
            _connector="OR",
        ),
        name="filing_signed_as_its_state_says",
    ),
    models.CheckConstraint(
        condition=models.Q(("kind", "paper"), ("state__in", ["draft", "submitted", "reviewed"]), _negated=True),
        name="filing_of_a_paper_is_entered_and_confirmed",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(
                ("renew_from__isnull", False),
                ("serial__isnull", False),
                ("state__in", ["filed", "ended"]),
                ("valid_from__isnull", False),
                ("valid_until__isnull", False),
                models.Q(("number", ""), _negated=True),
                models.Q(("token", None), _negated=True),
                models.Q(("kind", "paper"), _negated=True),
            ),
            models.Q(
                ("kind", "paper"),
                ("renew_from__isnull", False),
                ("valid_from__isnull", False),
                ("valid_until__isnull", False),
                models.Q(("number", ""), _negated=True),
                models.Q(
                    models.Q(("state__in", ["filed", "ended"]), ("token__isnull", False)),
                    models.Q(models.Q(("state__in", ["filed", "ended"]), _negated=True), ("token", None)),
                    _connector="OR",
                ),
            ),
            models.Q(
                models.Q(("state__in", ["filed", "ended"]), _negated=True),
                models.Q(("kind", "paper"), _negated=True),
                ("number", ""),
                ("renew_from", None),
                ("serial", None),
                ("token", None),
                ("valid_from", None),
                ("valid_until", None),
            ),
            _connector="OR",
        ),
        name="filing_numbered_iff_decided",
    ),
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("kind__in", ["first", "paper"]), ("previous", None)),
            models.Q(models.Q(("kind__in", ["first", "paper"]), _negated=True), ("previous__isnull", False)),
            _connector="OR",
        ),
        name="filing_names_the_one_before_unless_first",
    ),
    models.UniqueConstraint(
        condition=models.Q(("state__in", ["draft", "submitted", "reviewed", "returned", "entered"])),
        fields=("organization",),
        name="one_open_filing_per_organization",
    ),
    models.UniqueConstraint(
        condition=models.Q(("serial__isnull", False), models.Q(("state", "dropped"), _negated=True)),
        fields=("street", "year", "serial"),
        name="filing_number_once_a_street_and_year",
    ),
    models.UniqueConstraint(
        condition=models.Q(models.Q(("number", ""), _negated=True), models.Q(("state", "dropped"), _negated=True)),
        fields=("street", "number"),
        name="filing_number_of_a_paper_once_a_street",
    ),
]
