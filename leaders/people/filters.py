from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter, chosen_spans
from communities.search import HIT_CAP
from communities.text.phones import find_key
from leaders.people.models import Kind, Leader, LeaderToken, Stage
from leaders.people.terms import WARNING_DAYS
from registry.accounts.roles import Permission

RESERVES = (Stage.BACKBONE, Stage.RESERVE)


class LeaderFilter(Tabbed, FilterInReach):
    """What may narrow the list. No phone number: it would stand in the address of the page, which is kept in histories
    and logs, and numbers could be tried one after the other.
    """

    tab_field = "kind"
    q = filters.CharFilter(method="filter_words", label=pgettext_lazy("person", "Name, pinyin or initials"))
    region = RegionFilter(Permission.LEADER_LIST, label=_("Region"))
    stage = filters.ChoiceFilter(
        method="filter_stage", choices=Stage.choices, label=_("Stage"), empty_label=_("All stages")
    )
    term = filters.ChoiceFilter(
        method="filter_term",
        label=_("Term"),
        empty_label=_("All terms"),
        choices=[
            ("current", _("In office")),
            ("soon", _("Term ends soon")),
            ("over", _("Past its term")),
            ("pending", _("Awaiting review")),
            ("none", _("Holds no post")),
        ],
    )
    consents = filters.ChoiceFilter(
        method="filter_consents",
        label=_("Consents"),
        empty_label=_("With and without consents"),
        choices=[
            ("given", pgettext_lazy("consent", "With a consent")),
            ("none", pgettext_lazy("consent", "Without any")),
            ("again", pgettext_lazy("consent", "To be asked for again")),
        ],
    )
    kind = filters.ChoiceFilter(
        method="filter_kind",
        choices=[*Kind.choices, ("reserve", _("Backbone and reserve"))],
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Leader
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_many = self.asks_for_phone = False

    def filter_words(self, queryset, _name, words):
        digits = words.strip()
        self.asks_for_phone = bool(find_key(words)) or (digits.isascii() and digits.isdigit())
        if self.asks_for_phone:
            return queryset.none()
        ids = LeaderToken.hits(words, chosen_spans(self, Permission.LEADER_LIST))
        self.too_many = len(ids) > HIT_CAP
        return queryset.among(ids[:HIT_CAP])

    def filter_kind(self, queryset, _name, kind):
        if kind == "reserve":
            return queryset.at_stage(*RESERVES)
        return queryset.leading(kind)

    def filter_stage(self, queryset, _name, stage):
        return queryset.at_stage(stage)

    def filter_consents(self, queryset, _name, which):
        consents = Leader._meta.get_field("consents").related_model.objects
        standing = consents.outdated() if which == "again" else consents.given()
        held = Exists(standing.filter(leader=OuterRef("pk")))
        return queryset.exclude(held) if which == "none" else queryset.filter(held)

    def filter_term(self, queryset, _name, term):
        today = timezone.localdate()
        if term == "soon":
            # The column of the soonest end first: it has an index, and leaves few people to look at more closely.
            latest = today + timedelta(days=max(WARNING_DAYS.values()))
            posts = Leader._meta.get_field("appointments").related_model.objects.ending_soon()
            return queryset.filter(Exists(posts.filter(leader=OuterRef("pk"))), term_ends_on__lte=latest)
        return queryset.filter(
            **{
                "current": {"term_ends_on__isnull": False},
                "over": {"term_ends_on__lt": today},
                "pending": {"has_pending": True},
                "none": {"term_ends_on": None},
            }[term]
        )
