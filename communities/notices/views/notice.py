"""Public notices as the staff sees them: what is open, what residents said, how it ends."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView

from communities.notices.filters import NoticeFilter
from communities.notices.forms.notice import AnswerForm, CloseForm, DeskOpinionForm, NoticeForm
from communities.notices.models import Notice, Opinion
from communities.pages.acts import RowAct, take_refusal
from communities.pages.base import NotOpen, ScopedMixin, UserFormMixin, found
from communities.pages.drafts import Drafted
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.pages.word_acts import ActView
from communities.regions.public import contact_of, signer_of
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere, open_postings, reaches
from communities.settings_of_street.models import RuleName, rule
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.ui.address import public_address
from registry.ui.display import office_language
from registry.ui.qr import qr
from registry.upkeep.written import Given, ask

OPINIONS_SHOWN = 200


EXPORT = Export(
    name="notice",
    title=gettext_lazy("Public notices"),
    permission=Permission.NOTICE_VIEW,
    prepare=lambda rows: rows.with_names().annotate(said=Count("opinions")),
    columns=(
        Column("title", gettext_lazy("Notice title"), "title"),
        Column("kind", gettext_lazy("Kind"), "get_kind_display"),
        Column("place", gettext_lazy("Where the notice applies"), "region.place_label"),
        Column("published", gettext_lazy("Published on"), "published_on"),
        Column("ends", gettext_lazy("Last day"), "ends_on"),
        Column("state", gettext_lazy("State"), lambda row: row.tag[1]),
        Column("opinions", gettext_lazy("Opinions"), "said"),
        Column("result", gettext_lazy("Result"), "result"),
    ),
)


class NoticeList(KeysetList):
    permission = Permission.NOTICE_VIEW
    model = Notice
    filterset_class = NoticeFilter
    template_name = "communities/notices/notice_list.html"
    exports = EXPORT
    orders = {"newest": ("-id",), "end": ("ends_on", "id"), "place": ("region_path", "id")}

    def prepare(self, queryset):
        waiting = Count("opinions", filter=Q(opinions__answered_at=None))
        return queryset.with_names().annotate(said=Count("opinions"), waiting=waiting)

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        within = counted(filterset, scoped)
        may_open = holds_anywhere(self.request.user, Permission.NOTICE_EDIT)
        tabs, total = state_tabs(within, Notice.State.choices, values.get("state", ""))
        return {
            "tabs": tabs,
            "total": total,
            "is_filtered": any(values.values()),
            "may_open": may_open,
            "new_url": reverse("communities:notice-create") if may_open else "",
        }


class NoticeCreate(Drafted, PickingMixin, ScopedMixin, UserFormMixin, FormView):
    """Publish a notice that is about no record."""

    draft_title = gettext_lazy("Publish notice")
    permission = Permission.NOTICE_EDIT
    form_class = NoticeForm
    template_name = "communities/notices/notice_form.html"

    def get_initial(self):
        home = next(iter(open_postings(self.request.user)), None)
        return {
            "region": home.region_id if home else None,
            "workdays": rule(RuleName.NOTICE_DAYS, home.path if home else ""),
        }

    def form_valid(self, form):
        notice = Notice(kind=Notice.Kind.OTHER, **form.public_values())
        try:
            masked = notice.open(by=self.request.user)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)
        tell_opened(self.request, notice, masked)
        return redirect(notice)


def tell_opened(request, notice, masked):
    """The message after a notice was published, and what was masked in it."""
    messages.success(
        request,
        _("“%(title)s” is on public notice until %(day)s.") % {"title": notice.title, "day": notice.ends_on},
    )
    if masked:
        messages.warning(request, _("Phone, card or identity numbers in the text were masked."))


class NoticeDetail(ScopedMixin, View):
    """The notice as published, what it is about, and every opinion with its answer."""

    permission = Permission.NOTICE_VIEW
    template_name = "communities/notices/notice_detail.html"

    def get(self, request, pk):
        notice = found(self, self.rows, pk)
        return render(request, self.template_name, {"notice": notice} | self.more_context(notice))

    def rows(self):
        rows = Notice.objects.permitted(self.request.user, self.permission).with_names()
        return rows.select_related("opened_by", "ended_by")

    def more_context(self, notice):
        opinions = ask("opinions on a notice", _opinions, notice=notice.pk)
        return {
            "subjects": notice.subjects(),
            "opinions": opinions,
            "waiting": sum(opinion.answered_at is None for opinion in opinions),
            "may_enter": notice.is_public and reaches(self.request.user, Permission.NOTICE_EDIT, notice.region_path),
            "supports": sum(opinion.answered_at is None and not opinion.is_objection for opinion in opinions),
            "may_edit": reaches(self.request.user, Permission.NOTICE_EDIT, notice.region_path),
            "entries": history_of(notice, *opinions),
        }


def _opinions():
    return Opinion.objects.filter(notice=Given("notice")).select_related("answered_by", "entered_by")[:OPINIONS_SHOWN]


class NoticePrint(NoticeDetail):
    """The sheet for the notice board: names only as residents may read them."""

    template_name = "communities/notices/notice_print.html"

    def more_context(self, notice):
        lines = [subject.public_line() for subject in notice.subjects(residents=True)]
        address = public_address(self.request, reverse("directory:notice", args=[notice.pk]))
        code = qr(address, _("QR code of the public page of this notice")) if notice.is_public else ""
        signer = signer_of(notice.region)
        return {"lines": lines, "contact": contact_of(notice.region), "code": code, "signer": signer}


class NoticeClose(ActView):
    permission = Permission.NOTICE_EDIT
    model = Notice
    verb, argument, target = "close", "result", Notice.State.CLOSED
    title = gettext_lazy("Close the public notice “%(row)s”?")
    lead = gettext_lazy("It ends with this result. Opinions are then no longer taken; what was on notice may go on.")
    label, submit = gettext_lazy("Result"), gettext_lazy("Close notice")
    done = gettext_lazy("The public notice “%(row)s” was closed.")
    most = 300

    def initial(self, row):
        said = row.opinions.count()
        with office_language():
            if not said:
                return _("No opinions were received.")
            return ngettext(
                "%(n)s opinion was received and answered.", "%(n)s opinions were received and answered.", said
            ) % {"n": said}

    def form(self, *args, **kwargs):
        self.typed = CloseForm(*args, label=self.label, most=self.most, **kwargs)
        return self.typed

    def _show(self, row, form, status=200):
        if not form.is_bound:
            form.fields["told"].initial = words_of(row)
        return super()._show(row, form, status)

    def act(self, row, text):
        row.close(by=self.request.user, result=text, told=self.typed.cleaned_data["told"])


def words_of(notice):
    """What residents said with its answers, to begin the text from that is shown at the end; no name of the list."""
    names = [subject.subject_name for subject in notice.subjects() if getattr(subject, "leader_id", None)]
    with office_language():
        parts = [
            _("A resident said: %(text)s\nAnswer: %(answer)s") % {"text": one.text, "answer": one.answer}
            for one in notice.opinions.exclude(answered_at=None)
        ]
    told = "\n\n".join(parts)
    for name in names:
        told = told.replace(name, "○○")
    return told[:2000]


class NoticeWithdraw(ActView):
    permission = Permission.NOTICE_EDIT
    model = Notice
    verb, target = "withdraw", Notice.State.WITHDRAWN
    title = gettext_lazy("Take down the public notice “%(row)s” early?")
    lead = gettext_lazy("Residents no longer see it. What was on notice goes back and has to be put on notice again.")
    label, submit = gettext_lazy("Reason"), gettext_lazy("Take down notice")
    done = gettext_lazy("The public notice “%(row)s” was taken down.")
    is_danger = True


class NoticeOpinion(RowAct):
    """Enter an opinion brought to the desk; the receipt opens the page where its answer will stand."""

    model = Notice
    permission = Permission.NOTICE_EDIT
    form_class = DeskOpinionForm
    title = gettext_lazy("Enter an opinion")
    lead = gettext_lazy("Brought to the desk about “%(row)s”. It counts like one from the page.")

    def is_open(self, row):
        return row.is_public

    def act(self, row, values):
        opinion = Opinion(notice=row, side=values["side"], text=values["text"])
        token = opinion.enter(
            by=self.request.user,
            channel=values["channel"],
            name=values["name"].strip(),
            contact=values["contact"].strip(),
        )
        self.receipt = reverse("communities:notice-receipt", args=[token])
        return _("%(opinion)s was entered. Print the receipt for who brought it.") % {"opinion": opinion}

    def next_page(self, row):
        return self.receipt


class OpinionReceipt(ScopedMixin, View):
    """The slip for whoever brought an opinion to the desk: its words, and where the answer will stand."""

    permission = Permission.NOTICE_EDIT

    def get(self, request, token):
        rows = Opinion.objects.permitted(request.user, self.permission).select_related("notice__region")
        opinion = get_object_or_404(rows.with_token(token).exclude(entered_by=None))
        address = public_address(request, reverse("directory:opinion", args=[token]))
        context = {
            "opinion": opinion,
            "address": address,
            "code": qr(address, _("QR code of the page with the answer")),
            "contact": contact_of(opinion.notice.region),
        }
        response = render(request, "communities/notices/opinion_receipt.html", context)
        response["Cache-Control"] = "no-store"
        return response


class NoticeThank(ScopedMixin, View):
    """Answer every unanswered word of support with one text; objections are answered one by one."""

    http_method_names = ["post"]
    permission = Permission.NOTICE_EDIT

    def post(self, request, pk):
        notice = get_object_or_404(Notice.objects.permitted(request.user, self.permission), pk=pk)
        with office_language():
            thanks = _("Thank you; your opinion was received and noted.")
        done = 0
        for opinion in notice.unanswered().filter(side=Opinion.Side.SUPPORT):
            try:
                opinion.reply(by=request.user, text=thanks)
                done += 1
            except ValidationError:  # a colleague was quicker
                continue
        words = ngettext("%(n)s opinion was answered.", "%(n)s opinions were answered.", done)
        messages.success(request, words % {"n": done})
        return redirect(notice)


class OpinionAnswer(ScopedMixin, View):
    """Answer one opinion; the sender reads it by the secret received."""

    permission = Permission.NOTICE_EDIT

    def get(self, request, pk):
        opinion = self._row(pk)
        if opinion.answered_at is not None:
            messages.error(request, _("This opinion was answered already."))
            return redirect(opinion)
        return self._show(opinion, self._form(opinion))

    def post(self, request, pk):
        opinion = self._row(pk)
        if opinion.answered_at is not None and "drawn" in request.POST:
            raise NotOpen(opinion, ())  # no press of this page's button can do it any more
        form = self._form(opinion, request.POST)
        if not form.is_valid():
            return self._show(opinion, form)
        try:
            opinion.reply(by=request.user, text=form.cleaned_data["text"], concerns=form.concerned)
        except ValidationError as refused:
            take_refusal(form, refused, opinion, field="text")
            return self._show(opinion, form, status=409)
        messages.success(request, _("The opinion was answered."))
        return redirect(opinion)

    def _row(self, pk):
        rows = Opinion.objects.permitted(self.request.user, self.permission).select_related("notice")
        return get_object_or_404(rows, pk=pk)

    def _form(self, opinion, *args):
        subjects = opinion.notice.subjects() if opinion.is_objection else ()
        return AnswerForm(*args, subjects=[row for row in subjects if row.may_be_stopped])

    def _show(self, opinion, form, status=200, sender=None):
        context = {"opinion": opinion, "form": form, "sender": sender}
        return render(self.request, "communities/notices/opinion_answer.html", context, status=status)


class OpinionReveal(OpinionAnswer):
    """POST shows name and contact once, and writes down who looked."""

    http_method_names = ["post"]

    def post(self, request, pk):
        opinion = self._row(pk)
        record_read("opinion.reveal", opinion, by=request.user)
        return self._show(opinion, self._form(opinion), sender=opinion.open_sender())
