"""What a street sets for itself: which numbers are in force, since when, and what comes next."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.readers import number_in
from communities.regions.models import Level, Region
from communities.regions.views.picker import PickingMixin
from communities.scope import ancestor_paths, reaches
from communities.settings_of_street.forms import RuleForm
from communities.settings_of_street.models import Rule, RuleName, accept_usual, rules_for, shown_value
from registry.accounts.roles import Permission

HISTORY = 30
LISTED = 50  # more streets than that, and one comes from the street's own page


class RuleList(ScopedMixin, View):
    """All settings of one street with their source; `?street=` chooses among several."""

    permission = Permission.RULE_VIEW

    def get(self, request):
        reach = Region.objects.current().filter(level=Level.STREET).permitted(request.user, self.permission)
        streets = list(reach.order_by("path")[: LISTED + 1])
        asked = number_in(request.GET.get("street"))
        street = reach.filter(pk=asked).first() if asked else None
        if street is None and len(streets) <= LISTED:
            street = streets[0] if streets else None
        path = street.path if street else ""
        values = rules_for(path)
        above = Rule.objects.filter(Q(region=None) | Q(region__path__in=ancestor_paths(path)))
        entries = list(above.select_related("region", "set_by").order_by("-effective_from", "-id")[:HISTORY])
        context = {
            "streets": streets if len(streets) <= LISTED else [],
            "street": street,
            "rows": [(name, RuleName(name).label, shown_value(name, value)) for name, value in values.items()],
            "entries": entries,
            "today": timezone.localdate(),
            "may_edit": street is not None and reaches(request.user, Permission.RULE_EDIT, path),
        }
        return render(request, "communities/settings_of_street/rule_list.html", context)


class RuleAccept(ScopedMixin, View):
    """POST: the street's values in force are meant as they are."""

    http_method_names = ["post"]
    permission = Permission.RULE_EDIT

    def post(self, request, pk):
        streets = Region.objects.current().filter(level=Level.STREET).permitted(request.user, self.permission)
        street = get_object_or_404(streets, pk=pk)
        accept_usual(street, by=request.user)
        messages.success(request, _("%(street)s keeps the values in force.") % {"street": street.name})
        return redirect(f"{reverse('communities:rule-list')}?street={street.pk}")


class RuleCreate(PickingMixin, UserFormMixin, ScopedMixin, FormView):
    """Change one number from a day on."""

    permission = Permission.RULE_EDIT
    form_class = RuleForm
    template_name = "communities/settings_of_street/rule_form.html"

    def get_initial(self):
        asked = self.request.GET
        return {
            "name": asked.get("name", ""),
            "region": number_in(asked.get("street")),
            "effective_from": timezone.localdate(),
        }

    def form_valid(self, form):
        rule = Rule(**form.cleaned_data)
        try:
            rule.set(by=self.request.user)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)
        messages.success(self.request, _("From %(day)s on: %(rule)s.") % {"day": rule.effective_from, "rule": rule})
        return redirect(f"{rule.get_absolute_url()}?street={rule.region_id or ''}")
