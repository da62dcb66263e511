from django.urls import path

from registry.ui import views

app_name = "ui"

urlpatterns = [path("", views.display, name="display")]
