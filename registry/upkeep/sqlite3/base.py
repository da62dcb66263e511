"""Django's engine for SQLite, told how many values a statement may really hold.

Django 5.2 keeps to the 999 of a SQLite older than any it runs on, and so makes 14 statements of 500 people.
"""

import sqlite3

from django.db.backends.sqlite3 import base, features

LIKE_EVERYWHERE = 32_766  # what SQLite has allowed since 3.32; some builds allow more


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = LIKE_EVERYWHERE if sqlite3.sqlite_version_info >= (3, 32) else 999


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
