"""What a new office does first: each step with its state and one way on; a step that is done is gone."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.assessments.models import Assessment
from communities.organizations.models import Organization
from communities.postings.free import others_than
from communities.postings.models import Posting
from communities.records.statements import asked
from communities.regions.models import Level, Region
from communities.scope import WHOLE_TREE, ancestor_paths, holds_anywhere, in_spans, reached_spans, rows_in_reach
from communities.settings_of_street.models import ACCEPTED, Rule
from leaders.people.models import Leader
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role, roles_granting
from registry.audit.models import AuditEntry

SETTLED_FOR = 86_400  # seconds for which nobody asks again once all is done


class Step(NamedTuple):
    """`rows(user)` holds something once the step is done; `at(user)` is where; `table`: what an import calls it."""

    key: str
    permission: Permission
    title: Promise
    state: Promise
    verb: Promise
    rows: Callable[[User], QuerySet]
    at: Callable[[User], str]
    table: str = ""


def _regions(level: Level) -> Callable[[User], QuerySet[Region]]:
    return lambda user: Region.objects.current().permitted(user, Permission.REGION_ACT).filter(level=level)


def _own_place(user: Any) -> Region | None:
    """The one place the user acts on, or None; kept on the user object, which lives for one request."""
    if not hasattr(user, "_own_place"):
        spans = reached_spans(user, Permission.REGION_ACT)
        is_one = len(spans) == 1 and spans != [WHOLE_TREE]
        user._own_place = Region.objects.filter(path=spans[0][0]).first() if is_one else None
    return user._own_place


def _communities_at(user: User) -> str:
    place = _own_place(user)
    if place is not None and place.level == Level.STREET:
        return reverse("communities:region-communities", args=[place.pk])
    return reverse("communities:street-choose")


def _tree_at(user: User) -> str:
    place = _own_place(user)
    return place.get_absolute_url() if place else reverse("communities:region-list")


def _people(user: User) -> QuerySet[Posting]:
    # An administrator makes those who hand in as well: whoever gave a first password decides nothing of it for a time.
    roles = [Role.WORKER, Role.OFFICE] if user.is_superuser else list(Role.values)
    return Posting.objects.standing().permitted(user, Permission.POSTING_EDIT).filter(role__in=roles).exclude(user=user)


def _three(user: User) -> QuerySet[Posting]:
    """Who decides filings, where a second person pre-checks them and a third hands them in; neither stands for
    another in whose account the first password is theirs."""
    spans = reached_spans(user, Permission.POSTING_EDIT)
    above = {path for low, _high in spans for path in ancestor_paths(low)}
    staff = Posting.objects.open().filter(user__is_active=True, user__is_superuser=False)
    staff = staff.filter(in_spans(spans, "region__path") | Q(region__path__in=above))
    decides, checks, hands_in = (
        staff.filter(role__in=roles_granting(right))
        for right in (Permission.FILING_DECIDE, Permission.FILING_REVIEW, Permission.FILING_EDIT)
    )
    checks = others_than(OuterRef("user_id"), checks)
    hands_in = others_than(OuterRef("user_id"), others_than(OuterRef(OuterRef("user_id")), hands_in))
    return decides.filter(Exists(checks.filter(Exists(hands_in))))


def _rules(user: User) -> QuerySet[Region]:
    spans = reached_spans(user, Permission.RULE_EDIT)
    accepted = rows_in_reach(AuditEntry.objects.filter(verb=ACCEPTED), user, Permission.RULE_EDIT)
    return Region.objects.filter(
        Exists(accepted) | Exists(Rule.objects.filter(Q(region=None) | in_spans(spans, "region__path")))
    )


def _contacts(user: User) -> QuerySet[Region]:
    return Region.objects.current().permitted(user, Permission.REGION_EDIT).exclude(contact_phone="")


def _contact_at(user: User) -> str:
    place = _own_place(user)
    return reverse("communities:region-describe", args=[place.pk]) if place else reverse("communities:region-list")


def _assessed(user: User) -> QuerySet[Assessment]:
    """Those of the places in reach, and of the places above them, which hold below."""
    spans = reached_spans(user, Permission.ASSESSMENT_EDIT)
    above = {path for low, _high in spans for path in ancestor_paths(low)}
    return Assessment.objects.filter(in_spans(spans) | Q(region_path__in=above))


def _at(name: str) -> Callable[[User], str]:
    return lambda user: reverse(name)


STEPS = [
    Step("communities", Permission.REGION_ACT, _("Communities"), _("No community yet"),
         _("Take them from the national table"), _regions(Level.COMMUNITY), _communities_at),
    Step("accounts", Permission.POSTING_EDIT, _("Accounts"), _("Nobody else works here yet"),
         _("Create an account"), _people, _at("communities:person-create")),
    Step("staff", Permission.POSTING_EDIT, _("Three people for a filing"),
         _("One hands it in, one pre-checks it, one decides: with the staff of today one is missing"),
         _("Create an account or name a deputy"), _three, _at("communities:person-list")),
    Step("buildings", Permission.REGION_ACT, _("Compounds and buildings"), _("No building yet"),
         _("Add them"), _regions(Level.BUILDING), _tree_at, "places"),
    Step("organizations", Permission.ORGANIZATION_EDIT, _("Organizations"), _("No organization yet"),
         _("Register one"), lambda user: Organization.objects.permitted(user, Permission.ORGANIZATION_EDIT),
         _at("communities:organization-create"), "organizations"),
    Step("leaders", Permission.LEADER_EDIT, _("Leaders"), _("No leader yet"),
         _("Register one"), lambda user: Leader.objects.permitted(user, Permission.LEADER_EDIT),
         _at("leaders:leader-create"), "people"),
    Step("settings", Permission.RULE_EDIT, _("Settings"), _("The usual numbers hold until one is set"),
         _("Look at them"), _rules, _at("communities:rule-list")),
    Step("privacy", Permission.REGION_ACT, _("Privacy notice"), _("It names no telephone to ask yet"),
         _("Enter the telephone"), _contacts, _contact_at),
    Step("assessment", Permission.ASSESSMENT_EDIT, _("Impact assessment"), _("Nothing can be published before it"),
         _("Enter assessment"), _assessed, _at("communities:assessment-create")),
    Step("publication", Permission.ORGANIZATION_EDIT, _("Publication"), _("Residents see no organization yet"),
         _("Publish one"), lambda user: Organization.objects.published().permitted(user, Permission.ORGANIZATION_EDIT),
         _at("communities:organization-list")),
]  # fmt: skip


def first_steps(user: User) -> dict[str, Any] | None:
    """{"steps": what is left, "done": how many are not} for `user`, in one query; None once all is done."""
    key = f"first-steps-{user.pk}"
    mine = [step for step in STEPS if holds_anywhere(user, step.permission)]
    if not mine or cache.get(key):
        return None
    [done] = asked(("first-steps", *[step.key for step in mine]), user, lambda: _whether_done(user, mine))
    left = [step for step, is_done in zip(mine, done, strict=True) if not is_done]
    if not left:
        cache.set(key, True, SETTLED_FOR)
        return None
    imports = reverse("leaders:import-list") if holds_anywhere(user, Permission.IMPORT_RUN) else ""
    steps = [
        {
            "title": step.title, "state": step.state, "verb": step.verb, "url": step.at(user), "key": step.key,
            "from_table": f"{imports}?subject={step.table}" if imports and step.table else "",
        }
        for step in left
    ]  # fmt: skip
    return {"steps": steps, "done": len(mine) - len(left), "all": len(mine)}


def _whether_done(user: User, steps: Iterable[Step]) -> QuerySet[Any, Any]:
    rows = {step.key: Exists(step.rows(user).order_by()) for step in steps}
    return (
        User.objects.filter(pk=user.pk)
        .annotate(**{f"has_{key}": one for key, one in rows.items()})
        .values_list(*[f"has_{key}" for key in rows])
    )
