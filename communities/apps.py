from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from registry.ui.forms import RegistryForm


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self):
        """One rule for every text field of every form: what may stand in a text is known here, forms are made below."""
        if refuse_text not in RegistryForm.text_validators:
            RegistryForm.text_validators.append(refuse_text)
