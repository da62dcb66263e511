"""Areas only; each app's urls.py says what is inside."""

from django.contrib import admin
from django.urls import include, path

from registry.desk.views import errors, health

urlpatterns = [
    path("healthz", health.health, name="healthz"),
    path("healthz/live", health.alive, name="healthz-live"),
    path("display/", include("registry.ui.urls")),
    path("accounts/", include("registry.sign_in.urls")),
    path("work/", include("registry.desk.urls")),
    path("work/", include("communities.urls")),
    path("work/", include("leaders.urls")),
    path("admin/", admin.site.urls),
    path("", include("registry.desk.directory_urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
