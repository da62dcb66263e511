"""The admin: for superusers alone, entered by the one sign-in page, writing through the pages' verbs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from registry.ui.forms import take_plain_numbers
from registry.ui.signs import told

ROWS_COUNTED = 10_000
BIGGEST = BigIntegerField.MAX_BIGINT


class RegistryAdminSite(admin.AdminSite):
    site_title = site_header = index_title = _("Community leader registry")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Only the one sign-in page is throttled and logged, so there is no second one."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(reverse("admin:index"), reverse("accounts:login"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("accounts:password")


class OneOf(AutocompleteSelect):
    """Looked up while it is typed; what is no number of a row chooses nothing, where it would be an error 500."""

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> Any:  # type: ignore[override]
        return super().optgroups(name, [one for one in value if is_key(one)], attr)


class SeveralOf(AutocompleteSelectMultiple):
    """The same for several rows; what is no number of any is read as -1, which no row has."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [one if is_key(one) else "-1" for one in super().value_from_datadict(data, files, name) or ()]


def is_key(sent: Any) -> bool:
    return str(sent).isascii() and str(sent).isdecimal() and int(sent) <= BIGGEST


class CappedPaginator(Paginator):
    """Counts no further than anybody turns pages."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list) if isinstance(self.object_list, list) else self._capped()

    def _capped(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[: ROWS_COUNTED + 1].count()


class RegistryAdmin(admin.ModelAdmin):
    """Quick at a million rows, and deletes nothing.

    `extra_lookups` names what a URL may filter by besides list_filter.

    A verb that refuses (ValidationError) answers with its reason instead of an error page.
    """

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a full count for each choice of each filter
    list_per_page = 50
    list_max_show_all = 50
    sortable_by = ()
    extra_lookups: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.IntegerField):
            take_plain_numbers(field)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = OneOf(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SeveralOf(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None) -> bool:
        """Django lets a URL filter by any column, sealed ones among them: an oracle digit by digit."""
        named = [item[0] if isinstance(item, tuple) else item for item in self.list_filter]
        name, _underscores, how = lookup.partition("__")
        asks_for_equality = how in {"", "exact", "id__exact", "isnull", "in"}
        return asks_for_equality and name in {*named, *self.extra_lookups, "id"}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return redirect(request.get_full_path())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        query = f"?object_type={self.model._meta.label_lower}&object_id={object_id}"
        return redirect(reverse("admin:audit_auditentry_changelist") + query)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Nothing: the operation log has it, and Django's own would keep names after an erasure."""

    log_change: Any = log_addition
    log_deletion: Any = log_addition
    log_deletions: Any = log_addition

    def each(self, request: HttpRequest, queryset: QuerySet[Any], act: Callable[[Any], Any], done: Any) -> None:
        """Do `act(row)` for each chosen row; report refusals one by one and the number that went well."""
        well = 0
        for row in queryset:
            try:
                act(row)
            except ValidationError as refused:
                self.message_user(request, told(row, " ".join(refused.messages)), messages.ERROR)
            else:
                well += 1
        if well:
            self.message_user(request, done % {"count": well}, messages.SUCCESS)


class ReadOnlyAdmin(RegistryAdmin):
    """To be looked at; what may happen to a row is among its actions."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def return_each(self, request: HttpRequest, queryset: QuerySet[Any], reason: str) -> None:
        by = request.user
        self.each(request, queryset, lambda row: row.send_back(by=by, reason=reason), _("Returned: %(count)s."))


class ReturnActionForm(ActionForm):
    """What returning needs besides the rows."""

    return_reason = forms.CharField(label=_("reason for returning"), max_length=200, required=False)


class DecidedByAnother(ReadOnlyAdmin):
    """Rows one person hands in and another decides, by the same verbs as on the pages."""

    ordering = ["-id"]
    extra_lookups = ("organization",)
    action_form = ReturnActionForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_names()

    @admin.action(description=_("Return the chosen rows (reason for returning)"), permissions=["view"])
    def send_back(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.return_each(request, queryset, request.POST.get("return_reason", ""))
