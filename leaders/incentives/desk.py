"""What the desk shows of incentives: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import queue
from leaders.incentives.models import Incentive
from registry.accounts.roles import Permission


def incentives_to_decide(user):
    return Incentive.objects.proposed().permitted(user, Permission.INCENTIVE_DECIDE)


def describe_incentive(person, group, form, title):
    return f"{person or group} {Incentive.Form(form).label} {title}", ""


WAITING = [
    queue(
        "incentive",
        gettext_lazy("Incentives"),
        Permission.INCENTIVE_DECIDE,
        incentives_to_decide,
        describe_incentive,
        ("leader__name", "organization__name", "form", "title"),
        "leaders:incentive-detail",
        submitter="proposed_by",
        at="proposed_at",
    ),
]

SENTENCES = {
    "incentive.propose": gettext_lazy("%(who)s proposed the incentive %(what)s"),
    "incentive.decide": gettext_lazy("%(who)s confirmed the incentive %(what)s"),
    "incentive.return": gettext_lazy("%(who)s returned the incentive %(what)s"),
    "incentive.approved": gettext_lazy("%(who)s confirmed the incentive %(what)s"),
    "incentive.returned": gettext_lazy("%(who)s returned the incentive %(what)s"),
    "incentive.on_notice": gettext_lazy("%(who)s put the incentive %(what)s on public notice"),
    "incentive.leave_notice": gettext_lazy("%(who)s took the incentive %(what)s off public notice"),
    "incentive.objected": gettext_lazy("%(who)s stopped the incentive %(what)s because of an objection"),
    "incentive.resume": gettext_lazy("%(who)s cleared the objection to the incentive %(what)s"),
    "incentive.awarded": gettext_lazy("%(who)s awarded the incentive %(what)s"),
    "incentive.withdrawn": gettext_lazy("%(who)s revoked the incentive %(what)s"),
    "incentive.leave_batch": gettext_lazy("%(who)s took the incentive %(what)s out of its list"),
    "incentive.export": gettext_lazy("%(who)s exported incentives"),
}

MENU = [
    item(
        "cultivate",
        "incentive",
        Permission.INCENTIVE_VIEW,
        "leaders:incentive-list",
        "medal",
        gettext_lazy("Incentives and notices"),
        "incentive-",
        "notice-",
    ),
]
