"""What may be written twice, pair by pair: compare, merge, say that they are not the same, take a merge back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from communities.merging.actions import merge, say_apart, told, undo
from communities.merging.models import Apart, Merge, successor_of
from communities.merging.subjects import LEADER, ORGANIZATION, SUBJECTS, reasons, twins_of, with_twins
from communities.pages.acts import refused_in_one_line
from communities.pages.base import ScopedMixin
from communities.pages.readers import number_in
from communities.pages.seen import changes_since, pack, unpack
from communities.records.refusals import status_of
from communities.scope import reaches

PAGE = 30  # records a page, each with its pairs
MERGED = 10


class LeadsOn:
    """A detail page whose old address leads to the record that the row became part of."""

    merged_as = ""

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kept = self.get_queryset().filter(pk=successor_of(self.merged_as, kwargs["pk"])).first()
            if kept is None:
                raise
            return redirect(kept)


class DoubleList(ScopedMixin, View):
    """The queue: pairs in reach that share more than a name and of which nothing was said yet."""

    subject = None

    @property
    def permission(self):
        return self.subject.permission

    def get(self, request):
        reach = self.subject.model.objects.permitted(request.user, self.permission)
        after = number_in(request.GET.get("after")) or 0
        rows = with_twins(self.subject, reach.filter(pk__gt=after), reach).select_related("region__parent")
        rows = list(rows.order_by("pk")[: PAGE + 1])
        more, rows = len(rows) > PAGE, rows[:PAGE]
        pairs = [
            {"one": row, "other": other, "reasons": reasons(self.subject, row, other)}
            for row in rows
            for other in twins_of(self.subject, row, reach.filter(pk__gt=row.pk))
        ]
        merges = Merge.objects.permitted(request.user, self.permission).filter(subject=self.subject.key)
        context = {
            "subject": self.subject,
            "pairs": [pair for pair in pairs if not self._is_apart(pair, pairs)],
            "next": rows[-1].pk if more else None,
            "merges": list(merges.filter(undone_at=None).select_related("done_by")[:MERGED]),
            "pair_url": f"communities:double-{self.subject.key}",
            "tabs": [
                (one.name, reverse(f"communities:double-{one.key}s"), one is self.subject) for one in SUBJECTS.values()
            ],
        }
        return render(request, "communities/merging/double_list.html", context)

    def _is_apart(self, pair, pairs):
        if not hasattr(self, "_apart"):
            said = Apart.objects.filter(subject=self.subject.key, first_id__in={one["one"].pk for one in pairs})
            self._apart = set(said.values_list("first_id", "second_id"))
        return (pair["one"].pk, pair["other"].pk) in self._apart


class Double(ScopedMixin, View):
    """Two records beside each other; `with` in the address names the other, else those that look alike are listed."""

    subject = None

    @property
    def permission(self):
        return self.subject.permission

    def get(self, request, pk):
        return self._page(request, *self._pair(request, pk))

    def post(self, request, pk):
        one, other = self._pair(request, pk)
        if other is None:
            raise Http404
        if "apart" in request.POST:
            say_apart(self.subject, one, other, by=request.user)
            messages.success(request, _("It is remembered that they are not the same."))
            return redirect(f"communities:double-{self.subject.key}s")
        shown = {row.pk: unpack(request.POST.get(f"seen-{row.pk}", ""), row) for row in (one, other)}
        kept, gone = (other, one) if request.POST.get("keep") == str(other.pk) else (one, other)
        picks = [name for name, _columns in self.subject.fields if request.POST.get(f"pick-{name}") == str(gone.pk)]
        versions = {number: was.version for number, was in shown.items() if was}
        try:
            merge(self.subject, kept, gone, picks=picks, versions=versions, by=request.user)
        except ValidationError as refused:
            changes = [change for row in (one, other) if shown[row.pk] for change in changes_since(shown[row.pk], row)]
            one, other = self._pair(request, pk)
            return self._page(request, one, other, refused=refused.messages, changes=changes, status=status_of(refused))
        messages.success(request, _("The two records are one now. It can be taken back in the list of doubles."))
        return redirect(self.subject.model._base_manager.get(pk=kept.pk))

    def _pair(self, request, pk):
        rows = self.subject.model.objects.permitted(request.user, self.permission).select_related("region__parent")
        one = get_object_or_404(rows, pk=pk)
        if "with" not in request.GET:
            return one, None
        return one, get_object_or_404(rows.exclude(pk=pk), pk=number_in(request.GET["with"]) or 0)

    def _page(self, request, one, other, *, refused=(), changes=(), status=200):
        context = {"subject": self.subject, "one": one, "other": other, "refused": refused, "changes": changes}
        context["queue_url"] = reverse(f"communities:double-{self.subject.key}s")
        if other is None:
            reach = self.subject.model.objects.permitted(request.user, self.permission)
            context["twins"] = [
                {"row": row, "reasons": reasons(self.subject, one, row)} for row in twins_of(self.subject, one, reach)
            ]
            return render(request, "communities/merging/double_choose.html", context)
        context |= {
            "reasons": reasons(self.subject, one, other),
            "lines": [self._line(name, one, other) for name, _columns in self.subject.fields],
            "sides": [
                {"row": row, "hangs": told(self.subject, row), "seen": pack(row), "is_kept": row is one}
                for row in (one, other)
            ],
        }
        return render(request, "communities/merging/double.html", context, status=status)

    def _line(self, name, one, other):
        """A field as both records have it; chosen is the first one's, or the other's where that is empty."""
        texts = [self._text(row, name) for row in (one, other)]
        return {
            "name": name,
            "label": capfirst(self.subject.model._meta.get_field(name).verbose_name),
            "is_same": texts[0] == texts[1],
            "choices": [
                {"pk": row.pk, "text": text or "—", "is_chosen": bool(text) if row is one else not texts[0]}
                for row, text in zip((one, other), texts, strict=True)
            ],
        }

    def _text(self, row, name):
        shown = getattr(row, f"get_{name}_display", None)
        value = shown() if shown else getattr(row, name)
        if name == "region":
            return row.region.place_label
        return (_("Yes") if value else _("No")) if isinstance(value, bool) else str(value or "")


class MergeUndo(ScopedMixin, View):
    """Take a merge back, for whoever may change both records."""

    http_method_names = ["post"]
    permission = LEADER.permission

    def post(self, request, pk):
        done = get_object_or_404(Merge.objects.permitted(request.user, self.permission), pk=pk)
        subject = SUBJECTS[done.subject]
        if not all(reaches(request.user, subject.permission, path) for path in (done.region_path, done.gone_path)):
            raise Http404
        try:
            undo(done, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, done))
        else:
            messages.success(request, _("Both records are as they were."))
        return redirect(f"communities:double-{subject.key}s")


class LeaderDoubles(DoubleList):
    subject = LEADER


class OrganizationDoubles(DoubleList):
    subject = ORGANIZATION


class LeaderDouble(Double):
    subject = LEADER


class OrganizationDouble(Double):
    subject = ORGANIZATION
