"""Who may get an incentive. Read here is everything that counts, and nothing else may.

Whether somebody raised a matter, complained or objected is no fact of this list: it never lowers eligibility.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leaders.appointments.models import Appointment
from leaders.people.models import Kind

# Whole list of the facts, as table.column; tests compare it with the statements that are really sent.
FACTS = (
    "leaders_appointment: a current post as chair of an owners' committee (material incentives)",
    "communities_organization: ended_on, restraint",
)


def refuse_unless_eligible(*, is_material, leader=None, organization=None):
    """Raise ValidationError with the reason; called when proposed, decided and awarded, inside the transaction."""
    if organization is not None:
        organization.refuse_while_restrained()
    if leader is not None and is_material and chairs_owners_committee(leader):
        raise ValidationError(
            _(
                "%(leader)s chairs an owners' committee at present: only the owners' assembly decides on pay or "
                "allowances for its chair. Thanks and certificates are possible."
            )
            % {"leader": leader},
            code="chair",
        )


def chairs_owners_committee(leader):
    return Appointment.objects.current().filter(leader=leader, kind=Kind.ESTATE).exists()
