"""Topics as the staff sees them."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import FormView

from communities.documents.views import DocumentAdd, documents_of
from communities.pages.base import ScopedMixin, UserFormMixin, found
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import chosen_row
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, reaches
from leaders.cases.models import Case
from leaders.topics.filters import TopicFilter
from leaders.topics.forms import TopicForm
from leaders.topics.models import Topic, TopicQuestion
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

SHOWN = 200


def _with_questions(rows):
    waiting = Q(questions__state__in=[TopicQuestion.State.RECEIVED, TopicQuestion.State.OPEN])
    return rows.with_names().annotate(
        asked=Count("questions", distinct=True), waiting=Count("questions", filter=waiting, distinct=True)
    )


EXPORT = Export(
    name="topic",
    title=gettext_lazy("Topics of projects"),
    permission=Permission.TOPIC_EDIT,
    prepare=_with_questions,
    columns=(
        Column("title", pgettext_lazy("project", "Topic"), "title"),
        Column("place", gettext_lazy("Place"), "region.name"),
        Column("state", gettext_lazy("State"), "get_state_display"),
        Column("begun", gettext_lazy("Begun on"), lambda row: localdate(row.begun_at)),
        Column("asked", gettext_lazy("Questions asked"), "asked"),
        Column("waiting", gettext_lazy("Questions without an answer"), "waiting"),
        Column("summary", gettext_lazy("Summary"), "summary", is_usual=False),
    ),
)


class TopicList(KeysetList):
    permission = Permission.TOPIC_VIEW
    model = Topic
    filterset_class = TopicFilter
    template_name = "leaders/topics/topic_list.html"
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        within = counted(filterset, scoped)
        tabs, total = state_tabs(within, Topic.State.choices, values.get("state", ""))
        may_edit = holds_anywhere(self.request.user, Permission.TOPIC_EDIT)
        new_url = reverse("leaders:topic-create") if may_edit else ""
        return {
            "tabs": tabs,
            "total": total,
            "is_filtered": any(values.values()),
            "new_url": new_url,
            "may_export": may_edit,
        }


class TopicCreate(PickingMixin, UserFormMixin, ScopedMixin, FormView):
    """Begin a topic; `?case=` names the matter it grew out of."""

    permission = Permission.TOPIC_EDIT
    form_class = TopicForm
    template_name = "leaders/topics/topic_form.html"

    @cached_property
    def case(self):
        reach = Case.objects.permitted(self.request.user, Permission.CASE_VIEW)
        return chosen_row(reach, self.request.GET.get("case"))

    def get_initial(self):
        return {"title": self.case.title[:40]} if self.case else {}

    def form_valid(self, form):
        row = Topic(**form.cleaned_data)
        row.begin(by=self.request.user, case=self.case)
        messages.success(
            self.request, _("“%(title)s” is a draft. Tell what is known, then publish it.") % {"title": row}
        )
        return redirect(row)


class TopicDetail(ScopedMixin, View):
    permission = Permission.TOPIC_VIEW

    def get(self, request, pk):
        row = found(self, self.rows, pk)
        may_edit = reaches(request.user, Permission.TOPIC_EDIT, row.region_path)
        attach = may_edit and row.takes_documents
        context = {
            "row": row,
            "entries": list(row.entries.all()[:SHOWN]),
            "seats": list(row.seats()),
            "questions": list(row.questions.all()[:SHOWN]),
            "followers": row.follows.count(),
            "documents": documents_of(row, request.user),
            "attach_url": reverse("leaders:topic-document-add", args=[row.pk]) if attach else "",
            "may_edit": may_edit,
            "may_remove": row.documents_changed_by(request.user),
        }
        return render(request, "leaders/topics/topic_detail.html", context)

    def rows(self):
        return Topic.objects.permitted(self.request.user, self.permission).with_names().select_related("begun_by")


class TopicDocumentAdd(DocumentAdd):
    model = Topic
    permission = Permission.TOPIC_EDIT
