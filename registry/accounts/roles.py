"""The policy, readable aloud: which role may do what. Names only: no models, no database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    REGION_VIEW = "region_view", _("see regions")
    REGION_EDIT = "region_edit", _("edit a region's aliases and public contact")
    REGION_ACT = "region_act", _("add, rename and retire compounds and buildings")
    ORGANIZATION_VIEW = "organization_view", _("see organizations")
    ORGANIZATION_EDIT = "organization_edit", _("register and edit organizations")
    ORGANIZATION_EXPORT = "organization_export", _("export organizations")
    LEADER_LIST = "leader_list", _("see lists of leaders without contact details")
    LEADER_VIEW = "leader_view", _("see a leader's details")
    LEADER_EDIT = "leader_edit", _("register and edit leaders")
    LEADER_REVEAL = "leader_reveal", _("reveal a phone number (logged)")
    LEADER_EXPORT = "leader_export", _("export leaders (logged)")
    APPOINTMENT_DECIDE = "appointment_decide", _("confirm or return appointments")
    POSTING_VIEW = "posting_view", _("see accounts and postings")
    POSTING_EDIT = "posting_edit", _("create and end postings of people below")
    AUDIT_VIEW = "audit_view", _("read the operation log")
    STATISTICS_VIEW = "statistics_view", _("see figures")


class Role(models.TextChoices):
    WORKER = "worker", _("Community worker")
    OFFICE = "office", _("Street clerk")
    MANAGER = "manager", _("Street manager")
    OVERSEER = "overseer", _("District overseer")


_SEE = {
    Permission.REGION_VIEW,
    Permission.ORGANIZATION_VIEW,
    Permission.LEADER_LIST,
    Permission.STATISTICS_VIEW,
}
_WORK = _SEE | {
    Permission.REGION_EDIT,
    Permission.ORGANIZATION_EDIT,
    Permission.ORGANIZATION_EXPORT,
    Permission.LEADER_VIEW,
    Permission.LEADER_EDIT,
    Permission.LEADER_REVEAL,
    Permission.LEADER_EXPORT,
}
_STREET = _WORK | {
    Permission.REGION_ACT,
    Permission.POSTING_VIEW,
    Permission.POSTING_EDIT,
    Permission.AUDIT_VIEW,
}

GRANTS = {
    Role.WORKER: _WORK,
    Role.OFFICE: _STREET,
    Role.MANAGER: _STREET | {Permission.APPOINTMENT_DECIDE},
    Role.OVERSEER: _SEE,
}

# Which roles a holder of POSTING_EDIT may give and end: only those below the own one.
MAY_APPOINT = {
    Role.OFFICE: {Role.WORKER},
    Role.MANAGER: {Role.WORKER, Role.OFFICE},
}


def roles_granting(permission):
    """Return the set of roles whose grants name `permission`."""
    return {role for role, granted in GRANTS.items() if permission in granted}
