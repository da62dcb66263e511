"""Numbers of certificates of thanks: one row a street and year."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.numbering import YearCounter
from communities.regions.models import Level, Region
from communities.text.pinyin import place_keys
from communities.text.streets import short_street_name


class CertificateCounter(YearCounter):
    """The last number given in one street and year; a number given in a transaction that fails was never given."""

    street = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("certificate counter")
        verbose_name_plural = _("certificate counters")
        constraints = [models.UniqueConstraint(name="certificates_counted_once", fields=["street", "year"])]

    @classmethod
    def next_for(cls, path):
        """The fields of the next certificate below the street of `path`; call it inside the award's transaction."""
        street = Region.objects.above(path, Level.STREET)
        if street is None:
            raise ValidationError(_("Certificates are numbered by street, and no street stands above this place."))
        year = timezone.localdate().year
        serial = cls.issue(street, year)
        return {
            "certificate_street": street,
            "certificate_year": year,
            "certificate_serial": serial,
            "certificate_number": f"{street_letters(street)}-RY-{year}-{serial:04d}",
            "check_token": new_token(),
        }


def new_token():
    """What a certificate's QR code asks by: nobody guesses it from the number."""
    return secrets.token_urlsafe(12)


def street_letters(street):
    return place_keys(short_street_name(street.name)).initials.upper()[:4]
