from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.pages.named_choice import NamedChoice
from communities.pages.readers import number_in


class OrganizationChoice(NamedChoice):
    """A current organization on which the user holds `permission`.

    With `gives`, for what is new for a group, none that an authority's decision keeps from it; `current`, the group of
    a row that is only corrected, stays a choice. One that was ended or restrained while the page was open is told so.
    """

    model = Organization
    default_error_messages = {
        "invalid_choice": _("Choose an organization inside your posting."),
    }
    typed_help = _("Type the full name of the organization.")
    not_one = _("No single organization of this name is in reach.")
    current = None

    def __init__(self, permission, *, gives=False, **kwargs):
        super().__init__(permission, **kwargs)
        self.gives = gives

    def reach(self, user):
        self.all_reached = Organization.objects.permitted(user, self.permission)
        rows = Organization.objects.current().permitted(user, self.permission)
        if self.gives:
            rows = rows.filter(Q(restraint="") | Q(pk=self.current))
        return rows.order_by("pinyin", "id")

    def label_from_instance(self, row):
        """A decision that stands is said where the group is chosen all the same."""
        label = super().label_from_instance(row)
        return f"{label} · {row.get_restraint_display()}" if row.restraint else label

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            typed = str(value).strip().replace("\x00", "")
            found = list(self.all_reached.filter(Q(pk=number_in(typed) or 0) | Q(name=typed))[:2])
            if len(found) == 1:
                found[0].refuse_new(is_restrained=self.gives)
            raise
