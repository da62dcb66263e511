"""What is on record about one organization from outside: decisions of authorities, inspections, modes."""

from communities.modes.models import ManagementDecision
from communities.oversight.views.authorities import SHOWN
from communities.scope import reaches
from registry.accounts.roles import Permission


def oversight_tab(row, user):
    """Everything on one organization: decisions of authorities, inspections, changes of mode."""
    changes = ManagementDecision.objects.filter(organization=row).with_names().order_by("-effective_on", "-id")
    return {
        "decisions": list(row.authority_decisions.with_names().with_lifted().order_by("-decided_on", "-id")[:SHOWN]),
        "inspections": list(row.inspections.with_names().order_by("-inspected_on", "-id")[:SHOWN]),
        "changes": list(changes[:SHOWN]),
        "may_enter": row.is_current and reaches(user, Permission.AUTHORITY_ENTER, row.region_path),
        "may_inspect": row.is_current and reaches(user, Permission.INSPECTION_EDIT, row.region_path),
    }
