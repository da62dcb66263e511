from registry.ui.templatetags.ui import dial


def test_a_telephone_calls_one_number_however_it_is_written():
    written = {
        "021-5555 0111": "021-55550111",
        "(021) 54881234": "02154881234",
        "54881234 54885678": "54881234",
        "+86 138 1234 5671": "+8613812345671",
        "12345": "12345",
        "": "",
    }
    assert {text: dial(text) for text in written} == written
