"""The first page: a template to fill in, or the office's own table; what was imported lately."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from communities.pages.base import ScopedMixin, UserFormMixin
from communities.regions.views.picker import PickingMixin
from leaders.imports import actions, tasks
from leaders.imports.forms import UploadForm
from leaders.imports.models import ImportBatch
from leaders.imports.subjects.catalogue import SUBJECTS
from registry.accounts.roles import Permission
from registry.sheets.export import XLSX, content_disposition
from registry.sheets.gate import Refused
from registry.sheets.template import write_template

RECENT = 20


class ImportList(PickingMixin, ScopedMixin, UserFormMixin, FormView):
    permission = Permission.IMPORT_RUN
    form_class = UploadForm
    template_name = "leaders/imports/import_list.html"

    def get_initial(self):
        asked = self.request.GET.get("subject")
        return super().get_initial() | ({"subject": asked} if asked in ImportBatch.Subject.values else {})

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("leaders:leader-list")}

    def get_context_data(self, **kwargs):
        recent = ImportBatch.objects.permitted(self.request.user, self.permission).select_related("created_by")
        return super().get_context_data(**kwargs) | {
            "recent": list(recent.order_by("-id")[:RECENT]),
            "templates": [(subject.value, subject.label) for subject in SUBJECTS],
        }

    def form_valid(self, form):
        values, user = form.cleaned_data, self.request.user
        try:
            batch = actions.upload(
                by=user,
                region=values["region"],
                subject=values["subject"],
                data=values["table"].read(),
                name=values["table"].name,
                given=form.given,
            )
        except Refused as refused:
            form.add_error("table", str(refused))
            return self.form_invalid(form)
        if not batch.total:
            messages.warning(
                self.request, _("No header was found in this table. Say which row holds the names of the columns.")
            )
            return redirect("leaders:import-columns", pk=batch.pk)
        tasks.begin(batch, ImportBatch.State.CHECKING, by=user)
        return redirect(batch)


class ImportTemplate(ScopedMixin, View):
    """An empty workbook with drop-downs and an example."""

    permission = Permission.IMPORT_RUN

    def get(self, request, subject):
        if subject not in ImportBatch.Subject.values:
            raise Http404
        name = str(ImportBatch.Subject(subject).label)
        file = io.BytesIO()
        write_template(file, SUBJECTS[subject].fields, title=name)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
        response["Content-Disposition"] = content_disposition(f"{name}-{_('template')}.xlsx")
        return response
