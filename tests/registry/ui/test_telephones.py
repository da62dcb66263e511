import pytest
from django.core.exceptions import ValidationError

from communities.text.form_fields import OfficePhoneField
from registry.ui.templatetags.ui import dial


def test_a_telephone_calls_one_number_however_it_is_written():
    written = {
        "021-5555 0111": "021-55550111",
        "(021) 54881234": "02154881234",
        "54881234 54885678": "54881234",
        "+86 138 1234 5671": "+8613812345671",
        "12345": "12345",
        "0571-88001234 转 802": "0571-88001234",
        "0571-88001234、88005678": "0571-88001234",
        "": "",
    }
    assert {text: dial(text) for text in written} == written


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("０５７１—８８００　１２３４", "0571-8800 1234"),
        (" （0571）88001234 ", "(0571)88001234"),
        ("0571－88001234轉802", "0571-88001234转802"),
        ("0571-88001234，88005678", "0571-88001234、88005678"),
        ("+86 571 88001234", "+86 571 88001234"),
    ],
)
def test_the_number_of_an_office_is_taken_as_it_is_typed(typed, kept):
    assert OfficePhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["打总机", "88001234 张", "021-5555\n0001;x"])
def test_what_is_no_number_is_told(typed):
    with pytest.raises(ValidationError, match="digits, spaces and hyphens only"):
        OfficePhoneField().clean(typed)
