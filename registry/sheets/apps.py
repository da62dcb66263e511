from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "registry.sheets"
    label = "sheets"
