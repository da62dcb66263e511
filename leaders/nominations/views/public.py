"""The public form: put a neighbour forward, or offer to try oneself. Works without scripts or accounts; says nothing
about who holds a seat that the directory does not say."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from communities.organizations.models import Organization
from communities.pages.readers import number_in
from communities.records.throttle import SendingCount
from communities.regions.models import Level
from communities.regions.public import contact_of, crumbs_of, public_region, region_dict
from communities.scope import roles_at
from communities.settings_of_street.models import RuleName, rule
from leaders.nominations.forms import PublicNominationForm
from leaders.nominations.models import Nomination
from leaders.nominations.models.nomination import may_nominate_in_public
from leaders.people.models import Kind
from registry.accounts.roles import Permission, roles_granting
from registry.audit.requests import client_address

HOURLY = 10
KINDS = {
    Level.BUILDING: Kind.BUILDING,
    Level.COMPOUND: Kind.ESTATE,
    Level.COMMUNITY: Kind.OPINION,
}


def _seat(request):
    """(kind, region, organization) the address names; 404 for what the public directory does not show."""
    organization = number_in(request.GET.get("organization"))
    if organization:
        row = Organization.objects.published().select_related("region__parent").filter(pk=organization).first()
        if row is None:
            raise Http404
        return Kind.TEAM, row.region, row
    region = public_region(number_in(request.GET.get("place")) or 0)
    if region.level not in KINDS:
        raise Http404
    kind = Kind.OPINION if request.GET.get("kind") == Kind.OPINION else KINDS[region.level]
    if kind == Kind.OPINION and region.level == Level.BUILDING:
        raise Http404
    return kind, region, None


def is_answered(region):
    """Whether somebody works with the nominations of this place: else a form would promise what nobody keeps."""
    return not roles_at(region.path).isdisjoint(roles_granting(Permission.NOMINATION_EDIT))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request):
    kind, region, organization = _seat(request)
    context = _context(request, kind, region, organization)
    if not context["is_answered"]:
        return render(request, "directory/nominate.html", context | {"form": None})
    if request.method != "POST":
        relation = {"relation": Nomination.Relation.SELF} if "self" in request.GET else {}
        form = PublicNominationForm(kind=kind, initial=relation | {"stamp": PublicNominationForm.new_stamp()})
        return render(request, "directory/nominate.html", context | {"form": form if context["is_open"] else None})
    left = SendingCount.take("nomination", client_address(request), most=HOURLY, span=timedelta(hours=1))
    if left:
        return _too_many(request, context, left)
    return _receive(request, kind, region, organization, context)


def _receive(request, kind, region, organization, context):
    form = PublicNominationForm(request.POST, kind=kind)
    done = redirect(f"{reverse('directory:nominate-done')}?{request.GET.urlencode()}")
    if request.POST.get("website"):
        return done  # a machine filled in what people do not see; it learns nothing from the answer
    if not context["is_open"]:
        return render(request, "directory/nominate.html", context | {"form": None}, status=409)
    if form.is_valid():
        if Nomination.objects.filter(nonce=form.nonce).exists():
            return done  # the same page sent twice
        row = form.fill(Nomination(kind=kind, region=region, organization=organization, nonce=form.nonce))
        row.source, row.topic = Nomination.Source.RESIDENT, form.cleaned_data.get("topic", "")
        try:
            with transaction.atomic():
                row.receive()
        except IntegrityError:
            return done  # the same page sent twice at once
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            return done
    form.data = form.data.copy()
    form.data["stamp"] = _fresh(form)
    return render(request, "directory/nominate.html", context | {"form": form})


def _fresh(form):
    """The stamp of the page shown again: the old one while it holds, so that waiting is not asked for twice."""
    return form.data.get("stamp", "") if hasattr(form, "nonce") else PublicNominationForm.new_stamp()


def _context(request, kind, region, organization):
    return {
        "kind": kind.value,
        "kind_label": kind.label,
        "region": region_dict(region),
        "organization": {"id": organization.pk, "name": organization.name} if organization else None,
        "leaf": organization.name if organization else "",
        "crumbs": crumbs_of(region),
        "contact": contact_of(region),
        "days": rule(RuleName.NOMINATION_DAYS, region.path),
        "is_answered": is_answered(region),
        "is_open": may_nominate_in_public(kind, region),
        "query": request.GET.urlencode(),
        "nav": "",
    }


def _too_many(request, context, seconds):
    minutes = -(-seconds // 60)
    response = render(request, "directory/nominate_too_many.html", context | {"minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    return response


@login_not_required
@require_safe
def nominate_done(request):
    """What happens next. The same for everybody: nothing of what was typed stands here."""
    kind, region, organization = _seat(request)
    return render(request, "directory/nominate_done.html", _context(request, kind, region, organization))
