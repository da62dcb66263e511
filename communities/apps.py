from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from communities.text.numbers import read_number
from registry.ui.forms import NumberBox, RegistryForm


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self):
        """One rule for every field of every form: how people type and what may stand in a text is known here, forms
        are made below.
        """
        NumberBox.read = staticmethod(read_number)
        if refuse_text not in RegistryForm.text_validators:
            RegistryForm.text_validators.append(refuse_text)
