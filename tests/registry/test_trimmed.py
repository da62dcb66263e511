"""Of Bootstrap's rules pages get those they use, and a first visit stays light."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from registry.desk.management.commands import serve
from registry.upkeep.storage import Statics
from registry.upkeep.trimmed import CLASS, TRIMMED, names_in_use, trimmed

BOOTSTRAP = "bootstrap/css/bootstrap.min.css"
MOST = 45 * 1024


@pytest.fixture(scope="module")
def kept():
    return trimmed(Path(finders.find(BOOTSTRAP)).read_text(encoding="utf-8"), names_in_use())


def test_a_rule_goes_with_the_last_selector_that_is_used():
    css = (
        '@charset "UTF-8";/*! kept */body{a:b}.used,.gone{c:d}.gone{e:f}.used:not(.gone){g:h}.used .gone{i:j}'
        "@media print{.gone{k:l}}@media print{.used{}.gone{m:n}}.part-3{o:p}.x:is(.gone,.y){q:r}@keyframes z{0%{s:t}}/* end */"
    )
    assert trimmed(css, {"used", "part-"}) == (
        '@charset "UTF-8";/*! kept */body{a:b}.used{c:d}.used:not(.gone){g:h}'
        "@media print{.used{}}.part-3{o:p}@keyframes z{0%{s:t}}/* end */"
    )


def test_every_class_of_our_templates_keeps_its_rules(kept):
    known = set(CLASS.findall(Path(finders.find(BOOTSTRAP)).read_text(encoding="utf-8")))
    pages = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    asked = {
        name for page in pages for text in re.findall(r'class="([^"]*)"', page) for name in re.findall(r"[\w-]+", text)
    }

    assert len(asked & known) > 60
    assert (asked & known) - set(CLASS.findall(kept)) == set()


def test_what_is_collected_is_trimmed_and_is_collected_anew_when_more_is_used(settings, tmp_path, monkeypatch):
    source = FileSystemStorage(Path(finders.find(BOOTSTRAP)).parent)
    paths = {BOOTSTRAP: (source, "bootstrap.min.css"), f"{BOOTSTRAP}.map": (source, "bootstrap.min.css.map")}
    for name, (storage, path) in paths.items():
        Statics(location=tmp_path).save(name, storage.open(path))
    before = serve.static_state()

    names = dict(done[:2] for done in Statics(location=tmp_path).post_process(paths))
    monkeypatch.setattr(serve, "names_in_use", lambda: names_in_use() | {"carousel"})

    assert {BOOTSTRAP} == TRIMMED and (tmp_path / names[BOOTSTRAP]).stat().st_size < 80_000
    assert serve.static_state() != before


@pytest.mark.django_db
def test_a_first_visit_stays_below_the_limit(client, world, kept):
    page = client.get(reverse("directory:home"), headers={"accept-encoding": "gzip"})
    linked = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', gzip.decompress(page.content).decode())
    others = [Path(finders.find(name)).read_bytes() for name in linked if name != BOOTSTRAP]

    assert BOOTSTRAP in linked and len(linked) == 4
    assert len(page.content) + sum(len(gzip.compress(file)) for file in (kept.encode(), *others)) < MOST
