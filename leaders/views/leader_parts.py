"""What a leader's page is made of: a line here, a function in the noun's own file, a template.

The page sets `row.posts` (all appointments with names) before any part is asked. The overview may cost
8 queries with the frame's, so what needs more is a tab.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.scope import reaches
from communities.views.tabs import Part
from leaders.models import Consent, Stage
from leaders.views.story import cultivation, story
from leaders.views.training_parts import training
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry

HISTORY = 60


def nothing(_row, _user):
    return {}


def stage(row, _user):
    """{"stages": [(label, state, since)]} for backbone → reserve → leader; state is done, now or nothing."""
    order = [Stage.BACKBONE, Stage.RESERVE, Stage.LEADER]
    here = order.index(row.stage) if row.stage in order else (2 if row.stage == Stage.EMERITUS else -1)
    return {
        "stages": [
            (one.label, "now" if at == here else "done" if at < here else "", getattr(row, f"{one}_on"))
            for at, one in enumerate(order)
        ],
        "step": row.newest_step,
        "may_retire": row.stage == Stage.LEADER and not any(post.state == "current" for post in row.posts),
    }


def appointments(row, _user):
    return {"appointments": row.posts}


def contact(row, _user):
    return {"expertise": list(row.expertise.all())}


def consents(row, _user):
    given = {consent.field: consent for consent in row.consents.given()}
    return {"consents": [(label, given.get(field)) for field, label in Consent.Field.choices]}


def history(row, _user):
    numbers = [post.pk for post in row.posts]
    about = Q(object_type="leaders.leader", object_id=row.pk)
    about |= Q(object_type="leaders.appointment", object_id__in=numbers)
    return {"entries": list(AuditEntry.objects.filter(about).select_related("actor")[:HISTORY])}


def incentives(row, user):
    return {
        "incentives": list(row.incentives.order_by("-id")[:HISTORY]),
        "may_propose": reaches(user, Permission.INCENTIVE_PROPOSE, row.region_path),
    }


TABS = [
    Part("overview", _("Overview"), "", nothing),
    Part("story", _("Story"), "leaders/leader/story_tab.html", story),
    Part("cultivation", _("Cultivation"), "leaders/leader/cultivation_tab.html", cultivation),
    Part("incentives", _("Incentives"), "leaders/leader/incentives_tab.html", incentives, Permission.INCENTIVE_VIEW),
    Part("consents", _("Consents"), "leaders/leader/consents_panel.html", consents),
    Part("training", _("Training"), "leaders/leader/training_tab.html", training, Permission.TRAINING_VIEW),
    Part("history", _("History"), "leaders/leader/history_tab.html", history),
]
PANELS = [
    Part("stage", _("Stage"), "leaders/leader/stage_panel.html", stage),
    Part("appointments", _("Posts"), "leaders/leader/appointments_panel.html", appointments),
    Part("contact", _("Contact"), "leaders/leader/contact_panel.html", contact, side="aside"),
    Part("consents", _("Consents"), "leaders/leader/consents_panel.html", consents, side="aside"),
]
