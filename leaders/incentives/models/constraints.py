"""What the database keeps of incentives, whoever writes them."""

from django.db import models
from django.db.models import F, Q

from registry.upkeep.constraints import Check

GIVEN = ["awarded", "recalled"]  # with a day, and a number where there is a certificate
CONSTRAINTS = [
    Check(
        name="incentive_recalled_by_somebody_on_a_notice",
        condition=Q(state="recalled", recalled_by__isnull=False, recall_notice__isnull=False)
        | (~Q(state="recalled") & Q(recalled_by=None, recall_notice=None)),
    ),
    Check(
        name="incentive_for_a_leader_or_an_organization",
        condition=Q(leader__isnull=False, organization=None) | Q(leader=None, organization__isnull=False),
    ),
    Check(
        name="incentive_form_fits_its_kind",
        condition=Q(kind="spiritual", form__in=["letter", "certificate", "praise", "recommend"])
        | Q(kind="material", form__in=["funds", "goods", "allowance"]),
    ),
    Check(
        name="incentive_material_iff_paid_for",
        condition=Q(kind="spiritual", amount=None, budget_source="")
        | (Q(kind="material", amount__isnull=False, amount__gt=0) & ~Q(budget_source="")),
    ),
    Check(
        name="incentive_decided_iff_signed",
        condition=Q(decided_at=None, decided_by=None, state__in=["proposed", "withdrawn"])
        | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state="proposed")),
    ),
    Check(
        name="incentive_not_decided_by_its_proposer",
        condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
    ),
    Check(
        name="incentive_told_on_a_notice",
        condition=Q(notice__isnull=False) | ~Q(state__in=["on_notice", "objected", "awarded", "recalled"]),
    ),
    Check(
        name="incentive_awarded_iff_signed",
        condition=Q(state__in=GIVEN, awarded_on__isnull=False, awarded_by__isnull=False)
        | (~Q(state__in=GIVEN) & Q(awarded_on=None, awarded_by=None)),
    ),
    Check(
        name="incentive_numbered_iff_a_certificate",
        condition=(
            Q(state__in=GIVEN, kind="spiritual")
            & Q(certificate_street__isnull=False, certificate_year__isnull=False)
            & Q(certificate_serial__isnull=False)
            & Q(check_token__isnull=False)
            & ~Q(certificate_number="")
        )
        | (
            (~Q(state__in=GIVEN) | Q(kind="material"))
            & Q(certificate_street=None, certificate_year=None, certificate_serial=None, certificate_number="")
            & Q(check_token=None)
        ),
    ),
    Check(
        name="incentive_refused_with_a_reason",
        condition=~Q(state__in=["returned", "objected", "withdrawn", "recalled"]) | ~Q(reason=""),
    ),
    models.UniqueConstraint(
        name="certificate_serial_once", fields=["certificate_street", "certificate_year", "certificate_serial"]
    ),
]
INDEXES = [
    models.Index(name="incentive_by_place", fields=["region_path", "id"]),
    models.Index(name="incentive_of_state", fields=["region_path", "state", "id"]),
    models.Index(name="incentive_by_number", fields=["certificate_number"]),
    models.Index(name="incentive_by_day", fields=["region_path", "proposed_at", "id"]),
    models.Index(name="incentive_batch", fields=["batch", "region_path"], condition=~Q(batch="")),
    models.Index(name="incentive_honours", fields=["awarded_on", "id"], condition=Q(state="awarded")),
]
