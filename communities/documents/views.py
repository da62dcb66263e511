"""Documents of a record: each leaves through the record it belongs to, so whoever reaches the record reaches them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.documents.forms import DocumentForm
from communities.documents.models import Document
from communities.pages.acts import refused_in_one_line
from communities.pages.asking import AskFirst
from communities.pages.base import NotOpen, NotYours, ScopedMixin
from communities.pages.stored import paper_response
from communities.scope import reaches_row
from registry.upkeep.written import Given, ask


class DocumentFile(View):
    """The file itself: pictures in place, the rest as a download."""

    is_file = True

    def get(self, request, pk):
        document, _owner = find(request.user, pk)
        return paper_response(document)


class DocumentRemove(AskFirst, View):
    """Take one document away, while its record still takes documents."""

    question = gettext_lazy("Remove “%(what)s”? The file is gone for good.")
    sure = gettext_lazy("Remove the file")
    http_method_names = ["post"]

    def post(self, request, pk):
        document, owner = find(request.user, pk, even_removed=True)
        if not owner.takes_documents:
            messages.error(request, _("This record is closed; its documents stay."))
            return redirect(owner)
        if not owner.documents_changed_by(request.user):
            raise NotYours(owner)
        try:
            document.remove(by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, document))
        else:
            messages.success(request, _("“%(title)s” was removed.") % {"title": document.title})
        return redirect(owner)


class DocumentAdd(ScopedMixin, View):
    """Attach one paper to a row of `model` in reach of `permission`; a subject's own view names both."""

    model = None

    def get(self, request, pk):
        owner = self._owner(pk)
        return self._show(owner, self._form(owner))

    def post(self, request, pk):
        owner = self._owner(pk)
        form = self._form(owner, request.POST, request.FILES)
        if not form.is_valid():
            return self._show(owner, form)
        try:
            values = form.cleaned_data
            document = Document.attach(
                owner, values["file"], title=values["title"], kind=values.get("kind", ""), by=request.user
            )
        except ValidationError as refused:
            form.add_error("file", refused.messages)
            return self._show(owner, form)
        messages.success(request, _("“%(title)s” was attached.") % {"title": document.title})
        return redirect(owner)

    def _owner(self, pk):
        owner = get_object_or_404(self.model.objects.permitted(self.request.user, self.permission), pk=pk)
        if not owner.takes_documents:
            raise NotOpen(owner)
        return owner

    def _form(self, owner, *data):
        kinds, asked = getattr(owner, "document_kinds", None), self.request.GET.get("kind", "")
        initial = {"kind": asked} if kinds and asked in kinds.values else None
        return DocumentForm(*data, kinds=kinds, initial=initial)

    def _show(self, owner, form):
        return render(self.request, "communities/documents/document_form.html", {"owner": owner, "form": form})


def find(user, pk, *, even_removed=False):
    """(document, its record) when `user` reaches the record with the right to its papers; else 404.

    One that was removed is there no more, but for who would remove it: the verb says that it was, and by whom.
    """
    rows = Document.objects.all() if even_removed else Document.objects.filter(removed_at=None)
    document = get_object_or_404(rows, pk=pk)
    owner = document.owner_in_reach(user)
    if owner is None:
        raise Http404
    return document, owner


def documents_of(owner, user):
    """What a page lists: [] for those without the right to the record's documents where it lies.

    The history of the record then tells of them too, those removed included.
    """
    if not reaches_row(user, owner.document_permission, owner):
        return []
    found = ask("documents", _documents, type=owner._meta.label_lower, owner=owner.pk)
    owner.parts_told = [*getattr(owner, "parts_told", ()), *found]
    return standing(found)


def standing(documents):
    return [document for document in documents if document.removed_at is None]


def _documents():
    return Document.objects.filter(owner_type=Given("type"), owner_id=Given("owner"))


def documents_by_owner(model, ids):
    """{number of a row of `model`: its documents, those removed too}; the caller has asked for the right to them."""
    rows = Document.objects.filter(owner_type=model._meta.label_lower, owner_id__in=ids)
    found = {}
    for document in rows.order_by("id"):
        found.setdefault(document.owner_id, []).append(document)
    return found
