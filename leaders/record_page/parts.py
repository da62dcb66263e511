"""What a leader's page is made of: a line here, a function in the subject's own file, a template.

The page sets `row.posts` (all appointments with names) before any part is asked. The overview may cost
8 queries with the frame's, so what needs more is a tab.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.tabs import Part
from communities.scope import reaches
from leaders.consents.models import Consent
from leaders.departures.views import panel
from leaders.people.models import Expertise, Stage
from leaders.privacy.views import panel as privacy
from leaders.record_page.story import cultivation, story
from leaders.record_page.whole import matters_of, supports_of
from leaders.training.views.parts import training
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.upkeep.written import Given, ask

HISTORY = 60
LEAVING = pgettext_lazy("person", "Departure")
DATA = pgettext_lazy("person", "Personal data")


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
        "step": getattr(row, "newest_step", None),  # nobody is registered without one; a page is no place to fail
        "may_retire": row.stage == Stage.LEADER and not any(post.state == "current" for post in row.posts),
    }


def appointments(row, _user):
    return {"appointments": row.posts}


def contact(row, _user):
    return {"expertise": ask("expertise of a person", _expertise, leader=row.pk)}


def _expertise():
    return Expertise.objects.filter(leaders=Given("leader"))


def consents(row, _user):
    given = {consent.field: consent for consent in ask("consents of a person", _consents, leader=row.pk)}
    return {"consents": [(label, given.get(field)) for field, label in Consent.Field.choices]}


def _consents():
    return Consent.objects.given().with_age().filter(leader=Given("leader"))


def history(row, _user):
    return {"entries": history_of(row, *row.posts, *row.departures.only("pk"), *row.erasures.only("pk"))}


def incentives(row, user):
    return {
        "incentives": list(row.incentives.order_by("-id")[:HISTORY]),
        "earlier": list(row.earlier_honours.standing().order_by("-year", "-id")[:HISTORY]),
        "may_propose": reaches(user, Permission.INCENTIVE_PROPOSE, row.region_path),
    }


def cases(row, _user):
    return matters_of(row)


def support(row, user):
    return {"supports": supports_of(row, user, HISTORY)}


TABS = [
    Part("overview", _("Overview"), "", nothing),
    Part("story", _("Story"), "leaders/record_page/story_tab.html", story),
    Part("cultivation", _("Cultivation"), "leaders/cultivation/leader_tab.html", cultivation),
    Part("incentives", _("Incentives"), "leaders/incentives/leader_tab.html", incentives, Permission.INCENTIVE_VIEW),
    Part("consents", _("Consents"), "leaders/consents/leader_panel.html", consents),
    Part("training", _("Training"), "leaders/training/leader_tab.html", training, Permission.TRAINING_VIEW),
    Part("support", _("Support"), "leaders/record_page/support_tab.html", support, Permission.SUPPORT_VIEW),
    Part("cases", _("Matters raised"), "leaders/cases/leader_tab.html", cases, Permission.CASE_VIEW),
    Part("history", _("History"), "leaders/record_page/history_tab.html", history),
]
PANELS = [
    Part("stage", _("Stage"), "leaders/cultivation/leader_panel.html", stage),
    Part("appointments", _("Posts"), "leaders/appointments/leader_panel.html", appointments),
    Part("contact", _("Contact"), "leaders/people/contact_panel.html", contact, side="aside"),
    Part("consents", _("Consents"), "leaders/consents/leader_panel.html", consents, side="aside"),
    Part("departure", LEAVING, "leaders/departures/leader_panel.html", panel, side="aside"),
    Part("privacy", DATA, "leaders/privacy/leader_panel.html", privacy, side="aside"),
]
