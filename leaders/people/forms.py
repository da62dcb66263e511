"""Naming people in a form by typing: a record's number or a full name, narrowed to the user's reach."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.postings.models import Posting
from communities.scope import ancestor_paths
from communities.text.names import person_key
from leaders.people.models import Leader
from registry.accounts.models import User
from registry.accounts.roles import Permission

NUMBER = re.compile(r"^(?:LD-)?0*(\d{1,12})$", re.IGNORECASE)
BETWEEN = re.compile(r"[、,，;；\n\r]+")
NAMESAKES = 5


class SuggestedInput(forms.TextInput):
    """A text field with the browser's own list of suggestions; anything may be typed."""

    template_name = "leaders/nominations/widgets/suggested.html"
    suggestions = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {
            "suggestions": self.suggestions,
            "list_id": f"{context['widget']['attrs'].get('id', name)}_list",
        }


class LeaderField(forms.CharField):
    """One registered person in reach, by number or full name."""

    widget = SuggestedInput

    def __init__(self, **kwargs):
        super().__init__(max_length=60, **kwargs)
        self.queryset = Leader.objects.none()

    def set_user(self, user, *, around=None):
        self.queryset = Leader.objects.permitted(user, Permission.LEADER_EDIT).select_related("region__parent")
        if around is not None:
            self.widget.suggestions = suggested_leaders(self.queryset, around)

    def clean(self, value):
        text = super().clean(value)
        return one_leader(self.queryset, text) if text else None


class LeadersField(forms.CharField):
    """Several registered people, with a comma or 、 between them."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, **kwargs)
        self.queryset = Leader.objects.none()

    def set_user(self, user):
        self.queryset = Leader.objects.permitted(user, Permission.LEADER_EDIT).select_related("region__parent")

    def clean(self, value):
        names = [name.strip() for name in BETWEEN.split(super().clean(value)) if name.strip()]
        return [one_leader(self.queryset, name) for name in names[:20]]

    def prepare_value(self, value):
        """People, as one types them; a text as it was typed."""
        return value if value is None or isinstance(value, str) else "、".join(one.number for one in value)


class MentorField(forms.CharField):
    """Who accompanies a person: another leader in reach, or a colleague posted to the same line of regions."""

    widget = SuggestedInput

    def __init__(self, **kwargs):
        super().__init__(max_length=60, **kwargs)
        self.leaders, self.staff = Leader.objects.none(), User.objects.none()

    def set_leader(self, user, leader):
        everybody = Leader.objects.permitted(user, Permission.LEADER_EDIT).select_related("region__parent")
        self.leaders = everybody.exclude(pk=leader.pk)
        self.staff = staff_for(leader)
        self.widget.suggestions = [
            *[(str(person), _("staff")) for person in self.staff[:20]],
            *suggested_leaders(self.leaders, leader.region),
        ]

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        colleagues = [] if NUMBER.match(text) else list(self.staff.filter(display_name=text)[:2])
        if len(colleagues) == 1 and not self.leaders.filter(name_key=person_key(text)).exists():
            return colleagues[0]
        if colleagues:
            raise ValidationError(
                _("A colleague and a leader, or two colleagues, have the name “%(name)s”; type a leader's number."),
                params={"name": text},
            )
        return one_leader(self.leaders, text)


def staff_for(leader):
    """Accounts with an open posting at the person's place or above it."""
    above = Posting.objects.open().filter(region__path__in=ancestor_paths(leader.region_path))
    return User.objects.filter(is_active=True, pk__in=above.values("user")).order_by("id")


def suggested_leaders(queryset, around):
    """[(number, name and place)] of people in office in the compound or community of `around`."""
    place = around.parent if around.parent_id else around
    rows = queryset.within(place).filter(term_ends_on__isnull=False).in_place_order()[:30]
    return [(row.number, f"{row.name} {row.region.place_label}") for row in rows]


def one_leader(queryset, text):
    """The one person meant; raises ValidationError naming the numbers when several bear the name."""
    text = text.replace("\x00", "").strip()
    number = NUMBER.match(text)
    rows = queryset.filter(pk=int(number[1])) if number else queryset.filter(name_key=person_key(text))
    found = list(rows.order_by("id")[: NAMESAKES + 1])
    if not found:
        raise ValidationError(_("Nobody called “%(name)s” is registered in your region."), params={"name": text})
    if len(found) > 1:
        known = "；".join(f"{row.number} {row.region.place_label}" for row in found[:NAMESAKES])
        raise ValidationError(
            _("Several people are called “%(name)s”; type the number of one: %(known)s"),
            params={"name": text, "known": known},
        )
    found[0].refuse_erased()
    return found[0]
