"""Honours for residents: only what was awarded and is no money; a person only with consent to name and honours."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.organizations.models import Organization
from communities.text.streets import short_street_name
from leaders.consents.models import Consent
from leaders.incentives.models import EarlierHonour, Incentive
from registry.upkeep.written import Given, ask

PAGE = 24


def public_honours():
    """Awarded thanks that residents may see now; a consent withdrawn takes them away with the next request."""
    agreed = agreed_by_the_person()
    rows = Incentive.objects.awarded().filter(kind=Incentive.Kind.SPIRITUAL)
    rows = rows.filter(Q(organization__in=Organization.objects.published()) | (Q(leader__isnull=False) & agreed))
    return rows.with_names().select_related("certificate_street").order_by("-awarded_on", "-id")


def honour_dict(row):
    return {
        "who": row.subject_name,
        "organization": row.organization_id,
        "title": row.title,
        "form": row.get_form_display(),
        "year": row.certificate_year,
        "street": row.certificate_street.name,
        "stamp": short_street_name(row.certificate_street.name)[:2],
    }


def earlier_dict(row):
    return {"title": row.title, "issuer": row.issuer, "year": row.year, "stamp": row.issuer[:2]}


def agreed_by_the_person():
    """A condition on rows of a leader: both to be named and to have honours shown."""
    given = Consent.objects.given().filter(leader=OuterRef("leader"))
    return Exists(given.filter(field=Consent.Field.NAME)) & Exists(given.filter(field=Consent.Field.HONOURS))


def honours_of(**subject):
    """The honours of one leader or one organization for their public page; those given before after our own."""
    [(kind, row)] = subject.items()
    rows = ask(("honours of", kind), lambda: public_honours().filter(**{kind: Given("row")})[:PAGE], row=row.pk)
    found = [honour_dict(one) for one in rows]
    if kind == "leader":
        found += [earlier_dict(one) for one in ask("earlier honours", _earlier, leader=row.pk)]
    return found


def _earlier():
    earlier = EarlierHonour.objects.confirmed().filter(agreed_by_the_person(), leader=Given("leader"))
    return earlier.order_by("-year", "-id")[:PAGE]


@login_not_required
@require_safe
def honours(request):
    """The wall, the newest first."""
    page = Paginator(public_honours(), PAGE).get_page(request.GET.get("page"))
    context = {
        "honours": [honour_dict(row) for row in page],
        "page": {
            "number": page.number,
            "pages": page.paginator.num_pages,
            "next": page.number + 1 if page.has_next() else None,
            "previous": page.number - 1 if page.has_previous() else None,
        },
        "nav": "notices",
    }
    return render(request, "directory/honours.html", context)
