"""Numbers of certificates: without gaps or repeats in each street and year, also when two award at once."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.regions.models import Level, Region
from communities.scope import ancestor_paths
from communities.text.pinyin import place_keys

ENDINGS = ("街道", "地区", "镇", "乡")


class CertificateCounter(models.Model):
    """The last number given in one street and year; a number given in a transaction that fails was never given."""

    street = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("certificate counter")
        verbose_name_plural = _("certificate counters")
        constraints = [models.UniqueConstraint(name="certificates_counted_once", fields=["street", "year"])]

    def __str__(self):
        return f"{self.street} {self.year}: {self.last}"

    @classmethod
    def next_for(cls, path):
        """The fields of the next certificate below the street of `path`; call it inside the award's transaction."""
        street = street_of(path)
        if street is None:
            raise ValidationError(_("Certificates are numbered by street, and no street stands above this place."))
        year = timezone.localdate().year
        cls.objects.get_or_create(street=street, year=year)
        counter = cls.objects.select_for_update().get(street=street, year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return {
            "certificate_street": street,
            "certificate_year": year,
            "certificate_serial": counter.last,
            "certificate_number": f"{street_letters(street)}-RY-{year}-{counter.last:04d}",
        }


def street_of(path):
    """The street at or above `path`, or None."""
    return Region.objects.filter(path__in=ancestor_paths(path), level=Level.STREET).select_related("parent").first()


def street_name(street):
    """“莘庄” of 莘庄镇, for the stamp and the number."""
    ending = next((one for one in ENDINGS if street.name.endswith(one) and len(street.name) > len(one) + 1), "")
    return street.name.removesuffix(ending)


def street_letters(street):
    return place_keys(street_name(street)).initials.upper()[:4]
