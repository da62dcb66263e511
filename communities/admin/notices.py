from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import (
    Indicator,
    Notice,
    Opinion,
    RatingScheme,
    SatisfactionAnswer,
    Score,
    SendingCount,
    StarRating,
)
from communities.models.rating_scheme import FULL
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "region", "published_on", "ends_on", "state", "opened_by"]
    list_select_related = ["region", "opened_by"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    extra_lookups = ("region",)


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    """Names and contacts stay masked here too."""

    list_display = ["id", "notice", "side", "name_masked", "contact_masked", "received_at", "answered_at"]
    list_select_related = ["notice"]
    list_filter = ["side"]
    ordering = ["-id"]
    extra_lookups = ("notice",)
    fields = [
        "notice", "side", "text", "name_masked", "contact_masked", "received_at",
        "answer", "answered_by", "answered_at",
    ]  # fmt: skip


class WeightsFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        weights = sum(row.get("weight") or 0 for row in rows if not row.get("DELETE"))
        if weights != FULL:
            raise ValidationError(
                _("The weights sum to %(sum)s; they should sum to 100.") % {"sum": weights}, code="weights"
            )


class IndicatorInline(admin.TabularInline):
    model = Indicator
    formset = WeightsFormSet
    extra = 1


@admin.register(RatingScheme)
class RatingSchemeAdmin(RecordedAdmin):
    """A version by which something was rated is never rewritten; new indicators are a new version."""

    noun = "rating_scheme"
    list_display = ["kind", "version", "effective_from"]
    list_filter = ["kind"]
    inlines = [IndicatorInline]

    def has_change_permission(self, request, obj=None):
        return obj is None or not obj.ratings.exists()


@admin.register(StarRating)
class StarRatingAdmin(ReadOnlyAdmin):
    list_display = ["id", "organization", "building", "scheme", "total", "stars", "state", "started_on", "ends_on"]
    list_select_related = ["organization", "building", "scheme"]
    list_filter = ["state", "stars"]
    ordering = ["-id"]
    extra_lookups = ("organization", "building")


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    list_display = ["rating", "indicator", "reviewer", "points"]
    list_select_related = ["rating__organization", "rating__building__parent", "indicator", "reviewer"]
    ordering = ["-id"]
    extra_lookups = ("rating",)


@admin.register(SatisfactionAnswer)
class SatisfactionAnswerAdmin(ReadOnlyAdmin):
    """Counted, never read one by one: the list shows when and where, not the answer."""

    list_display = ["month", "organization", "building"]
    list_select_related = ["organization", "building"]
    ordering = ["-id"]
    fields = ["month", "organization", "building"]


@admin.register(SendingCount)
class SendingCountAdmin(ReadOnlyAdmin):
    list_display = ["purpose", "starts_at", "times"]
    list_filter = ["purpose"]
    ordering = ["-id"]
    fields = ["purpose", "starts_at", "times"]
