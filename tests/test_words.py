"""A source text that two subjects share has to mean the same in both: one translation serves them all.

`shared_texts.txt` lists the texts that were read in Chinese on the pages of every subject that uses them, and mean
the same there. A text that is new in a second subject gets a context (`pgettext`), or a line in that list.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

import polib
from django.apps import apps
from django.utils import translation
from django.utils.translation.template import templatize

PROJECT = Path(__file__).parent.parent
CATALOGUE = PROJECT / "locale/zh_Hans/LC_MESSAGES/django.po"
LIST = Path(__file__).parent / "shared_texts.txt"
NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}  # those that take no context
LAZY = NAMES | {"pgettext_lazy", "npgettext_lazy"}
IN_TEMPLATES = re.compile(r"(?:(?<![a-z_])n?gettext\(u?|(?<!\w)_\()('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")

TEXT = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CONTEXT_IN_TEMPLATES = re.compile(rf"pgettext\(u?{TEXT}, *u?{TEXT}")


def texts_of_python(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES and node.args:
            if isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def texts_of_template(path):
    return (ast.literal_eval(text) for text in IN_TEMPLATES.findall(templatize(path.read_text(), origin=str(path))))


def subject_of(path):
    """The folder of the app and the subject; every template directly below `templates/` is a subject of its own."""
    parts = path.relative_to(PROJECT).parts
    return parts[1:3] if parts[0] == "templates" else parts[:2]


def texts():
    """{text: its subjects} of those without a context."""
    found = defaultdict(set)
    for app in ("registry", "communities", "leaders"):
        for path in (PROJECT / app).rglob("*.py"):
            for text in texts_of_python(path):
                found[text].add(subject_of(path))
    for path in (PROJECT / "templates").rglob("*.html"):
        for text in texts_of_template(path):
            found[text].add(subject_of(path))
    return found


def shared_texts():
    return {text: subjects for text, subjects in texts().items() if len(subjects) > 1}


HOLES = re.compile(r"%\(\w+\)[sd]")
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}


def texts_with_context():
    """{(context, text)} of Python and templates."""
    for path in (path for app in ("registry", "communities", "leaders") for path in (PROJECT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WITH_CONTEXT:
                if all(isinstance(one, ast.Constant) for one in node.args[:2]):
                    yield node.args[0].value, node.args[1].value
    for path in (PROJECT / "templates").rglob("*.html"):
        for context, text in CONTEXT_IN_TEMPLATES.findall(templatize(path.read_text(), origin=str(path))):
            yield ast.literal_eval(context), ast.literal_eval(text)


def test_every_text_with_a_context_stands_in_the_catalogue_under_it():
    """Under another context, or none, it would be shown in English, or as the word means elsewhere."""
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    found = set(texts_with_context())

    assert sorted(found - known) == [], "translate these, with their msgctxt, in locale/zh_Hans/LC_MESSAGES/django.po"
    assert len(found) > 100


def test_every_text_of_the_source_stands_in_the_catalogue():
    """The check of the catalogue sees only what was collected: a text written since would be shown in English."""
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}

    assert sorted(set(texts()) - known) == [], "translate these in locale/zh_Hans/LC_MESSAGES/django.po"


def test_a_text_of_two_subjects_has_a_context_or_was_read_in_both():
    read = {line for line in LIST.read_text().splitlines() if line and not line.startswith("# ")}
    shared = {text.replace("\n", "\\n") for text in shared_texts()}

    assert sorted(shared - read) == [], "give it a context, or read it in every subject and add it to the list"
    assert sorted(read - shared) == [], "no longer shared: take it off the list"


class Eager(ast.NodeVisitor):
    """Finds texts that are translated once, when the module is read: `lazy % values` outside every function."""

    def __init__(self):
        self.lines = []

    def visit_FunctionDef(self, node):
        pass

    visit_Lambda = visit_AsyncFunctionDef = visit_FunctionDef

    def visit_BinOp(self, node):
        if isinstance(node.left, ast.Call) and isinstance(node.left.func, ast.Name) and node.left.func.id in LAZY:
            self.lines.append(node.lineno)
        self.generic_visit(node)


def eager_lines(source):
    finder = Eager()
    finder.visit(ast.parse(source))
    return finder.lines


def test_no_text_is_translated_when_its_module_is_read():
    """`_("…") % values` in the body of a class would stay in the language of the first start."""
    assert eager_lines('class Form:\n    text = _("%(n)s") % {"n": 1}') == [2]

    found = {
        f"{path.relative_to(PROJECT)}:{line}"
        for app in ("registry", "communities", "leaders")
        for path in (PROJECT / app).rglob("*.py")
        for line in eager_lines(path.read_text())
    }
    assert found == set()


def test_english_says_your_region_and_not_the_own_region():
    """What is a habit of another tongue reads as a mistake: “the own region”, “an own sheet”."""
    catalogue = (PROJECT / "locale/zh_Hans/LC_MESSAGES/django.po").read_text()
    sources = re.findall(r"^msgid(?:_plural)? ((?:\".*\"\n)+)", catalogue, re.MULTILINE)
    assert len(sources) > 1000
    assert [text for text in sources if re.search(r"\b(the|an) own\b", text)] == []


def test_sections_are_numbered_in_one_way():
    """ "1. 负责人" stood on one form, "一、组织信息" on the next."""
    wrong = [entry.msgid for entry in polib.pofile(str(CATALOGUE)) if re.match(r"\d+[.．、]", entry.msgstr)]

    assert wrong == []


def states_of_the_glossary():
    """[([Chinese words], [values])] of the cells of docs/glossary.md that name the states of a record in order."""
    for line in (PROJECT / "docs/glossary.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        for chinese, english in zip(cells[::2], cells[1::2], strict=False):
            inner = (re.search(r"（(.*)）", chinese), re.search(r"\((.*)\)", english))
            words, values = (one[1] for one in inner) if all(inner) else (chinese, english)
            yield words.split("、"), values.split(", ")


def test_a_state_is_called_what_the_glossary_calls_it():
    with translation.override("zh-hans"):
        fields = [
            model._meta.get_field("state")
            for model in apps.get_models()
            if "state" in {one.name for one in model._meta.fields}
        ]
        labels = [{value: str(label) for value, label in field.flatchoices} for field in fields]
    checked = []
    for words, values in states_of_the_glossary():
        named = [[one[value] for value in values] for one in labels if len(values) > 1 and values_in(one, values)]
        if named:
            checked.append(words)
            assert words in named, f"the glossary says {words}, the record {named}"
    assert len(checked) > 8


def values_in(labels, values):
    return all(value in labels for value in values)


def test_no_space_stands_between_chinese_words_and_what_is_filled_in():
    """The browser sets the distance itself. A place and the post in it are two words, as on the plates."""
    texts = CATALOGUE.read_text(encoding="utf-8")
    lines = [line for line in texts.splitlines() if line.startswith("msgstr")]
    spaced = [line for line in lines if re.search(r"[\u4e00-\u9fff] %\(|%\(\w+\)[sd] [\u4e00-\u9fff]", line)]

    assert len(lines) > 5000
    assert spaced == ['msgstr "%(place)s 楼组长的服务"']


def test_the_foot_of_a_list_counts_all_in_one_way():
    """“共7条” below every list, whatever is counted in it."""
    catalogue = polib.pofile(str(CATALOGUE))
    said = {entry.msgid: entry.msgstr_plural[0] for entry in catalogue if entry.msgid_plural}
    feet = {
        f"%(n)s {match[1].strip()}"
        for path in (PROJECT / "templates").rglob("*.html")
        if "components/pager.html" in (source := path.read_text(encoding="utf-8"))
        for match in re.finditer(r"count n=\S+ asvar \w+ %\}\{\{ n \}\} ([^{]+)\{% plural", source)
    }

    assert len(feet) > 15
    assert [foot for foot in sorted(feet) if not said[foot].startswith("共")] == []


LABELLED = re.compile(
    r'aria-label="\{% blocktranslate[^%]*%\}((?:(?!endblocktranslate).)*)\{% endblocktranslate %\}"[^>]*>\s*'
    r'\{% translate "([^"]+)" %\}\s*</'
)
HOLE = re.compile(r"\{\{ (\w+) \}\}")


def test_what_a_button_is_called_holds_what_stands_on_it():
    """Somebody who speaks to the machine says what is seen: 移出, and not 撤下邵惠英."""
    shown = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if not entry.msgctxt}
    pairs = [pair for path in (PROJECT / "templates").rglob("*.html") for pair in LABELLED.findall(path.read_text())]
    wrong = [
        (called, seen)
        for called, seen in ((shown[HOLE.sub(r"%(\1)s", called)], shown[seen]) for called, seen in pairs)
        if seen not in called
    ]

    assert len(pairs) > 10 and wrong == []


def test_no_room_between_chinese_and_a_number_and_none_behind_a_full_stop():
    """第1步，共3步 here and 第 1 步，共 3 步 there; what is an example to be typed stands apart: 如 2026-11-02."""
    han = "\u4e00-\u9fff"
    apart = re.compile(rf"(?<!康城)(?<=[{han}]) \d{{1,6}} ?[{han}]|[，。：；、] | [，。：；、]")
    wrong = [entry.msgid for entry in polib.pofile(str(CATALOGUE)) if apart.search(HOLES.sub("#", entry.msgstr))]

    assert wrong == []


def test_a_lead_and_what_follows_it_are_not_set_apart_by_a_space():
    """ "已退回：" needs none; `{{ _("Returned:")|spaced }}` writes one in English alone."""
    spaced = re.compile(r'\{% translate "[^"]*[:,.;]" %\} \{')
    pages = {path.name: path.read_text() for path in (PROJECT / "templates").rglob("*.html")}

    assert [name for name, page in pages.items() if spaced.search(page)] == []
