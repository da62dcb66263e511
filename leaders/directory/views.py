"""Public pages about people. Without consent the seat is shown, not the person; dicts only, never a model."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.activities.views.done import done_of
from communities.activities.views.public import upcoming_of
from communities.merging.models import successor_of as successor_record
from communities.organizations.models import PUBLISHED, MemberCount, Organization
from communities.organizations.public import organization_card
from communities.pages.kept import kept
from communities.pages.readers import words_in
from communities.pages.stored import picture_response
from communities.postings.served import served_streets
from communities.ratings.models.rating import stars_of
from communities.regions.models import Level, Region
from communities.regions.public import contact_of, crumbs_of, public_region, region_dict, successor_of
from communities.scope import in_spans, roles_at
from leaders.appointments.models import Appointment
from leaders.consents.models import Consent
from leaders.incentives.views.honours import honours_of
from leaders.nominations.models.nomination import may_nominate_in_public
from leaders.nominations.views.public import is_answered
from leaders.people.models import Kind
from leaders.replies.actions import answered_of_organization, answered_of_place
from registry.accounts.roles import Permission, roles_granting
from registry.upkeep.written import Given, ask

SHOWN = 60
PLATES = 400
UPCOMING = 5
LEADING = 10


def seats():
    """Current appointments with names and standing consents prefetched: what `person_dict` needs.

    A group that is not published, has ended or stands under a decision of an authority is out of the directory,
    and the seats in it with it.
    """
    standing = Prefetch("leader__consents", queryset=Consent.objects.given(), to_attr="standing_consents")
    public = Q(organization=None) | Q(**{f"organization__{name}": value for name, value in PUBLISHED.items()})
    rows = Appointment.objects.current().filter(public).with_names().select_related("succession_plan")
    return rows.prefetch_related(standing)


def person_dict(appointment):
    """What a resident may see of who holds a seat: each personal field only with its own standing consent."""
    allowed = {consent.field for consent in appointment.leader.standing_consents}
    named = Consent.Field.NAME in allowed
    return {
        "id": appointment.pk,
        "kind": appointment.kind,
        "kind_label": appointment.get_kind_display(),
        "post": appointment.post,
        "name": appointment.leader.name if named else None,
        "biography": appointment.leader.biography if named and Consent.Field.BIOGRAPHY in allowed else "",
        "has_photo": bool(named and appointment.leader.photo and Consent.Field.PHOTO in allowed),
        "started_on": appointment.started_on,
        "term_ends_on": appointment.term_ends_on,
        "next_choice_on": _next_choice(appointment),
    }


def _next_choice(appointment):
    """The day on which the succession is to be decided, while it lies ahead. Candidates are never shown."""
    plan = appointment.plan
    return plan.planned_on if plan and not plan.is_done and plan.planned_on >= timezone.localdate() else None


@login_not_required
@require_safe
@kept
def place(request, pk):
    """A region as residents read it; a building shows its head, everything above what lies in it."""
    successor = successor_of(pk)
    if successor is not None:
        return redirect("directory:place", successor.pk)
    region = public_region(pk)
    page = _building if region.level == Level.BUILDING else _area
    return page(request, region)


def _building(request, region):
    holder = next(iter(ask("public head of a building", _head, region=region.pk)), None)
    request.shown.at(region.path, *_paths([holder] if holder else []))
    person = person_dict(holder) if holder else None
    context = _frame(region) | {
        "person": person,
        "honours": honours_of(leader=holder.leader) if person and person["name"] else [],
        "asks": is_answered(region) and (holder is None or holder.is_running_out or holder.is_over_term),
        "compound": region_dict(region.parent),
        "stars": stars_of(building=region),
        "answered": answered_of_place(region),
        "plates": plates_of(region.parent),
    }
    return render(request, "directory/building.html", context)


def _head():
    return seats().filter(kind=Kind.BUILDING, region=Given("region"))[:1]


def _area(request, region):
    tab = request.GET.get("tab", "")
    # Teams belong to the community; a compound shows those of its community.
    around = region.parent if region.level == Level.COMPOUND else region
    rows = Organization.objects.published().within(around).select_related("region", "category").in_place_order()
    children = Region.objects.current().filter(parent=region).exclude(level=Level.BUILDING).by_sort()
    people = _people(region, tab)
    request.shown.at(region.path, *_paths(people))
    context = _frame(region) | {
        "tab": tab if tab in ("heads", "estates", "opinion") else "organizations",
        "cards": [organization_card(row) for row in rows[:SHOWN]],
        "children": [region_dict(row) for row in children[:PLATES]],
        "plates": plates_of(region) if region.level == Level.COMPOUND else [],
        "people": [person_dict(row) for row in people],
        "shown": SHOWN,
        "asks_for": _asks_for(region),
    }
    return render(request, "directory/place.html", context)


def _asks_for(region):
    """For which seats of a compound or community residents may put somebody forward: [kind]."""
    if region.level not in (Level.COMPOUND, Level.COMMUNITY) or not is_answered(region):
        return []
    asks_chair = region.level == Level.COMPOUND and may_nominate_in_public(Kind.ESTATE, region)
    return [Kind.ESTATE.value, Kind.OPINION.value] if asks_chair else [Kind.OPINION.value]


def _people(region, tab):
    kinds = {"heads": Kind.BUILDING, "estates": Kind.ESTATE, "opinion": Kind.OPINION}
    if tab not in kinds:
        return []
    here = in_spans([region.span])
    if tab == "estates":
        # The one committee of a compound in several parts is entered at its principal part.
        parts = Region.objects.current().within(region).exclude(linked_to=None)
        here |= Q(region__in=parts.values("linked_to"))
    rows = seats().filter(here, kind=kinds[tab]).order_by("region_path", "id")
    return list(rows[:SHOWN])


def _paths(holders):
    """The paths of these seats, and of where the people in them live: what is theirs is written about there."""
    return [path for holder in holders for path in (holder.region_path, holder.leader.region_path)]


def _frame(region):
    return {
        "region": region_dict(region),
        "crumbs": crumbs_of(region),
        "contact": contact_of(region),
        "nav": "places",
    }


def plates_of(compound):
    """[{id, number, name, held}] of a compound's buildings, as people count them."""
    rows = ask("plates of a compound", _plates, compound=compound.pk)
    return [{"id": row.pk, "number": row.plate, "name": row.name, "held": row.held} for row in rows]


def _plates():
    held = Appointment.objects.current().filter(kind=Kind.BUILDING, region=OuterRef("pk"))
    return (
        Region.objects.current()
        .filter(parent=Given("compound"), level=Level.BUILDING)
        .annotate(held=Exists(held))
        .by_sort()[:PLATES]
    )


def _organization():
    return Organization.objects.published().select_related("region", "category").filter(pk=Given("organization"))


def _leading():
    return seats().filter(kind=Kind.TEAM, organization=Given("organization")).order_by("started_on")[:LEADING]


def _newest_count():
    return MemberCount.objects.filter(organization=Given("organization"))[:1]


@login_not_required
@require_safe
@kept
def organization(request, pk):
    """One published organization with those who lead it."""
    row = next(iter(ask("public organization", _organization, organization=pk)), None)
    if row is None:
        kept = Organization.objects.published().filter(pk=successor_record("organization", pk)).first()
        if kept is None:
            raise Http404
        return redirect("directory:organization", kept.pk)
    leading = ask("public seats of a group", _leading, organization=pk)
    request.shown.at(row.region_path, *_paths(leading))
    members = next(iter(ask("newest members", _newest_count, organization=pk)), None)
    roles = roles_at(row.region_path)
    context = _frame(row.region) | {
        "organization": organization_card(row)
        | {
            "founded": row.founded_when,
            "forms": row.activity_forms,
            "place_id": row.region_id,
            "members": members.members if members else None,
            "members_year": members.year if members else None,
            "status": row.get_legal_status_display(),
        },
        "people": [person_dict(holder) for holder in leading],
        "upcoming": upcoming_of(row, UPCOMING, request.shown),
        "done": done_of(row),
        "takes_messages": not roles.isdisjoint(roles_granting(Permission.CASE_EDIT)),
        "asks": not roles.isdisjoint(roles_granting(Permission.NOMINATION_EDIT)),
        "honours": honours_of(organization=row),
        "stars": stars_of(organization=row),
        "answered": answered_of_organization(row),
        "nav": "organizations",
    }
    return render(request, "directory/organization.html", context)


@login_not_required
@require_safe
@kept
def leader(request, pk):
    """The person in one seat. Without consent to the name there is no such page; the seat stands on its place's."""
    holder = seats().filter(pk=pk).first()
    shown = person_dict(holder) if holder else None
    if shown is None or shown["name"] is None:
        raise Http404
    others = list(seats().filter(leader=holder.leader).exclude(pk=pk))
    request.shown.at(holder.region_path, *_paths([holder, *others]))
    team = holder.organization
    context = _frame(holder.place) | {
        "person": shown,
        "others": [person_dict(row) for row in others],
        "chosen": holder.get_how_chosen_display(),
        "plate": {"compound": holder.region.parent.name, "name": holder.region.name, "id": holder.region_id}
        if holder.kind == Kind.BUILDING
        else None,
        "plates": plates_of(holder.region.parent) if holder.kind == Kind.BUILDING else [],
        "honours": honours_of(leader=holder.leader),
        "team": {"id": team.pk, "name": team.name} if team else None,
        "nav": "",
    }
    return render(request, "directory/leader.html", context)


@login_not_required
@require_safe
def photo(request, pk):
    """The photo of a person in office, while name and photo are both consented to."""
    holder = seats().filter(pk=pk).first()
    if holder is None or not person_dict(holder)["has_photo"]:
        raise Http404
    response = picture_response(holder.leader.photo)
    response["Cache-Control"] = "no-store"
    return response


def _served_spans():
    return [street.span for street in served_streets()[:50]]


@login_not_required
@require_safe
@kept
def building_heads(request):
    """Find my building head: street, community and compound one under the other, then the plates."""
    words = words_in(request.GET.get("q", ""))
    compounds = Region.objects.current().filter(level=Level.COMPOUND).select_related("parent")
    compounds = compounds.filter(in_spans(_served_spans(), "path")).order_by("path")
    if words:
        compounds = compounds.filter(
            Q(name__icontains=words) | Q(pinyin__startswith=words.lower()) | Q(initials__startswith=words.lower())
        )
    groups = {}
    for row in compounds[:PLATES]:
        groups.setdefault(row.parent_id, {"name": row.parent.name, "compounds": []})["compounds"].append(
            region_dict(row)
        )
    return render(
        request,
        "directory/building_heads.html",
        {"groups": list(groups.values()), "words": words, "nav": "building-heads"},
    )


@login_not_required
@require_safe
@kept
def estates(request):
    """Owners' committees: each compound with a chair in office, the person only with consent."""
    rows = seats().filter(in_spans(_served_spans()), kind=Kind.ESTATE).order_by("region_path", "id")
    people = [
        person_dict(row)
        | {
            "place": region_dict(row.region),
            "term_number": row.term_number,
            "chosen": row.get_how_chosen_display(),
        }
        for row in rows[:PLATES]
    ]
    return render(request, "directory/estates.html", {"people": people, "nav": "estates"})
