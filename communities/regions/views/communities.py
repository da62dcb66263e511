"""The first steps of a street: which one, and which communities it has."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView

from communities.pages.base import ScopedMixin, UserFormMixin
from communities.regions import edition_acts
from communities.regions.forms.communities import CommunitiesForm, StreetForm
from communities.regions.models import Level, Region
from communities.regions.views.picker import PickingMixin
from registry.accounts.roles import Permission, Role


class StreetChoose(PickingMixin, UserFormMixin, ScopedMixin, FormView):
    """Choose a street to be served; its communities come next."""

    permission = Permission.REGION_ACT
    form_class = StreetForm
    template_name = "communities/regions/street_choose.html"

    def form_valid(self, form):
        return redirect("communities:region-communities", form.cleaned_data["region"].pk)


class StreetCommunities(ScopedMixin, View):
    """Take the street's communities as the national table has them; those in the tree already stand above."""

    permission = Permission.REGION_ACT

    def get(self, request, pk):
        street = self.find(pk)
        return self._show(street, CommunitiesForm(street=street))

    def post(self, request, pk):
        street = self.find(pk)
        form = CommunitiesForm(request.POST, street=street)
        if form.is_valid():
            try:
                with transaction.atomic():
                    for row in form.chosen:
                        street.add_child(by=request.user, level=Level.COMMUNITY, **row)
                    edition_acts.take_up(form.taken_up)
                    edition_acts.leave_out(form.left_out, by=request.user)
            except ValidationError as refused:
                form.add_error(None, refused.messages)
            else:
                count = len(form.chosen)
                said = ngettext("%(n)s community was added.", "%(n)s communities were added.", count)
                messages.success(request, said % {"n": count})
                return redirect(self.next_page(street))
        return self._show(street, form)

    def find(self, pk):
        rows = Region.objects.current().permitted(self.request.user, self.permission)
        street = get_object_or_404(rows.select_related("parent"), pk=pk)
        if street.level != Level.STREET:
            raise PermissionDenied
        return street

    def next_page(self, street):
        """An administrator goes on to make the first manager, where there is none."""
        has_manager = street.postings.standing().filter(role=Role.MANAGER).exists()
        if self.request.user.is_superuser and not has_manager:
            return reverse("communities:person-create") + f"?role={Role.MANAGER}&region={street.pk}"
        return street

    def _show(self, street, form):
        return render(self.request, "communities/regions/street_communities.html", {"street": street, "form": form})
