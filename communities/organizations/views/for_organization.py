"""Forms about one organization: found by its name first, or opened for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from communities.organizations.models import Organization, OrganizationToken
from communities.pages.acts import RowAct
from communities.pages.base import ScopedMixin
from communities.pages.readers import number_in, words_in
from communities.records.refusals import status_of
from communities.scope import reached_spans

FOUND = 20  # organizations offered at once


class ForOrganization(ScopedMixin, View):
    """A form about one organization: found by its name first, then `?organization=` names it."""

    form_class = None
    template_name = "communities/organizations/organization_act.html"
    title = ""
    lead = ""
    left_out = ""  # what `offered` leaves out, as a sentence

    def get(self, request, **kwargs):
        organization = self.organization()
        if organization is None:
            return self.choose()
        return self.show(organization, self.dressed(organization))

    def post(self, request, **kwargs):
        organization = self.organization()
        if organization is None:
            raise Http404
        form = self.dressed(organization, request.POST)
        if not form.is_valid():
            return self.show(organization, form)
        try:
            said, page = self.act(organization, form.cleaned_data)
        except ValidationError as refused:
            form.take(refused)
            return self.show(organization, form, status=status_of(refused))
        messages.success(request, said)
        return redirect(page)

    def organizations(self):
        """Those the form may be about."""
        return Organization.objects.current().permitted(self.request.user, self.permission)

    def offered(self):
        """Those among which one chooses: without what would only be refused in the end."""
        return self.organizations()

    def organization(self):
        if "organization" not in self.request.GET:
            return None
        number = number_in(self.request.GET["organization"]) or 0
        return get_object_or_404(self.organizations().select_related("region"), pk=number)

    def make_form(self, organization, data=None):
        return self.form_class(data)

    def dressed(self, organization, data=None):
        """The form with what a page of every kind adds to it."""
        return self.make_form(organization, data)

    def choose(self):
        """The first step: find the organization by name, pinyin or initials."""
        words = words_in(self.request.GET.get("q", ""))
        rows = self.offered().select_related("region", "category")
        if words:
            rows = rows.filter(pk__in=OrganizationToken.hits(words, reached_spans(self.request.user, self.permission)))
        rows = rows.order_by("pinyin", "id")[:FOUND]
        context = {"title": self.title, "words": words, "rows": rows, "left_out": self.left_out}
        return render(self.request, "communities/organizations/organization_choose.html", context)

    def show(self, organization, form, status=200):
        context = {"organization": organization, "form": form, "title": self.title} | self.more_context(organization)
        return render(self.request, self.template_name, context, status=status)

    def more_context(self, organization):
        """What the template of a subject shows besides; a dict."""
        return {}


class ReturnedToCorrect(RowAct):
    """What was handed in about an organization and returned, in the form it was handed in by."""

    def show(self, row, form, status=200, changes=()):
        context = {
            "changes": changes,
            "organization": row.organization,
            "form": form,
            "title": self.title,
            "returned": row,
        }
        return render(self.request, self.template_name, context, status=status)


class ShowsOrganization:
    """A page with a form that is opened for one group, `?organization=3`: tells it to its template, where in reach.

    The template says beforehand what the group is kept from; the form may be sent for another one all the same.
    """

    def get_context_data(self, **kwargs):
        asked = number_in(self.request.GET.get("organization"))
        reach = Organization.objects.permitted(self.request.user, self.permission)
        return super().get_context_data(**kwargs) | {"organization": reach.filter(pk=asked).first() if asked else None}
