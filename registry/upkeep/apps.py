from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from registry.upkeep import checks


class UpkeepConfig(AppConfig):
    name = "registry.upkeep"
    label = "upkeep"
    verbose_name = _("Upkeep")

    def ready(self) -> None:
        register(checks.database_options, Tags.compatibility)
        register(checks.database_itself, Tags.database)
