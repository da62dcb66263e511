"""Star ratings: the list, the reviewers' sheets, the decision with its public notice, and what comes after it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from communities.documents.views import DocumentAdd, documents_of
from communities.notices.models import Notice
from communities.notices.views.notice import tell_opened
from communities.organizations.views.for_organization import ShowsOrganization
from communities.pages.acts import TransitionView
from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.decisions import DecisionPage
from communities.pages.drafts import DraftedAct
from communities.pages.edit import EditAct
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.pages.word_acts import ActView
from communities.ratings.filters import RatingFilter
from communities.ratings.forms import RatingForm, RatingVerdict, ScoreSheet, sheet_of
from communities.ratings.models import StarRating
from communities.ratings.models.rating import REVIEWER
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, reaches
from communities.settings_of_street.models import RuleName, rule
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.sheets.columns import Column
from registry.ui.display import office_language

EXPORT = Export(
    name="rating",
    title=gettext_lazy("Star ratings"),
    permission=Permission.RATING_VIEW,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("rated", gettext_lazy("Rated"), "subject_name"),
        Column("scheme", gettext_lazy("Indicators"), lambda row: str(row.scheme)),
        Column("total", gettext_lazy("Total"), "total"),
        Column("stars", gettext_lazy("Stars"), "stars"),
        Column("state", gettext_lazy("State"), lambda row: row.tag[1]),
        Column("from", gettext_lazy("From"), "started_on"),
        Column("until", gettext_lazy("Until"), "ends_on"),
    ),
)


class RatingList(KeysetList):
    permission = Permission.RATING_VIEW
    model = StarRating
    filterset_class = RatingFilter
    template_name = "communities/ratings/rating_list.html"
    exports = EXPORT
    orders = {"newest": ("-id",), "end": ("ends_on?", "id"), "place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        within = counted(filterset, scoped)
        may_rate = holds_anywhere(self.request.user, Permission.RATING_EDIT)
        tabs, total = state_tabs(within, StarRating.State.choices, values.get("state", ""))
        return {
            "tabs": tabs,
            "total": total,
            "is_filtered": any(values.values()),
            "may_rate": may_rate,
            "new_url": reverse("communities:rating-create") if may_rate else "",
        }


class RatingCreate(ShowsOrganization, PickingMixin, ScopedMixin, UserFormMixin, FormView):
    permission = Permission.RATING_EDIT
    form_class = RatingForm
    template_name = "communities/ratings/rating_form.html"

    def get_initial(self):
        organization, building = (number_in(self.request.GET.get(name)) for name in ("organization", "building"))
        return {
            "kind": "building" if building else "organization",
            "organization": organization or "",
            "building": building,
        }

    def form_valid(self, form):
        rating = form.rating()
        try:
            rating.open(by=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The rating of %(name)s was begun.") % {"name": rating})
        return redirect(rating)


class RatingPage(ScopedMixin, View):
    """One rating: subject, sheets, evidence, decision, history."""

    permission = Permission.RATING_VIEW

    def get(self, request, pk):
        rows = StarRating.objects.permitted(request.user, self.permission).with_names()
        row = get_object_or_404(rows.select_related("notice", "submitted_by", "decided_by", "opened_by"), pk=pk)
        user = request.user
        scores = _scores(row)
        edits = reaches(user, Permission.RATING_EDIT, row.region_path)
        decides = reaches(user, Permission.RATING_DECIDE, row.region_path)
        scored = any(score.reviewer_id == user.pk for score in scores) or row.submitted_by_id == user.pk
        context = {
            "row": row,
            "sheets": _sheets(scores),
            "documents": documents_of(row, user),
            "add_url": reverse("communities:rating-document-add", args=[pk]) if edits and row.takes_documents else "",
            "edits": edits,
            "decides": decides,
            "may_decide": decides and not scored and row.state == StarRating.State.SCORED,
            "is_own": decides and scored and row.state == StarRating.State.SCORED,
            "may_withdraw": decides and row.may_become(StarRating.State.WITHDRAWN),
            "sees_notice": row.notice is not None and reaches(user, Permission.NOTICE_VIEW, row.notice.region_path),
            "notice_over": row.notice is not None and row.notice.state == Notice.State.CLOSED,
            "entries": history_of(row),
        }
        return render(request, "communities/ratings/rating_detail.html", context)


def _scores(row):
    return list(row.scores.select_related("indicator", "reviewer", "document"))


def _sheets(scores):
    """[(reviewer, [Score])], in the order in which they began."""
    sheets = {}
    for score in scores:
        sheets.setdefault(score.reviewer, []).append(score)
    return list(sheets.items())


class OwnSheet(EditAct):
    """The own score sheet of the signed-in reviewer, who may have it open in two windows."""

    permission = Permission.RATING_EDIT
    decided_with = Permission.RATING_DECIDE
    model = StarRating
    template_name = "communities/ratings/rating_score.html"
    needs_note = False

    def get(self, request, pk):
        row = self.find(pk)
        if not row.takes_documents:
            messages.error(request, row.stale_message)
            return redirect(row)
        return super().get(request, pk)

    def rows(self):
        return super().rows().with_names()

    def make_form(self, row, data=None):
        return ScoreSheet(data, rating=row, reviewer=self.request.user)

    def act(self, row, values):
        row.score(by=self.request.user, points=sheet_of(row.scheme, values))
        return _("The score sheet was saved.")


class RatingScore(DraftedAct, OwnSheet):
    """It, with a draft: every indicator asks three things."""

    draft_title = gettext_lazy("Score sheet")

    def is_open(self, row):
        return row.takes_documents


class RatingSubmit(TransitionView):
    model = StarRating
    permission = Permission.RATING_EDIT
    verb = "submit"
    done = gettext_lazy("The scores were handed in; somebody who did not score decides.")


class RatingEnforce(TransitionView):
    model = StarRating
    permission = Permission.RATING_DECIDE
    verb = "put_in_force"
    done = gettext_lazy("The stars are in force and shown in the public directory.")


class RatingDecide(DecisionPage):
    """Agree, which opens the public notice in the same act, or return to the reviewers."""

    model = StarRating
    permission = decide_permission = Permission.RATING_DECIDE
    template_name = "communities/ratings/rating_decide.html"
    passes = (gettext_lazy("Agree"), gettext_lazy("the stars go on public notice with the text below"))

    def get(self, request, pk):
        row = self.find(pk)
        if not self.waits(row):
            messages.error(request, row.stale_message)
            return redirect(row)
        return super().get(request, pk)

    def rows(self):
        return super().rows().select_related("organization__region", "submitted_by", "opened_by", "decided_by")

    def why_not(self, row):
        scored = row.scores.filter(reviewer=self.request.user).exists() or row.submitted_by_id == self.request.user.pk
        return REVIEWER if scored else super().why_not(row)

    def facts(self, row):
        return {"sheets": _sheets(_scores(row))}

    def make_form(self, row, data=None):
        return RatingVerdict(data, row=row, passes=self.passes, initial=_text_for(row))

    def decide(self, row, form):
        if form.sends_back:
            super().decide(row, form)
            return
        user = self.request.user
        if not reaches(user, Permission.NOTICE_EDIT, row.region_path):
            raise PermissionDenied
        place = row.organization.region if row.organization_id else row.building.parent
        notice = Notice(kind=Notice.Kind.RATING, region=place, **form.public_values())
        with transaction.atomic():
            masked = notice.open(by=user)
            row.decide(by=user, notice=notice)
        tell_opened(self.request, notice, masked)


def _text_for(row):
    """What the notice says when nobody changes it."""
    words = {"name": row.subject_name, "stars": row.stars, "year": timezone.localdate().year}
    with office_language():
        title = _("Star rating %(year)s of %(name)s") % words
        body = _(
            "%(name)s is to be rated with %(stars)s stars by the published indicators. "
            "Opinions are welcome until the last day; each gets an answer."
        )
    return {
        "title": title,
        "body": body % words,
        "workdays": rule(RuleName.NOTICE_DAYS, row.region_path),
    }


class RatingWithdraw(ActView):
    permission = Permission.RATING_DECIDE
    model = StarRating
    verb, target = "withdraw", StarRating.State.WITHDRAWN
    title = gettext_lazy("Revoke the star rating of %(row)s?")
    lead = gettext_lazy("It is no longer shown to residents; the record stays in the history.")
    label, submit = gettext_lazy("Reason"), gettext_lazy("Revoke rating")
    done = gettext_lazy("The star rating of %(row)s was revoked.")
    is_danger = True


class RatingDocumentAdd(DocumentAdd):
    permission = Permission.RATING_EDIT
    model = StarRating
