from django.apps import AppConfig
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext_lazy as _

from registry.ui.translated import install

# The framework tells whoever filled in a form the name of the constraint. Set before any model is read: each
# constraint keeps the text it finds when it is made.
BaseConstraint.default_violation_error_message = _("What is filled in does not fit together; look at it again.")


class UiConfig(AppConfig):
    name = "registry.ui"
    label = "ui"

    def ready(self) -> None:
        install()
