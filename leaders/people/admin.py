from django.contrib import admin

from communities.scope import WHOLE_TREE
from leaders.people.models import Expertise, Leader, LeaderToken
from registry.audit.recorded_admin import RecordedAdmin


@admin.register(Leader)
class LeaderAdmin(RecordedAdmin):
    list_display = [
        "name",
        "pinyin",
        "gender",
        "birth_year",
        "phone_masked",
        "region",
        "stage",
        "term_ends_on",
    ]
    list_select_related = ["region"]
    list_filter = [
        "stage",
        "gender",
        "leads_team",
        "leads_opinion",
        "leads_building",
        "leads_estate",
        "has_pending",
    ]
    ordering = ["-id"]
    search_fields = ["pinyin"]
    autocomplete_fields = ["region", "expertise"]
    extra_lookups = ("region",)
    fields = [
        "name",
        "pinyin",
        "initials",
        "gender",
        "birth_year",
        "phone_masked",
        "region",
        "expertise",
        "biography",
        "basis",
        "stage",
        "term_ends_on",
        "created_at",
        "created_by",
    ]
    readonly_fields = ["phone_masked", "stage", "term_ends_on", "created_at", "created_by"]

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(pk__in=LeaderToken.hits(search_term, [WHOLE_TREE]))
        return queryset, False

    def save_model(self, request, obj, form, change):
        by_hand = {"pinyin", "initials"} & set(form.changed_data)
        if by_hand or not change or "name" in form.changed_data:
            given = {name: getattr(obj, name) for name in by_hand}
            obj.set_keys(**given)
        if change:
            obj.revise(by=request.user, before=self.before(obj))
        else:
            obj.register(by=request.user)


@admin.register(Expertise)
class ExpertiseAdmin(RecordedAdmin):
    noun = "expertise"
    list_display = ["name", "position"]
    search_fields = ["name"]
