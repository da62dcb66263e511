"""Beginnings for answers, kept by a street."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from communities.pages.acts import TransitionView
from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.edit import EditAct
from communities.pages.lists import mark_rights
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, open_postings
from leaders.cases.forms.case import ReplyTemplateForm
from leaders.cases.models import ReplyTemplate
from registry.accounts.roles import Permission

SHOWN = 200


class ReplyTemplateList(ScopedMixin, View):
    permission = Permission.CASE_VIEW

    def get(self, request):
        rows = ReplyTemplate.objects.permitted(request.user, self.permission).filter(retired_at=None)
        shown = list(rows.select_related("region")[:SHOWN])
        mark_rights(request.user, shown, {"may_edit": Permission.CASE_DECIDE})
        context = {
            "rows": shown,
            "may_edit": holds_anywhere(request.user, Permission.CASE_DECIDE),
        }
        return render(request, "leaders/cases/reply_template_list.html", context)


class ReplyTemplateCreate(PickingMixin, UserFormMixin, ScopedMixin, FormView):
    permission = Permission.CASE_DECIDE
    form_class = ReplyTemplateForm
    template_name = "leaders/cases/reply_template_form.html"

    def get_initial(self):
        home = next(iter(open_postings(self.request.user)), None)
        return {"region": home.region_id if home else None}

    def form_valid(self, form):
        row = ReplyTemplate(**form.cleaned_data)
        row.enter(by=self.request.user)
        messages.success(self.request, _("“%(title)s” can be used from now on.") % {"title": row})
        return redirect(row)


class ReplyTemplateUpdate(EditAct):
    needs_note = False
    model = ReplyTemplate
    permission = Permission.CASE_DECIDE
    title = gettext_lazy("Change the template")
    submit = gettext_lazy("Save template")

    def rows(self):
        return super().rows().select_related("region")

    def is_open(self, row):
        return row.retired_at is None

    def make_form(self, row, data=None):
        form = ReplyTemplateForm(data, user=self.request.user, initial={"title": row.title, "text": row.text})
        del form.fields["region"]
        form.helper.layout.fields.remove("region")
        return form

    def act(self, row, values):
        row.change(by=self.request.user, **values)
        return _("The template was changed.")


class ReplyTemplateRetire(AskFirst, TransitionView):
    question = gettext_lazy("Retire the template “%(what)s”? It is offered no more.")
    sure = gettext_lazy("Retire the template")
    model = ReplyTemplate
    permission = Permission.CASE_DECIDE
    verb = "retire"
    done = gettext_lazy("“%(row)s” is offered no more.")
