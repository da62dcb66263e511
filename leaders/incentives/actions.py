"""Writes that span several incentives, and what is shown beside a proposal."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.notices.models import Notice
from communities.organizations.models import Organization
from communities.regions.models import Level, Region
from communities.satisfaction.models import satisfaction_figures
from communities.scope import ancestor_paths
from communities.settings_of_street.models import RuleName, rule
from leaders.incentives.models import Incentive
from leaders.incentives.models.honour import refuse_reserved
from leaders.people.models import Kind
from registry.ui.display import office_language

TEXT = ("form", "title", "achievements", "amount", "budget_source", "batch")


@transaction.atomic
def propose_batch(leaders, *, by, text):
    """Propose the same to each of `leaders`, all or nothing; raises ValidationError naming who is refused and why."""
    refused = []
    for leader in leaders:
        try:
            with transaction.atomic():
                Incentive(leader=leader, **{name: text[name] for name in TEXT}).propose(by=by)
        except ValidationError as no:
            refused.append(_("%(name)s: %(why)s") % {"name": leader.name, "why": " ".join(no.messages)})
    if refused:
        raise ValidationError(refused, code="refused")
    return len(leaders)


def place_of_notice(incentives):
    """The community all of them lie in, else the street; raises ValidationError when they belong to several streets."""
    if not incentives:
        raise ValidationError(_("None of the chosen incentives can be put on notice."), code="none")
    lines = [set(ancestor_paths(row.region_path)) for row in incentives]
    above = Region.objects.filter(path__in=set().union(*lines), level__in=[Level.STREET, Level.COMMUNITY])
    places = list(above.order_by("-path"))
    if sum(place.level == Level.STREET for place in places) > 1:
        raise ValidationError(_("One notice belongs to one street; choose incentives of one street."), code="streets")
    shared = [place for place in places if all(place.path in line for line in lines)]
    return max(shared, key=lambda place: len(place.path)) if shared else incentives[0].subject.region


@transaction.atomic
def put_on_notice(incentives, *, by, title, body, workdays):
    """One notice for all of them, all or nothing. Returns (notice, whether something in the text was masked)."""
    refuse_reserved(title=title)
    notice = Notice(
        kind=Notice.Kind.INCENTIVE, region=place_of_notice(incentives), title=title, body=body, workdays=workdays
    )
    masked = notice.open(by=by)
    for row in incentives:
        row.put_on_notice(by=by, notice=notice)
    return notice, masked


@transaction.atomic
def recall(incentive, *, by, reason, title, body, workdays):
    """Revoke an award on a notice that says so. Returns (notice, whether something in the text was masked)."""
    refuse_reserved(title=title)
    place = place_of_notice([incentive])
    notice = Notice(kind=Notice.Kind.INCENTIVE, region=place, title=title, body=body, workdays=workdays)
    masked = notice.open(by=by)
    incentive.take_back(by=by, reason=reason, notice=notice)
    return notice, masked


def recall_text(incentive):
    """What the notice of a revoked award says when nobody changes it."""
    with office_language():
        title = _("Revoked: %(title)s") % {"title": incentive.title}
        body = _(
            "What was awarded on %(day)s with the certificate %(number)s is revoked, for it was a mistake. "
            "The certificate no longer holds. Opinions are welcome; each gets an answer."
        )
        no_paper = _(
            "What was given on %(day)s is revoked, for it was a mistake. Opinions are welcome; each gets an answer."
        )
    facts = {"day": incentive.awarded_on, "number": incentive.certificate_number}
    return {
        "title": title[:60],
        "body": (body if incentive.has_certificate else no_paper) % facts,
        "workdays": rule(RuleName.NOTICE_DAYS, incentive.region_path),
    }


def notice_text(incentives):
    """What the notice says when nobody changes it."""
    first = incentives[0]
    name = first.batch if len(incentives) > 1 or first.batch else first.title
    with office_language():
        title = name or _("Thanks of %(year)s") % {"year": timezone.localdate().year}
        body = _(
            "The following are to be thanked or supported. Opinions are welcome until the last day, "
            "here or at the committee; each gets an answer."
        )
    return {
        "title": title[:60],
        "body": body,
        "workdays": rule(RuleName.NOTICE_DAYS, first.region_path),
    }


def satisfaction_for(subject):
    """[(what, figure or None)]: how residents find the services behind a proposal; None with fewer than five answers.

    A person has no figure: shown are those of the groups and buildings the person serves now.
    """
    organizations, buildings = ([subject], []) if isinstance(subject, Organization) else _served_by(subject)
    figures = satisfaction_figures(organizations=organizations, buildings=buildings)
    named = [(row.name, row) for row in organizations] + [(row.place_label, row) for row in buildings]
    return [(name, figures.get(row)) for name, row in named]


def _served_by(leader):
    posts = list(leader.appointments.current().select_related("organization", "region__parent"))
    heads = [post.region for post in posts if post.kind == Kind.BUILDING]
    return [post.organization for post in posts if post.organization_id], heads
