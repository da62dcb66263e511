from django.contrib import admin

from leaders.topics.models import Topic, TopicQuestion
from registry.accounts.admin_site import ReadOnlyAdmin


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    list_display = ["title", "region", "state", "begun_by", "begun_at"]
    list_select_related = ["region__parent", "begun_by"]
    list_filter = ["state"]
    ordering = ["-id"]
    extra_lookups = ("region",)


@admin.register(TopicQuestion)
class TopicQuestionAdmin(ReadOnlyAdmin):
    list_display = ["topic", "text", "state", "asked_on", "promised_on", "answered_on"]
    list_select_related = ["topic"]
    list_filter = ["state"]
    ordering = ["-id"]
    extra_lookups = ("topic",)
