"""Numbers of filings: issued at the decision, in one row a street and year, so that none is missing and none twice."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities.regions.models import Region

# A number is a text of the street's own, in Chinese in every language of the interface.
FORMAT = "{street}备〔{year}〕{serial:04d}号"
ENDINGS = ("街道办事处", "街道", "地区办事处", "民族乡", "镇", "乡", "苏木")


def short_name(street):
    """“莘庄” for 莘庄镇."""
    for ending in ENDINGS:
        if street.name.endswith(ending) and len(street.name) > len(ending):
            return street.name.removesuffix(ending)
    return street.name


def office_of(street):
    """Who signs the certificate: “莘庄镇人民政府”, “古美街道办事处”."""
    endings = {"街道": "办事处", "镇": "人民政府", "乡": "人民政府"}
    return street.name + next((office for ending, office in endings.items() if street.name.endswith(ending)), "")


class FilingCounter(models.Model):
    """The last number issued by one street in one year."""

    street = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number issued"), default=0)

    class Meta:
        verbose_name = _("counter of filings")
        verbose_name_plural = _("counters of filings")
        ordering = ["street", "year"]
        constraints = [models.UniqueConstraint(name="one_filing_counter_a_street_and_year", fields=["street", "year"])]

    def __str__(self):
        return f"{self.street} {self.year}: {self.last}"

    @classmethod
    def issue(cls, street, year):
        """(serial, number), inside the caller's transaction: rolled back with it, so no number is lost."""
        counter, _new = cls.objects.get_or_create(street=street, year=year)
        # The UPDATE holds the row until the transaction ends; whoever comes next reads what it left.
        cls.objects.filter(pk=counter.pk).update(last=F("last") + 1)
        serial = cls.objects.values_list("last", flat=True).get(pk=counter.pk)
        return serial, FORMAT.format(street=short_name(street), year=year, serial=serial)
