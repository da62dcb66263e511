"""How residents find the service and how matters ended, with the replies; entering, reading and withdrawing one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.decorators.http import require_safe

from communities.organizations.models import Organization
from communities.pages.acts import RowAct
from communities.pages.base import ScopedMixin
from communities.pages.decisions import DecisionPage
from communities.pages.readers import number_in
from communities.records.refusals import status_of
from communities.regions.models import Level, Region
from communities.regions.public import crumbs_of, public_region, region_dict
from communities.scope import reaches
from leaders.cases.figures import public_figures
from leaders.cases.models import Case, CaseRequest
from leaders.replies.actions import answered_of_place, figure_of, figures_of_place
from leaders.replies.forms import ReplyForm
from leaders.replies.models import TYPED, SatisfactionReply
from registry.accounts.roles import Permission

SHOWN = 50


class PlaceSatisfaction(ScopedMixin, View):
    """The figures of one place with their replies, and what was replied at the places below it."""

    permission = Permission.CASE_VIEW

    def get(self, request, pk):
        rows = Region.objects.permitted(request.user, self.permission).select_related("parent")
        region = get_object_or_404(rows, pk=pk)
        replies = SatisfactionReply.objects.within(region).with_names().order_by("-id")
        own = {row.category: row for row in reversed(replies.filter(region=region, state__in=SatisfactionReply.OPEN))}
        labels = {"": _("All kinds of matters"), **dict(Case.Category.choices)}
        if region.level == Level.BUILDING:
            labels[""] = _("Work of the building head")
        context = {
            "region": region,
            "lines": [(kind, labels[kind], one, own.get(kind)) for kind, one in figures_of_place(region).items()],
            "below": replies.exclude(region=region)[:SHOWN],
            "may_enter": reaches(request.user, Permission.CASE_EDIT, region.path),
        }
        return render(request, "leaders/replies/place_satisfaction.html", context)


class ReplyCreate(ScopedMixin, View):
    """`?organization=`, or `?region=` with `?kind=` of matter, names the figure that is replied to."""

    permission = Permission.CASE_EDIT
    decided_with = Permission.CASE_DECIDE

    def get(self, request):
        row = self._new()
        return self._show(row, ReplyForm(cancel_url=row.figure_url))

    def post(self, request):
        row = self._new()
        form = ReplyForm(request.POST, cancel_url=row.figure_url)
        if not form.is_valid():
            return self._show(row, form)
        for name, value in form.cleaned_data.items():
            setattr(row, name, value)
        try:
            row.submit(by=request.user, figure=figure_of(row))
        except ValidationError as refused:
            form.take(refused)
            return self._show(row, form, status=status_of(refused))
        messages.success(request, _("The reply was submitted. Residents read it once somebody else has."))
        return redirect(row)

    def _new(self):
        asked, user = self.request.GET, self.request.user
        organization, region = number_in(asked.get("organization")), number_in(asked.get("region"))
        kind = asked.get("kind", "")
        if organization:
            rows = Organization.objects.current().permitted(user, self.permission)
            return SatisfactionReply(organization=get_object_or_404(rows.select_related("region"), pk=organization))
        if not region or (kind and kind not in Case.Category.values):
            raise Http404
        rows = Region.objects.current().permitted(user, self.permission).select_related("parent")
        return SatisfactionReply(region=get_object_or_404(rows, pk=region), category=kind)

    def _show(self, row, form, status=200):
        context = {"row": row, "form": form, "figure": figure_of(row)}
        return render(self.request, "leaders/replies/reply_form.html", context, status=status)


class ReplyDetail(DecisionPage):
    """The reply, the figure it is about, and the decision of whoever did not enter it."""

    model = SatisfactionReply
    permission, decide_permission = Permission.CASE_VIEW, Permission.CASE_DECIDE
    template_name = "leaders/replies/reply_detail.html"
    passes = (pgettext_lazy("reply", "Show to residents"), gettext_lazy("beside the figure, without a name"))

    def facts(self, row):
        may_enter = reaches(self.request.user, Permission.CASE_EDIT, row.region_path)
        return {
            "figure": figure_of(row),
            "may_change": may_enter and row.state in (row.State.RETURNED, row.State.SHOWN),
            "may_withdraw": may_enter and row.may_become(row.State.WITHDRAWN),
        }


class ReplyUpdate(RowAct):
    """A reply that is shown is out of public until what was changed is read again."""

    model = SatisfactionReply
    permission = Permission.CASE_EDIT
    decided_with = Permission.CASE_DECIDE
    title = gettext_lazy("Change the reply")
    lead = gettext_lazy("%(row)s: residents read it again once somebody else has read the change.")
    submit = gettext_lazy("Submit reply")
    target = SatisfactionReply.State.PENDING

    def rows(self):
        return super().rows().with_names()

    def make_form(self, row, data=None):
        return ReplyForm(data, cancel_url="", initial={name: getattr(row, name) for name in TYPED})

    def act(self, row, values):
        for name, value in values.items():
            setattr(row, name, value)
        row.submit(by=self.request.user, figure=figure_of(row))
        return _("The reply was submitted. Residents read it once somebody else has.")


class ReplyWithdraw(RowAct):
    model = SatisfactionReply
    permission = Permission.CASE_EDIT
    title = gettext_lazy("Withdraw the reply")
    lead = gettext_lazy("%(row)s: residents no longer read it.")
    done = gettext_lazy("%(row)s: withdrawn.")
    verb = "withdraw"
    target = SatisfactionReply.State.WITHDRAWN
    is_grave = True

    def rows(self):
        return super().rows().with_names()


@login_not_required
@require_safe
def of_place(request, pk):
    """Figures of a place and what may be shown of its matters: no incident, no person, no number under three."""
    region = public_region(pk)
    year = timezone.localdate().year
    shown = CaseRequest.objects.public().within(region).order_by("-decided_at")[:SHOWN]
    context = {
        "region": region_dict(region),
        "crumbs": crumbs_of(region),
        "year": year,
        "figures": public_figures(Case.objects.within(region), year),
        "published": [
            {"title": row.title, "question": row.question, "answer": row.text, "on": row.decided_at} for row in shown
        ],
        "answered": answered_of_place(region),
        "nav": "matters",
    }
    return render(request, "directory/place_matters.html", context)
