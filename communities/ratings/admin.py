from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.ratings.models import Indicator, RatingScheme, Score, StarRating
from communities.ratings.models.scheme import FULL
from registry.accounts.admin_site import ReadOnlyAdmin
from registry.audit.recorded_admin import RecordedAdmin


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
