"""What the database itself keeps of a filing: who signed what, three different people, one open and one standing."""

from django.db.models import F, Q, UniqueConstraint

from registry.upkeep.constraints import Check

OPEN = ["draft", "submitted", "reviewed", "returned", "entered"]
PAPER = "paper"  # the kind of a filing that was issued on paper before the register: two people, its own number
DECIDED = ["filed", "ended"]
SIGNED_ACTS = ["submitted", "reviewed", "returned", "decided", "ended"]
SIGNED = {"submitted_at__isnull": False}
REVIEWED = SIGNED | {"reviewed_at__isnull": False}


def signed_together(act):
    """X_at and X_by stand or fall together."""
    neither, both = {f"{act}_at": None, f"{act}_by": None}, {f"{act}_at__isnull": False, f"{act}_by__isnull": False}
    return Check(name=f"filing_{act}_at_iff_by", condition=Q(**neither) | Q(**both))


def told_apart(act, other):
    """The one who did `act` is not the one who did `other`."""
    return Check(
        name=f"filing_{act}_by_other_than_{other}",
        condition=Q(**{f"{act}_by": None}) | ~Q(**{f"{act}_by": F(f"{other}_by")}),
    )


CONSTRAINTS = [
    *[signed_together(act) for act in SIGNED_ACTS],
    told_apart("reviewed", "submitted"),
    told_apart("decided", "submitted"),
    Check(
        name="filing_decided_by_other_than_reviewed",
        condition=Q(decided_by=None) | Q(reviewed_by=None) | ~Q(decided_by=F("reviewed_by")),
    ),
    told_apart("returned", "submitted"),
    Check(
        name="filing_signed_as_its_state_says",
        condition=Q(state="draft", submitted_at=None, reviewed_at=None, returned_at=None, decided_at=None)
        | Q(state="submitted", reviewed_at=None, returned_at=None, decided_at=None, **SIGNED)
        | Q(state="reviewed", returned_at=None, decided_at=None, **REVIEWED)
        | Q(state="returned", returned_at__isnull=False, decided_at=None, **SIGNED)
        | Q(state="dropped", decided_at=None)
        | Q(state="entered", kind=PAPER, reviewed_at=None, returned_at=None, decided_at=None, **SIGNED)
        | (Q(state__in=DECIDED, returned_at=None, decided_at__isnull=False, **REVIEWED) & ~Q(kind=PAPER))
        | Q(state__in=DECIDED, kind=PAPER, returned_at=None, reviewed_at=None, decided_at__isnull=False, **SIGNED),
    ),
    Check(
        name="filing_of_a_paper_is_entered_and_confirmed",
        condition=~Q(kind=PAPER, state__in=["draft", "submitted", "reviewed"]),
    ),
    Check(
        name="filing_returned_iff_reasoned",
        condition=(Q(returned_at=None, return_reason="")) | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
    ),
    Check(
        name="filing_ended_iff_reasoned",
        condition=(Q(state="ended", ended_at__isnull=False) & ~Q(end_reason=""))
        | (~Q(state="ended") & Q(ended_at=None, end_reason="")),
    ),
    Check(
        name="filing_numbered_iff_decided",
        condition=(
            Q(
                state__in=DECIDED,
                serial__isnull=False,
                valid_from__isnull=False,
                valid_until__isnull=False,
                renew_from__isnull=False,
            )
            & ~Q(number="")
            & ~Q(token=None)
            & ~Q(kind=PAPER)
        )
        | (
            Q(kind=PAPER, valid_from__isnull=False, valid_until__isnull=False, renew_from__isnull=False)
            & ~Q(number="")
            & (Q(state__in=DECIDED, token__isnull=False) | (~Q(state__in=DECIDED) & Q(token=None)))
        )
        | (
            ~Q(state__in=DECIDED)
            & ~Q(kind=PAPER)
            & Q(serial=None, valid_from=None, valid_until=None, renew_from=None, number="", token=None)
        ),
    ),
    Check(name="filing_ends_after_it_begins", condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from"))),
    Check(name="filing_stands_only_filed", condition=Q(is_standing=False) | Q(state="filed")),
    Check(
        name="filing_names_the_one_before_unless_first",
        condition=Q(kind__in=["first", PAPER], previous=None)
        | (~Q(kind__in=["first", PAPER]) & Q(previous__isnull=False)),
    ),
    Check(
        name="filing_changes_what_is_on_file_only_as_such",
        condition=Q(kind="amend") | Q(new_name="", new_region=None, new_category=None, charter_changes=""),
    ),
    Check(name="filing_has_one_person_in_charge", condition=Q(appointment=None) | Q(person_name="")),
    UniqueConstraint(name="one_open_filing_per_organization", fields=["organization"], condition=Q(state__in=OPEN)),
    UniqueConstraint(
        name="one_standing_filing_per_organization", fields=["organization"], condition=Q(is_standing=True)
    ),
    UniqueConstraint(
        name="filing_number_once_a_street_and_year",
        fields=["street", "year", "serial"],
        condition=Q(serial__isnull=False) & ~Q(state="dropped"),
    ),
    UniqueConstraint(
        name="filing_number_of_a_paper_once_a_street",
        fields=["street", "number"],
        condition=~Q(number="") & ~Q(state="dropped"),
    ),
]
