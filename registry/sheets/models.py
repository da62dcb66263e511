from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.sheets.export import FileFormat


class Blank(models.Model):
    """A form of an office's own, with places like {{姓名}}, for the records of one list."""

    name = models.CharField(pgettext_lazy("blank", "form"), max_length=60)
    list_name = models.CharField(pgettext_lazy("export", "list"), max_length=40)
    region_path = models.CharField(max_length=40, editable=False)  # whose form it is: offered there and below
    content = models.BinaryField(_("file"), editable=False)
    ending = models.CharField(_("kind of file"), max_length=4, editable=False)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("form to fill")
        verbose_name_plural = _("forms to fill")
        indexes = [models.Index(name="blank_of_list", fields=["list_name", "region_path"])]

    def __str__(self) -> str:
        return self.name


class ExportChoice(models.Model):
    """The columns and the kind of file somebody took from one list the last time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_choices", verbose_name=_("account")
    )
    name = models.CharField(pgettext_lazy("export", "list"), max_length=40)
    columns = models.JSONField(_("columns"), default=list)
    file_format = models.CharField(_("kind of file"), max_length=4, choices=FileFormat, default=FileFormat.XLSX)

    class Meta:
        verbose_name = _("remembered export")
        verbose_name_plural = _("remembered exports")
        constraints = [models.UniqueConstraint(name="one_export_choice_a_list", fields=["user", "name"])]

    def __str__(self) -> str:
        return f"{self.user} {self.name}"
