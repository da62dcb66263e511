"""Entering something for one person that somebody else confirms; without a person in the address, first find whom."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.readers import number_in, words_in
from communities.records.refusals import status_of
from communities.scope import reached_spans
from leaders.people.models import Leader, LeaderToken

FOUND = 20


class EnterForLeader(ScopedMixin, View):
    """A subclass names its templates, the tab of the person's page, its model and its form."""

    template_name = find_template = tab = ""
    model: Any = None
    form_class: Any = None

    def get(self, request):
        if "leader" not in request.GET:
            return self._find(words_in(request.GET.get("q", "")))
        return self._show(self._form(self._leader()))

    def post(self, request):
        form = self._form(self._leader(), request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            form.instance.submit(by=request.user)
        except ValidationError as refused:
            form.take(refused)
            return self._show(form, status_of(refused))
        messages.success(request, _("%(row)s was entered. Somebody else confirms it.") % {"row": form.instance})
        return redirect(form.instance)

    def _leader(self):
        rows = Leader.objects.permitted(self.request.user, self.permission).select_related("region__parent")
        return get_object_or_404(rows, pk=number_in(self.request.GET.get("leader")) or 0)

    def _form(self, leader, *data):
        back = f"{leader.get_absolute_url()}?tab={self.tab}"
        return self.form_class(*data, instance=self.model(leader=leader), cancel_url=back)

    def _find(self, words):
        ids = LeaderToken.hits(words, reached_spans(self.request.user, self.permission))[:200] if words else []
        people = Leader.objects.permitted(self.request.user, self.permission).filter(pk__in=ids)
        found = list(people.select_related("region__parent").order_by("pinyin", "id")[:FOUND])
        return render(self.request, self.find_template, {"words": words, "found": found})

    def _show(self, form, status=200):
        context = {"form": form, "leader": form.instance.leader, "row": None}
        return render(self.request, self.template_name, context, status=status)
