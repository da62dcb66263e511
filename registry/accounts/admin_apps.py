from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class RegistryAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS in the place of django.contrib.admin."""

    default_site = "registry.accounts.admin_site.RegistryAdminSite"

    def ready(self):
        super().ready()
        admin.site.unregister(self.apps.get_model("auth", "Group"))  # roles are postings here
        for listed in admin.site._registry.values():
            listed.show_facets = admin.ShowFacets.NEVER  # those of libraries as well: each facet is a full count
