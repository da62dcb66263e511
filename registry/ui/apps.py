from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "registry.ui"
    label = "ui"
