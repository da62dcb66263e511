from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.seal import blind_index

WINDOW = timedelta(hours=1)


class PublicPost(models.Model):
    """How often one address sent one public form in an hour. The address is hashed; rows go after a day."""

    form = models.CharField(max_length=20)
    address_index = models.CharField(max_length=32)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("counted post")
        verbose_name_plural = _("counted posts")
        constraints = [
            models.UniqueConstraint(name="posts_of_an_address_in_an_hour", fields=["form", "address_index", "hour"])
        ]
        indexes = [models.Index(name="public_posts_by_hour", fields=["hour"])]

    def __str__(self):
        return f"{self.form} {self.hour:%Y-%m-%d %H}: {self.count}"

    @classmethod
    def count_one(cls, form, address):
        """Count this post; return how many came from the address in this hour, this one among them."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        key = {"form": form, "address_index": blind_index(address or "-", field="public.address"), "hour": hour}
        if not cls.objects.filter(**key).update(count=F("count") + 1):
            cls.objects.filter(hour__lt=hour - timedelta(days=1)).delete()
            try:
                with transaction.atomic():
                    cls.objects.create(**key)
            except IntegrityError:  # the first two posts of an address came at once
                cls.objects.filter(**key).update(count=F("count") + 1)
        return cls.objects.values_list("count", flat=True).get(**key)

    @staticmethod
    def seconds_left():
        """Until the next hour begins."""
        now = timezone.now()
        return int((now.replace(minute=0, second=0, microsecond=0) + WINDOW - now).total_seconds()) + 1
