"""What each kind of appointment needs, and how long its term may be."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.records.terms import last_day, years_later
from communities.regions.models import Level
from leaders.people.models import Kind

USUAL_TERM_YEARS = 3  # what a form suggests; any other end may be typed over it
ESTATE_TERM_YEARS = 5  # 物业管理条例 第十六条 leaves it to local rules; Shanghai's and most others say at most five


class Topic(models.TextChoices):
    PARKING = "parking", _("Parking")
    LIFT = "lift", _("Adding lifts")
    ELDERLY = "elderly", _("Care for the elderly")
    CHILDREN = "children", _("Children")
    GREENERY = "greenery", _("Greenery and waste")
    PROPERTY = "property", _("Property service")
    PETS = "pets", _("Pets")
    SAFETY = "safety", _("Fire and traffic safety")
    CULTURE = "culture", _("Culture and neighbours")
    OTHER = "other", _("Other")


class AppointmentNeeds(models.Model):
    """The rules by kind, mixed into `Appointment`; the database keeps the same ones as constraints."""

    class Meta:
        abstract = True

    def clean(self):
        self._clean_needs()
        self._clean_term()

    def _clean_needs(self):
        """What the kind needs; what it does not need is emptied, so that a changed mind leaves nothing behind."""
        needs = {
            Kind.TEAM: "organization",
            Kind.OPINION: "topic",
            Kind.BUILDING: "region",
            Kind.ESTATE: "region",
        }
        missing = {
            Kind.TEAM: _("Choose the organization this person leads."),
            Kind.OPINION: _("Choose the topic this person speaks on."),
            Kind.BUILDING: _("Choose the building."),
            Kind.ESTATE: _("Choose the compound."),
        }
        need = needs.get(self.kind)
        if need and not getattr(self, need):
            raise ValidationError({need: missing[self.kind]})
        self._clean_level()
        if self.kind == Kind.OPINION and not self.own_wish:
            raise ValidationError({"own_wish": _("An opinion leader is listed only at their own wish.")})
        if self.kind == Kind.ESTATE and not self.term_number:
            raise ValidationError({"term_number": _("Give the number of the term, such as 3.")})

    def _clean_level(self):
        if self.kind == Kind.BUILDING and self.region.level != Level.BUILDING:
            raise ValidationError(
                {"region": _("A building head belongs to a building; %(region)s is none.") % {"region": self.region}}
            )
        if self.kind == Kind.ESTATE and self.region.level != Level.COMPOUND:
            raise ValidationError(
                {
                    "region": _("An owners' committee belongs to a compound; %(region)s is none.")
                    % {"region": self.region}
                }
            )
        if self.place and not self.place.is_current:
            raise ValidationError(_("%(region)s is retired.") % {"region": self.place})

    def _clean_term(self):
        if not (self.started_on and self.term_ends_on):
            return
        if self.term_ends_on <= self.started_on:
            raise ValidationError({"term_ends_on": _("The end of the term should be later than its beginning.")})
        limit = years_later(self.started_on, ESTATE_TERM_YEARS)
        if self.kind == Kind.ESTATE and self.term_ends_on > limit:
            raise ValidationError(
                {
                    "term_ends_on": _("A term of an owners' committee lasts at most %(years)s years.")
                    % {"years": ESTATE_TERM_YEARS}
                }
            )

    def _settle_place(self):
        """Drop what the kind does not use; a part of a linked compound stands for the whole."""
        if self.kind != Kind.TEAM:
            self.organization = None
        if self.kind != Kind.OPINION:
            self.topic, self.own_wish = "", False
        if self.kind not in (Kind.BUILDING, Kind.ESTATE):
            self.region = None
        if self.kind != Kind.ESTATE:
            self.term_number = None
        if self.kind == Kind.ESTATE and self.region and self.region.linked_to_id:
            self.region = self.region.linked_to


def usual_end(start):
    """The last day of a term of usual length."""
    return last_day(start, USUAL_TERM_YEARS)
