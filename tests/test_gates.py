"""Rules of the house, each checked once over everything."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse

from tests.factories import make_superuser

ROOT = Path(settings.BASE_DIR)
OWN = {"accounts", "audit", "communities", "leaders", "upkeep"}
REFUSED = ["上访", "维稳", "重点人员", "信访人员", "身份证号", "政治面貌", "petition", "party member"]


@pytest.mark.django_db
def test_every_response_carries_the_protecting_headers(client):
    for path in ["/", "/nope/", "/accounts/login/", "/work/", "/admin/"]:
        response = client.get(path)

        assert (
            "script-src" not in response["Content-Security-Policy"]
            or "unsafe" not in response["Content-Security-Policy"]
        )
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_signed_in_pages_stay_out_of_caches(client):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("desk:dashboard"))["Cache-Control"] == "no-store, private"
    assert client.get("/")["Cache-Control"] == "no-store, private"


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in OWN]


@pytest.mark.parametrize("model", own_models(), ids=str)
def test_who_and_when_stand_or_fall_together(model):
    """Each nullable X_at with an X_by is named by a check constraint."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    checks = " ".join(str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint))

    for name, field in fields.items():
        if name.endswith("_at") and field.null and f"{name[:-3]}_by" in fields:
            assert name in checks and f"{name[:-3]}_by" in checks


@pytest.mark.parametrize("model", own_models(), ids=str)
def test_no_model_field_or_choice_is_about_what_the_registry_must_not_keep(model):
    words = " ".join([model.__name__, *[str(f.name) for f in model._meta.get_fields()]])
    words += " " + " ".join(str(label) for field in model._meta.fields for _value, label in field.choices or [])

    # A competition is no petition: an English word counts from its own beginning.
    assert [word for word in REFUSED if re.search(rf"(?<![a-z]){word}", words.lower())] == []


@pytest.mark.parametrize("app", ["communities", "leaders"])
def test_a_migration_is_numbered_behind_all_that_the_release_replaces(app):
    """Django counts on from `0001_release_…`, which replaces thirty files, and would begin with 0002 again."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    own = {name: one for (of, name), one in migrations.items() if of == app}
    releases = {name for name in own if "_release_" in name}
    replaced = {name for release in releases for of, name in own[release].replaces if of == app}
    new = set(own) - replaced - releases
    early = {name for name in new if int(name[:4]) <= max(int(one[:4]) for one in replaced)}
    hung = {name for name in new for of, needed in own[name].dependencies if of == app and needed in releases}

    assert early | hung == set(), (
        "number each after the highest file of the folder, and let it depend on that file: docs/add-a-record.md"
    )


def source_files(*endings):
    for folder in ("registry", "communities", "leaders", "templates", "static", "locale"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in endings and "migrations" not in path.parts:
                yield path


def test_no_refused_word_stands_in_code_templates_or_translations():
    found = [
        f"{path.name}: {word}"
        for path in source_files(".py", ".html", ".po", ".csv", ".js")
        for word in REFUSED[:6]
        if word in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_no_page_names_a_foreign_host():
    hosts = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""")
    found = [
        path.name for path in source_files(".html", ".css", ".js") if hosts.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_templates_hold_no_inline_style_script_or_handler():
    bad = re.compile(r"""<style|<script(?![^>]*src=)|\sstyle="|\son(?:click|change|load|submit)=""")
    found = [str(path) for path in (ROOT / "templates").rglob("*.html") if bad.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_templates_hold_no_chinese_text():
    chinese = re.compile(r">[^<{]*[\u4e00-\u9fff]")
    found = [
        str(path) for path in (ROOT / "templates").rglob("*.html") if chinese.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_every_template_is_used():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in source_files(".py", ".html"))
    found = [
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*.html")
        if str(path.relative_to(ROOT / "templates")) not in texts
    ]

    # Those Django looks for.
    by_name = {"400.html", "403.html", "404.html", "admin/search_form.html", "django/forms/widgets/select_option.html"}
    assert [name for name in found if name not in by_name] == []


def test_rooms_stay_small():
    long = [
        f"{path}: {count}"
        for path in [*source_files(".py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > (400 if path.suffix == ".py" else 120)
    ]

    assert long == []
