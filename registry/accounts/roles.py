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
    FILING_VIEW = "filing_view", _("see filings")
    FILING_EDIT = "filing_edit", _("prepare and submit filings and yearly reports")
    FILING_REVIEW = "filing_review", _("pre-check filings")
    FILING_DECIDE = "filing_decide", _("decide filings")
    MANAGEMENT_VIEW = "management_view", _("see management decisions and service centres")
    MANAGEMENT_PROPOSE = "management_propose", _("propose a management mode")
    MANAGEMENT_DECIDE = "management_decide", _("decide a management mode")
    CENTER_EDIT = "center_edit", _("run service centres")
    SUPPORT_VIEW = "support_view", _("see the support ledger")
    SUPPORT_EDIT = "support_edit", _("enter support")
    SUPPORT_EXPORT = "support_export", _("export the support ledger")
    SUPPORT_DECIDE = "support_decide", _("confirm support in money")
    VENUE_EDIT = "venue_edit", _("run venues")
    ACTIVITY_VIEW = "activity_view", _("see activities")
    ACTIVITY_EDIT = "activity_edit", _("enter and publish activities")
    OVERSIGHT_VIEW = "oversight_view", _("see inspections and decisions of authorities")
    INSPECTION_EDIT = "inspection_edit", _("enter inspections")
    AUTHORITY_ENTER = "authority_enter", _("enter decisions of authorities")
    AUTHORITY_CONFIRM = "authority_confirm", _("confirm decisions of authorities")
    RULE_VIEW = "rule_view", _("see the settings of a street")
    RULE_EDIT = "rule_edit", _("change the settings of a street")
    ASSESSMENT_VIEW = "assessment_view", _("see impact assessments")
    ASSESSMENT_EDIT = "assessment_edit", _("enter impact assessments")
    NOMINATION_VIEW = "nomination_view", _("see nominations")
    NOMINATION_EDIT = "nomination_edit", _("enter and answer nominations")
    TRAINING_VIEW = "training_view", _("see training")
    TRAINING_EDIT = "training_edit", _("run training, enrol and take attendance")
    HOURS_CONFIRM = "hours_confirm", _("confirm training hours earned elsewhere")
    INCENTIVE_VIEW = "incentive_view", _("see incentives")
    INCENTIVE_PROPOSE = "incentive_propose", _("propose incentives")
    INCENTIVE_DECIDE = "incentive_decide", _("decide incentives")
    NOTICE_VIEW = "notice_view", _("see public notices with their opinions")
    NOTICE_EDIT = "notice_edit", _("open, answer and close public notices")
    RATING_VIEW = "rating_view", _("see star ratings")
    RATING_EDIT = "rating_edit", _("score star ratings")
    RATING_DECIDE = "rating_decide", _("decide star ratings")
    CASE_VIEW = "case_view", _("see matters raised")
    CASE_EDIT = "case_edit", _("take in, handle and answer matters")
    TOPIC_VIEW = "topic_view", _("see topics of projects")
    TOPIC_EDIT = "topic_edit", _("run topics of projects")
    CONDUCT_HANDLE = "conduct_handle", _("see and handle conduct reviews")
    CASE_DECIDE = "case_decide", _("decide longer time and publication of matters")
    IMPORT_RUN = "import_run", _("import tables")
    ERASURE_DECIDE = "erasure_decide", _("decide requests for erasure of personal data")
    HOLD_OPEN = "hold_open", _("open and end what is kept sealed by law (logged)")


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
    Permission.FILING_VIEW,
    Permission.MANAGEMENT_VIEW,
    Permission.SUPPORT_VIEW,
    Permission.ACTIVITY_VIEW,
    Permission.OVERSIGHT_VIEW,
    Permission.TRAINING_VIEW,
    Permission.RATING_VIEW,
}
_WORK = _SEE | {
    Permission.REGION_EDIT,
    Permission.ORGANIZATION_EDIT,
    Permission.ORGANIZATION_EXPORT,
    Permission.LEADER_VIEW,
    Permission.LEADER_EDIT,
    Permission.LEADER_REVEAL,
    Permission.LEADER_EXPORT,
    Permission.FILING_EDIT,
    Permission.MANAGEMENT_PROPOSE,
    Permission.SUPPORT_EDIT,
    Permission.SUPPORT_EXPORT,
    Permission.ACTIVITY_EDIT,
    Permission.INSPECTION_EDIT,
    Permission.NOMINATION_VIEW,
    Permission.NOMINATION_EDIT,
    Permission.TRAINING_EDIT,
    Permission.INCENTIVE_VIEW,
    Permission.INCENTIVE_PROPOSE,
    Permission.NOTICE_VIEW,
    Permission.CASE_VIEW,
    Permission.CASE_EDIT,
    Permission.IMPORT_RUN,
    Permission.TOPIC_VIEW,
}
_STREET = _WORK | {
    Permission.REGION_ACT,
    Permission.POSTING_VIEW,
    Permission.POSTING_EDIT,
    Permission.AUDIT_VIEW,
    Permission.FILING_REVIEW,
    Permission.CENTER_EDIT,
    Permission.SUPPORT_DECIDE,
    Permission.VENUE_EDIT,
    Permission.HOURS_CONFIRM,
    Permission.AUTHORITY_ENTER,
    Permission.RULE_VIEW,
    Permission.ASSESSMENT_VIEW,
    Permission.NOTICE_EDIT,
    Permission.RATING_EDIT,
    Permission.CASE_DECIDE,
    Permission.TOPIC_EDIT,
    Permission.CONDUCT_HANDLE,
}
_DECIDE = {
    Permission.APPOINTMENT_DECIDE,
    Permission.FILING_DECIDE,
    Permission.MANAGEMENT_DECIDE,
    Permission.AUTHORITY_CONFIRM,
    Permission.RULE_EDIT,
    Permission.ASSESSMENT_EDIT,
    Permission.INCENTIVE_DECIDE,
    Permission.RATING_DECIDE,
    Permission.ERASURE_DECIDE,
    Permission.HOLD_OPEN,
}

GRANTS = {
    Role.WORKER: _WORK,
    Role.OFFICE: _STREET,
    Role.MANAGER: _STREET | _DECIDE,
    Role.OVERSEER: _SEE | {Permission.ASSESSMENT_VIEW},
}

# Which roles a holder of POSTING_EDIT may give and end: only those below the own one.
MAY_APPOINT = {
    Role.OFFICE: {Role.WORKER},
    Role.MANAGER: {Role.WORKER, Role.OFFICE},
}


def roles_granting(permission: str | None) -> set[str]:
    """Return the set of roles whose grants name `permission`."""
    return {role for role, granted in GRANTS.items() if permission in granted}
