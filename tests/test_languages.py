"""Pages in Chinese and in English: each reader's choice, and no page mixes the two.

What people typed is theirs in any language: a word that stands in a column of the database may stand on any page.
"""

import ast
import html
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models
from django.urls import reverse
from django.utils import translation

from registry.audit.models import AuditEntry
from tests.factories import make_leader, make_superuser
from tests.test_gates import OWN
from tests.test_permissions import PAGES
from tests.walk.steps import sent
from tests.world import address

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]+|[\u3000-\u303f\uff00-\uffef]+")
SIGNS = re.compile(r"[\u3001-\u303f\uff01-\uff5e]")
TRANSLATED = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{#.*?#\}|<script.*?</script>", re.DOTALL)
HALF_WIDTH = re.compile(r"(?:\}\}|%\}|>)[,:]\s+(?=\{\{|\{%|<)")
PROJECT = Path(__file__).parent.parent
TEMPLATES = PROJECT / "templates"
ADDRESSED = re.compile(r"[^\s。，]*[你您][^\s。，]*")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]+")
SHOWN_ATTRIBUTES = re.compile(r"""\s(?:aria-label|placeholder|title|alt|data-l|data-label|content)="([^"]*)\"""")
UNREAD = re.compile(
    r"<(script|style|template|svg)\b.*?</\1>|<!--.*?-->|<meta name=\"(?:viewport|renderer|robots)\"[^>]*>|<code translate=\"no\".*?</code>",
    re.DOTALL,
)
HASHES = {"password", "session_data", "session_key", "key"}
SEALS = {"团", "意", "楼", "业"}
OF_NO_LANGUAGE = {
    "English",
    "Excel",
    "CSV",
    "PDF",
    "ID",
    "QR",
    "Word",
    "xlsx",
    "xls",
    "csv",
    "docx",
    "pdf",
    "jpg",
    "png",
}
OF_NO_LANGUAGE |= {
    "TOTP",
    "JPEG",
    "PNG",
    "WebP",
    "HEIC",
    "LD",
    "XS",
    "PX",
    "MB",
    "http",
    "testserver",
}  # kinds of files, numbers, an address
# Marks an office writes into its own forms, the example of a name, and how an office signs.
CHINESE_IN_ITSELF = {"简体中文", "序号", "条数", "今日", "制表人", "王芳", "闵行区古美街道", "闵行区古美街道办事处"}
PUBLIC = [
    ("directory:home", None),
    ("directory:places", None),
    ("directory:organizations", None),
    ("directory:activities", None),
    ("directory:building-heads", None),
    ("directory:estates", None),
    ("directory:privacy", None),
    ("directory:accessibility", None),
    ("directory:matter-new", None),
    ("accounts:login", None),
]
STAFF = [(name, row) for name, method, row, *codes in PAGES if method == "get" and codes[2] == 200]
UNTRANSLATED = "translate these in locale/zh_Hans/LC_MESSAGES/django.po, then manage.py compile_catalogues"


def words_of(page):
    """What a person reads or hears of the page, as one text."""
    page = UNREAD.sub(" ", page)
    spoken = " ".join(SHOWN_ATTRIBUTES.findall(page))
    return html.unescape(re.sub(r"<[^>]+>", " ", page) + " " + spoken)


def typed_texts():
    """Every text in the database, and the numbers and names in it; a hash, where any two letters may stand, is nobody's word."""
    found = []
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)) and field.name not in HASHES
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            found += [str(value) for value in row]
    return "\n".join(found)


def pages(client, listed, rows):
    """(name, text) of the pages that are pages, and of what they answer to a form sent with nothing in it."""
    for name, row in listed:
        page = address(name, rows, row)
        response = client.get(page)
        if response["Content-Type"].startswith("text/html"):
            yield name, words_of(response.content.decode())
            if response.context and getattr(response.context.get("form"), "fields", ()):
                yield f"{name}, sent empty", words_of(sent(client, "post", page).text_shown)


def foreign(pages, pattern, *, typed, known):
    return {
        (name, word)
        for name, text in pages
        for word in pattern.findall(text)
        if word not in known and word not in typed
    }


@pytest.mark.parametrize("listed", [STAFF, PUBLIC], ids=["staff", "public"])
def test_no_english_page_shows_chinese_that_nobody_typed(client, world, listed):
    _tree, users, rows = world
    if listed is STAFF:
        client.force_login(users["manager"], backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["language"] = "en"

    found = foreign(pages(client, listed, rows), HAN, typed=typed_texts(), known=SEALS | CHINESE_IN_ITSELF)

    assert sorted(found) == []


def test_no_chinese_page_of_the_admin_shows_english_that_nobody_typed(office_of_china, world, client):
    """But for the framework's name of its picture of a lens; what the columns of each page are called is asked below."""
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
    pages = ["index", "django_tasks_database_dbtaskresult_changelist", "leaders_leader_changelist", "password_change"]

    shown = [(page, words_of(client.get(reverse(f"admin:{page}")).content.decode())) for page in pages]

    assert sorted(foreign(shown, ENGLISH, typed=typed_texts(), known=OF_NO_LANGUAGE | {"Search"})) == [], UNTRANSLATED


def columns_of_the_admin():
    """{model and column: how it is called} of what the administrators' lists and filters show of our tables."""
    for model, listed in admin.site._registry.items():
        for name in {*listed.list_display, *listed.list_filter, *(listed.readonly_fields or ())}:
            if isinstance(name, str) and name != "__str__" and model._meta.app_label in OWN:
                yield f"{model.__name__}.{name}", label_for_field(name, model, listed)


def test_every_column_of_the_admin_has_a_name_in_chinese():
    with translation.override("zh-hans"):
        found = {column for column, label in columns_of_the_admin() if not HAN.search(str(label))}

    assert {column for column in found if not column.endswith(".id")} == set(), UNTRANSLATED


@pytest.fixture
def office_of_china(settings):
    settings.LANGUAGE_CODE = "zh-hans"


@pytest.mark.parametrize("listed", [STAFF, PUBLIC], ids=["staff", "public"])
def test_no_chinese_page_shows_english_that_nobody_typed(office_of_china, world, client, listed):
    _tree, users, rows = world
    if listed is STAFF:
        client.force_login(users["manager"], backend="django.contrib.auth.backends.ModelBackend")

    shown = list(pages(client, listed, rows))
    found = foreign(shown, ENGLISH, typed=typed_texts(), known=OF_NO_LANGUAGE)
    addressed = foreign(shown, ADDRESSED, typed="", known=()) if listed is STAFF else ()

    assert sorted(found) == [], UNTRANSLATED
    assert sorted(addressed) == [], "who works here is not addressed; a resident is"


def test_the_language_is_chosen_in_the_header_and_remembered(client, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    home = reverse("directory:home")
    assert 'lang="zh-Hans"' in client.get(home, headers={"accept-language": "en"}).content.decode()

    client.post(reverse("ui:display"), {"language": "en", "next": home})
    page = client.get(home).content.decode()
    assert '<html lang="en"' in page and 'value="zh-hans" lang="zh-hans">简体中文' in page

    client.post(reverse("ui:display"), {"language": "zh-hans", "next": home})
    client.post(reverse("ui:display"), {"language": "../../etc", "next": home})
    assert '<html lang="zh-Hans"' in client.get(home).content.decode()


def test_what_is_kept_is_written_in_the_language_of_the_office(client, tree, worker, sign_in, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    leader = make_leader(tree.building)
    sign_in(worker).cookies["language"] = "en"

    client.post(reverse("leaders:leader-reveal", args=[leader.pk]))
    client.post(reverse("leaders:consent-list", args=[leader.pk]), {})

    assert not any(ENGLISH.search(label) for label in AuditEntry.objects.values_list("object_label", flat=True))


def test_the_languages_are_those_of_the_switch():
    assert [code for code, _name in settings.LANGUAGES] == ["zh-hans", "en"]


def test_no_template_writes_the_signs_of_one_language():
    """Commas and colons between facts come from the catalogue: `{% comma %}`, `{% colon %}`, `|listed`."""
    found = {
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in TEMPLATES.rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if SIGNS.search(line) and not line.lstrip().startswith("{#")
    }

    assert found == set()


def test_no_template_leaves_a_space_after_a_full_width_sign():
    """A line that ends with the sign puts a space before what follows; in English the sign brings its own."""
    found = [path.name for path in TEMPLATES.rglob("*.html") if re.search(r"{% (comma|colon) %}\s", path.read_text())]

    assert found == []


def test_no_template_puts_a_half_width_sign_between_two_values():
    """The same for “, ” and “: ”, which stand in Chinese as they do in English."""
    found = {}
    for path in TEMPLATES.rglob("*.html"):
        text = TRANSLATED.sub("", path.read_text())
        if signs := HALF_WIDTH.findall(text):
            found[str(path.relative_to(TEMPLATES))] = len(signs)

    assert found == {}


# What is written for operators, or never shown: commands, backups, the start, a row's name in a shell.
OPERATORS = re.compile(r"/(management|migrations|demo|upkeep)/|desk/start|sheets/(child|fill_child)|retention|__str__")
NOT_SHOWN = {
    "communities/records/numbering.py", "communities/records/throttle.py", "communities/regions/region_import.py",
    "registry/accounts/models.py", "registry/desk/views/browsers.py", "registry/desk/views/errors.py",
    "registry/sheets/export.py",
}  # fmt: skip


def half_width_joins(source):
    """The lines that put ": " or ", " between two values: a text of its own, or one with values in it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            signs = [part.value for part in node.values if isinstance(part, ast.Constant)]
            words = [sign for sign in signs if re.search(r"[A-Za-z;=]", sign)]
            if len(node.values) > 1 and not words and any(": " in sign or ", " in sign for sign in signs):
                yield node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            if isinstance(node.func.value, ast.Constant) and node.func.value.value in (", ", "; ", ": "):
                yield node.lineno


def test_no_program_text_puts_a_half_width_sign_between_two_values():
    """`f"{row}: {words}"` reads "康城舞蹈队: …" on a Chinese page; `registry.ui.signs` knows what the reader writes."""
    assert list(half_width_joins('f"{row}: {words}"\n", ".join(names)\nf"{row}{colon()}{words}"')) == [1, 2]

    found = [
        f"{path.relative_to(PROJECT)}:{line}"
        for app in ("registry", "communities", "leaders")
        for path in sorted((PROJECT / app).rglob("*.py"))
        if not OPERATORS.search(str(path)) and str(path.relative_to(PROJECT)) not in NOT_SHOWN
        for line in half_width_joins(path.read_text())
    ]
    assert found == []


# Kept as an office writes it: other names typed into a box, an act of the tree, a log entry, the guide of a workbook.
CHINESE_KEPT = {
    "communities/pages/exports.py", "communities/regions/actions.py", "communities/regions/views/region.py",
    "leaders/people/forms.py",
    "registry/sheets/template.py",
}  # fmt: skip


def test_names_in_a_message_are_joined_as_its_language_does():
    found = {
        str(path.relative_to(PROJECT))
        for app in ("registry", "communities", "leaders")
        for path in (PROJECT / app).rglob("*.py")
        if '"、".join' in path.read_text() and not OPERATORS.search(str(path))
    }

    assert found == CHINESE_KEPT
