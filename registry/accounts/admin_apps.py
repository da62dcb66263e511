from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RegistryAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS in the place of django.contrib.admin."""

    default_site = "registry.accounts.admin_site.RegistryAdminSite"

    def ready(self) -> None:
        super().ready()
        apps.get_app_config("django_tasks_database").verbose_name = _("Queue of tasks")
        admin.site.unregister(apps.get_model("auth", "Group"))  # roles are postings here
        for model in apps.get_app_config("django_otp_webauthn").get_models():
            if admin.site.is_registered(model):
                admin.site.unregister(model)  # each account looks after its own passkeys
        registered: Any = admin.site._registry
        for listed in registered.values():
            listed.show_facets = admin.ShowFacets.NEVER  # those of libraries as well: each facet is a full count
