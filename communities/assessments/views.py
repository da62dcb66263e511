"""The assessments of a street: what was found, by whom, on paper, and when it is looked at again."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView

from communities.assessments.filters import AssessmentFilter
from communities.assessments.forms import AssessmentForm
from communities.assessments.models import Assessment
from communities.documents.views import DocumentAdd, documents_of
from communities.pages.base import FoundMixin, ScopedMixin, UserFormMixin
from communities.pages.plain_list import PlainList, Shown, Way
from communities.pages.readers import number_in
from communities.regions.public import signer_of
from communities.regions.views.picker import PickingMixin
from communities.scope import reaches
from registry.accounts.roles import Permission
from registry.audit.history import history_of


def a_year_after(day):
    """The same day of the next year; of 29 February the day before."""
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


class AssessmentList(PlainList):
    permission = Permission.ASSESSMENT_VIEW
    model = Assessment
    filterset_class = AssessmentFilter
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    title = gettext_lazy("Impact assessments")
    nothing = gettext_lazy("No impact assessment is entered yet")
    hint = gettext_lazy("What showing people in public does to them, asked and signed before it begins.")
    shown = (
        Shown(gettext_lazy("Region"), "region.name", order="place"),
        Shown(gettext_lazy("Assessed on"), "assessed_on"),
        Shown(gettext_lazy("Signed by"), "signer"),
        Shown(gettext_lazy("Looked at again by"), "review_on"),
        Shown(gettext_lazy("State"), "tag"),
    )
    adds = Way("communities:assessment-create", gettext_lazy("Enter assessment"), Permission.ASSESSMENT_EDIT)

    def prepare(self, queryset):
        return queryset.select_related("region")


class AssessmentCreate(PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    model = Assessment
    permission = Permission.ASSESSMENT_EDIT
    form_class = AssessmentForm
    template_name = "communities/assessments/assessment_form.html"

    def get_initial(self):
        today = timezone.localdate()
        region = number_in(self.request.GET.get("region"))
        return {"assessed_on": today, "review_on": a_year_after(today)} | ({"region": region} if region else {})

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("communities:assessment-list")}

    def form_valid(self, form):
        form.instance.enter(by=self.request.user)
        messages.success(self.request, _("The assessment was entered. People who consent may be shown in public."))
        return redirect(form.instance)


class AssessmentPage(FoundMixin, DetailView):
    model = Assessment
    permission = Permission.ASSESSMENT_VIEW
    context_object_name = "row"

    def get_queryset(self):
        return super().get_queryset().select_related("region", "entered_by")


class AssessmentDetail(AssessmentPage):
    template_name = "communities/assessments/assessment_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        may_edit = reaches(user, Permission.ASSESSMENT_EDIT, row.region_path)
        return super().get_context_data(**kwargs) | {
            "may_edit": may_edit,
            "documents": documents_of(row, user),
            "add_url": reverse("communities:assessment-document", args=[row.pk]) if may_edit else "",
            "entries": history_of(row),
        }


class AssessmentPrint(AssessmentPage):
    """The sheet that is signed and kept."""

    template_name = "communities/assessments/assessment_print.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"signer": signer_of(self.object.region)}


class AssessmentDocument(DocumentAdd):
    permission = Permission.ASSESSMENT_EDIT
    model = Assessment
