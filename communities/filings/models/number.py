"""Numbers of filings: issued at the decision, in one row a street and year."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from communities.records.numbering import YearCounter
from communities.regions.models import Region
from communities.text.streets import short_street_name

# A number is a text of the street's own, in Chinese in every language of the interface.
FORMAT = "{street}备〔{year}〕{serial:04d}号"


def filing_number(street, year, serial):
    return FORMAT.format(street=short_street_name(street.name), year=year, serial=serial)


def number_on_paper(text):
    """The number as its paper says it, spaces left out and the year's brackets as in our own; raises ValidationError.

    Offices numbered in many ways: “闵莘备字（2019）第3号”, “XZ-2019-003”, “0012”.
    """
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    number = re.sub(r"[\[(【〔]((?:19|20)\d\d)年?[\])】〕]", r"〔\1〕", number)
    if not re.search(r"\d", number):
        raise ValidationError(_("A filing number has digits."), code="number")
    return number


def serial_on_paper(number, street):
    """(year, serial) of a paper numbered as this street's register numbers; (None, None) of any other style."""
    match = re.fullmatch(rf"{re.escape(short_street_name(street.name))}备〔(\d{{4}})〕0*(\d{{1,6}})号", number)
    return (int(match[1]), int(match[2])) if match else (None, None)


def highest_on_paper(filings, street, year):
    """The last number of the register's own style that a paper bears; the register goes on after it."""
    rows = filings.filter(kind="paper", street=street, year=year, serial__isnull=False).exclude(state="dropped")
    return rows.aggregate(last=Max("serial"))["last"] or 0


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
