from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.pages.named_choice import NamedChoice


class OrganizationChoice(NamedChoice):
    """A current organization on which the user holds `permission`."""

    model = Organization
    default_error_messages = {
        "invalid_choice": _("Choose an organization inside your posting."),
    }
    typed_help = _("Type the full name of the organization.")
    not_one = _("No single organization of this name is in reach.")

    def reach(self, user):
        return Organization.objects.current().permitted(user, self.permission).order_by("pinyin", "id")
