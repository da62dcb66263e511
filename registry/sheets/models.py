from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.sheets.export import FileFormat


class ExportChoice(models.Model):
    """The columns and the kind of file somebody took from one list the last time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_choices", verbose_name=_("account")
    )
    name = models.CharField(_("list"), max_length=40)
    columns = models.JSONField(_("columns"), default=list)
    file_format = models.CharField(_("kind of file"), max_length=4, choices=FileFormat, default=FileFormat.XLSX)

    class Meta:
        verbose_name = _("remembered export")
        verbose_name_plural = _("remembered exports")
        constraints = [models.UniqueConstraint(name="one_export_choice_a_list", fields=["user", "name"])]

    def __str__(self):
        return f"{self.user} {self.name}"
