"""What a template says in plain words is looked up once for each language, and only that."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from registry.ui import translated


@pytest.fixture
def looked_up(monkeypatch):
    """How often Django's own tag was drawn."""
    drawn = []
    render = translated.TranslateNode.render
    monkeypatch.setattr(
        translated.TranslateNode, "render", lambda node, context: drawn.append(1) or render(node, context)
    )
    return drawn


@pytest.mark.parametrize("tag", ['translate "Save"', 'trans "Save"', 'translate "Large" context "text size"'])
def test_a_plain_text_is_looked_up_once_a_language(tag, looked_up):
    template = Template("{% load i18n %}{% " + tag + " %}")

    def drawn(language):
        with translation.override(language):
            return template.render(Context())

    english, chinese = drawn("en"), drawn("zh-hans")

    assert english != chinese
    assert [drawn("en"), drawn("zh-hans"), len(looked_up)] == [english, chinese, 2]


@pytest.mark.parametrize(
    "tag", ["translate what", 'translate "Save"|lower', 'translate "Save" as kept %}{{ kept }}{% if 1']
)
def test_a_text_that_may_be_another_one_is_looked_up_each_time(tag, looked_up):
    end = "{% endif %}" if "if" in tag else ""
    template = Template("{% load i18n %}{% " + tag + " %}" + end)

    texts = [template.render(Context({"what": what})) for what in ("Save", "<Large>")]

    assert len(looked_up) == 2
    assert texts == (["Save", "&lt;Large&gt;"] if "what" in tag else [texts[0]] * 2)


def test_a_day_of_spring_has_no_zero_before_its_month():
    with translation.override("zh-hans"):
        assert date_format(date(2026, 3, 5), "MONTH_DAY_FORMAT") == "3月5日"
