from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form

from communities.text.form_fields import ClockField
from communities.text.hours import EndOfDay, minutes_of

MEANT = {
    "8:30": ["8:30", "8：30", "０８：３０", "0830", "830", "8.30", "8;30", "8：30：00", "8 : 30", "8∶30"]
    + ["8点半", "8點半", "八点半", "8时30分", "八點三十分", "早上八点半", "上午8:30", "早8点30", "8:30 AM"],
    "2:00": ["2点", "两点", "凌晨2点", "夜里两点", "2:00", "2 am"],
    "10:20": ["上午十点二十", "10点20分", "十点二十"],
    "8:15": ["8点一刻", "8:15"],
    "14:30": ["下午2点半", "下午两点半", "下午14:30", "14点半", "2:30pm", "14：30"],
    "13:00": ["中午1点", "下午1点", "1 p.m."],
    "12:00": ["中午12点", "十二点", "下午12点", "12pm"],
    "20:00": ["晚8点", "晚上八点", "晚上20:00", "20点整"],
    "23:00": ["夜里11点", "深夜11点"],
    "0:00": ["0:00", "零点", "0点", "凌晨12点", "12 am"],
    "24:00": ["24:00", "２４：００", "2400", "24点", "晚上12点", "半夜12点"],
}
NO_TIME = [
    "", "8", "30", "25:00", "24:01", "24点半", "8:60", "午后", "1:2:3:4", "-8:30", "8h30", "晚上2点", "上午15点", "明天", "8:300",
    "9" * 500,
]  # fmt: skip


def test_a_time_as_people_type_it():
    read = {typed: "{}:{:02d}".format(*divmod(minutes_of(typed), 60)) for row in MEANT.values() for typed in row}
    assert read == {typed: meant for meant, row in MEANT.items() for typed in row}


@pytest.mark.parametrize("typed", NO_TIME)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValidationError):
        minutes_of(typed)


def test_only_an_end_may_be_midnight_and_it_is_shown_as_it_was_typed():
    class Hours(Form):
        begins, finishes = ClockField(), ClockField(ends_a_day=True)

    form = Hours({"begins": "24:00", "finishes": "24：00"})
    assert "0:00" in form.errors["begins"][0] and isinstance(form.cleaned_data["finishes"], EndOfDay)
    shown = Hours(initial={"begins": time(0), "finishes": form.cleaned_data["finishes"]})
    assert 'value="00:00"' in str(shown["begins"]) and 'value="24:00"' in str(shown["finishes"])
    assert 'type="text"' in str(shown["begins"])
