"""Numbers and amounts in every spelling people use, in every form that asks for one."""

from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from communities.filings.models import YearlyReport
from communities.support.forms.support import EntryForm
from communities.text.form_fields import MinutesField
from communities.text.numbers import read_minutes, read_number
from registry.ui.forms import RegistryForm
from tests.factories import make_organization

READ = [
    ("42", "42"),
    (" ４２ ", "42"),
    ("四十二", "42"),
    ("十二次", "12"),
    ("一千", "1000"),
    ("1千", "1000"),
    ("1.5千元", "1500"),
    ("两千五", "2500"),
    ("三百五", "350"),
    ("三百零五", "305"),
    ("壹仟贰佰元整", "1200"),
    ("一万二千", "12000"),
    ("一万二", "12000"),
    ("两万零五百元正", "20500"),
    ("12元5角", "12.5"),
    ("12元5角3分", "12.53"),
    ("一千二万", "12000000"),
    ("万一", "万一"),
    ("千里", "千里"),
    ("洞", "洞"),
    ("35人", "35"),
    ("35 人", "35"),
    ("90分", "90"),
    ("5个工作日", "5"),
    ("4个学时", "4"),
    ("人民币1200元", "1200"),
    ("RMB 1,200", "1200"),
    ("1200块钱", "1200"),
    ("二百五十块整", "250"),
    ("5角", "0.5"),
    ("壹佰元零伍分", "100.05"),
    ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67"),
    ("+5", "+5"),
    ("5.", "5."),
    ("2026年", "2026"),
    ("1200.50", "1200.50"),
    ("1,200.50", "1200.50"),
    ("１，２００．５０元", "1200.50"),
    ("￥1 200", "1200"),
    ("1200。5", "1200.5"),
    ("1.2万元", "12000"),
    ("3万", "30000"),
    ("-5", "-5"),
    ("－5", "-5"),
    ("0", "0"),
    ("〇", "0"),
]
# 2小时 among them: two of what the field counts, training hours or minutes, would be another length.
KEPT = [
    "2小时",
    "90分钟",
    "1小时30分",
    "两个小时",
    "50%",
    "百分之五十",
    "1/2",
    "½",
    "1.234,56",
    "1200元/年",
    "2亿",
    "半",
    "",
    "约40",
    "3至5",
    "3-5",
    "1,20",
    "12,3456",
    "四十来个",
    "abc",
    "1.2.3",
    "元",
    "--5",
]


@pytest.mark.parametrize(("typed", "number"), READ)
def test_a_number_is_read_however_it_is_typed(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", KEPT)
def test_what_makes_no_number_stays_as_it_was_typed(typed):
    assert read_number(typed) == typed


class Asking(RegistryForm, forms.Form):
    count = forms.IntegerField(min_value=0, max_value=99)
    money = forms.DecimalField(max_digits=12, decimal_places=2)


def test_the_box_is_one_of_text_that_asks_a_phone_for_digits():
    """And it carries no bounds of the browser's: the field says them in the words of the page."""
    form = Asking({"count": "四十二人", "money": "１，２００元"})

    assert form.is_valid() and form.cleaned_data["count"] == 42 and form.cleaned_data["money"] == 1200
    assert 'type="text"' in str(form["count"]) and 'inputmode="numeric"' in str(form["count"])
    assert 'inputmode="decimal"' in str(form["money"])
    assert " min=" not in str(form["count"]) and " max=" not in str(form["count"])


def test_what_is_refused_stands_there_as_it_was_typed():
    form = Asking({"count": "约40", "money": "一百零八"})

    assert set(form.errors) == {"count"} and 'value="约40"' in str(form["count"])


ODD = [
    "1e9",
    "１e９",
    "1E9",
    "1e-2",
    "NaN",
    "nan",
    "Infinity",
    "-inf",
    "1_000",
    "٤٢",
    "४२",
    "0x10",
    "1e2元",
    "--5",
    "5 5",
]


@pytest.mark.parametrize("typed", ODD)
def test_what_only_python_takes_for_a_number_is_refused_and_stands_there_as_typed(typed):
    form = Asking({"count": typed, "money": typed})

    assert set(form.errors) == {"count", "money"}
    assert f'value="{typed}"' in str(form["count"]) and f'value="{typed}"' in str(form["money"])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["1e3", "2_025"])
def test_a_filter_refuses_them_too(typed, worker, sign_in):
    shown = sign_in(worker).get(reverse("communities:support-list"), {"year": typed})

    assert set(shown.context["filter"].form.errors) == {"year"}


LASTING = ["90", "９０分", "90分钟", "1小时30分", "1小时30分钟", "1.5小时", "一个半小时", "1个半小时", "1小时半", "1:30",
           "１：３０", "1h30", "一小时三十分", "1 小时 30 分钟", "90min", "九十分钟"]  # fmt: skip


class Lasting(RegistryForm, forms.Form):
    minutes = MinutesField(min_value=15, max_value=600)


@pytest.mark.parametrize("typed", LASTING)
def test_a_length_of_time_is_read_however_it_is_typed(typed):
    form = Lasting({"minutes": typed})

    assert form.is_valid() and form.cleaned_data["minutes"] == 90
    assert 'inputmode="numeric"' in str(form["minutes"])


@pytest.mark.parametrize("typed", ["小时", "分钟", "1e2小时", "90-120", "约90分钟", "2学时", "1:75", "一会儿", "1e2"])
def test_what_is_no_length_of_time_is_refused_and_stands_there_as_typed(typed):
    form = Lasting({"minutes": typed})

    assert set(form.errors) == {"minutes"} and f'value="{typed}"' in str(form["minutes"])
    assert read_minutes(typed) == typed


@pytest.mark.parametrize(("typed", "minutes"), [("半小时", "30"), ("2小时", "120"), ("两个钟头", "120"), ("0", "0")])
def test_half_an_hour_and_two(typed, minutes):
    assert read_minutes(typed) == minutes


def test_no_field_of_minutes_reads_plain_numbers_alone():
    """Two hours are no two minutes."""
    found = [
        f"{kind.__name__}.{name}"
        for kind in every_subclass(RegistryForm)
        for name, field in getattr(kind, "base_fields", {}).items()
        if "minutes" in name and isinstance(field, forms.IntegerField) and not isinstance(field, MinutesField)
    ]
    assert apps.ready and found == []


def every_subclass(kind):
    for one in kind.__subclasses__():
        yield one
        yield from every_subclass(one)


def test_no_form_of_the_house_leaves_a_number_to_the_browser(db):
    assert apps.ready and issubclass(EntryForm, RegistryForm)
    forms_of_numbers = 0
    for kind in every_subclass(RegistryForm):
        for field in getattr(kind, "base_fields", {}).values():
            if isinstance(field, forms.IntegerField) and isinstance(field.widget, forms.NumberInput):
                forms_of_numbers += 1
                assert type(field.widget) is forms.NumberInput, f"{kind.__name__}: RegistryForm replaces no subclass"
    assert forms_of_numbers > 10


def test_no_page_asks_a_number_in_the_browser_s_own_box():
    """Their fields are all drawn by forms; a filter or a template that writes its own is found here."""
    pages = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    assert [page.name for page in pages if 'type="number"' in page.read_text("utf-8")] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["communities:filing-list", "communities:support-list", "leaders:training-outside-list"]
)
def test_a_year_in_a_filter_is_read_however_typed(name, worker, sign_in):
    shown = sign_in(worker).get(reverse(name), {"year": "２０２５年"})

    assert not shown.context["filter"].form.errors
    assert 'value="2025"' in shown.content.decode() and 'type="number"' not in shown.content.decode()


@pytest.mark.django_db
def test_a_yearly_report_is_handed_in_with_numbers_as_people_type_them(tree, worker, sign_in):
    team = make_organization(tree.community)
    typed = {"summary": "全年排练，参加演出。", "activities": "四十二次", "members": "３５人", "income": "１，２００.50元",
             "expense": "一千多"}  # fmt: skip
    address = f"{reverse('communities:report-create', args=[team.pk])}?year=2025"
    client = sign_in(worker)
    shown = client.post(address, typed).content.decode()
    assert 'value="一千多"' in shown and 'value="1200.50"' in shown
    client.post(address, typed | {"expense": "0.1万"})

    report = YearlyReport.objects.get()
    assert (report.activities, report.members, report.income, report.expense) == (42, 35, Decimal("1200.50"), 1000)
