"""Numbers of filings: issued at the decision, in one row a street and year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.records.numbering import YearCounter
from communities.regions.models import Region
from communities.text.streets import short_street_name

# A number is a text of the street's own, in Chinese in every language of the interface.
FORMAT = "{street}备〔{year}〕{serial:04d}号"


def filing_number(street, year, serial):
    return FORMAT.format(street=short_street_name(street.name), year=year, serial=serial)


class FilingCounter(YearCounter):
    """The last number issued by one street in one year."""

    street = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number issued"), default=0)

    class Meta:
        verbose_name = _("counter of filings")
        verbose_name_plural = _("counters of filings")
        ordering = ["street", "year"]
        constraints = [models.UniqueConstraint(name="one_filing_counter_a_street_and_year", fields=["street", "year"])]
