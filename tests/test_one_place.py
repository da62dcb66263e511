"""One rule stands in one place: what may be written in one file is written in no other."""

import ast
import re
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models

from communities.pages.plain_list import PlainList
from communities.records.money import YuanField
from communities.records.numbering import YearCounter
from communities.records.versioned import Versioned
from registry.desk.menu import LISTS
from registry.upkeep.constraints import Check

ROOT = settings.BASE_DIR
ENDING = re.compile(r"^__(gte?|lte?|range)$")  # put behind the name of a column
RANGE = re.compile(r"path__(gte?|lte?|range|startswith|like|contains|regex)$")


@cache
def modules():
    """{path below the project: its syntax tree} of everything that runs, migrations left out."""
    paths = [path for app in ("communities", "leaders", "registry") for path in (ROOT / app).rglob("*.py")]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }


def files_where(is_found, *, but=()):
    """Lines, as "file:line", with a node for which `is_found(node)` holds, the files in `but` left out."""
    return [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if name not in but
        for node in ast.walk(tree)
        if is_found(node)
    ]


def sets(attribute):
    """For `files_where`: an assignment to `.attribute`, alone or among others; of a view's own self it is none."""

    def is_found(node):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
        return isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
            isinstance(one, ast.Attribute) and one.attr == attribute for one in flat
        )

    return is_found


def is_path(node):
    return getattr(node, "attr", getattr(node, "id", "")) in ("path", "region_path")


def writes_a_range_of_paths(node):
    if isinstance(node, ast.Compare):
        ordered = any(isinstance(one, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for one in node.ops)
        return ordered and any(is_path(one) for one in [node.left, *node.comparators])
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and is_path(node.left)
    if isinstance(node, ast.Subscript):
        return is_path(node.value)
    if isinstance(node, ast.keyword):
        return bool(RANGE.search(node.arg or ""))
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(RANGE.search(node.value) or ENDING.search(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = [getattr(one, "value", "") for one in node.values]
        ends_a_span = len(parts) == 2 and is_path(parts[0]) and parts[1] == "a"
        return ends_a_span or RANGE.search(f"path{parts[-1]}") is not None
    if isinstance(node, ast.Tuple):
        return [getattr(one, "value", None) for one in node.elts] == ["", "a"]
    return False


def compares_paths_as_texts(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "startswith"
        and "path" in ast.unparse(node)
        and "request.path" not in ast.unparse(node)
        and not any(isinstance(one, ast.Constant | ast.Tuple) for one in node.args)
    )


def test_a_range_of_paths_is_known_however_it_is_written():
    spellings = [
        'rows.filter(region_path__gte=low)', 'Q(("region_path__lt", high))', '{f"{name}__gte": low}', 'row.path < "a"',
        '(row.path, row.path + "a")', "row.region_path + end", 'f"{row.region_path}a"', 'row.path[:4]', '("", "a")',
    ]  # fmt: skip
    unseen = [text for text in spellings if not any(map(writes_a_range_of_paths, ast.walk(ast.parse(text))))]

    assert unseen == []


def test_only_the_mechanism_of_places_gives_a_row_its_path():
    # A filing that changes a group gives its new place on to the row in hand. A merge is kept where the two records lay. A log entry about an account, which has no place,
    # bears that of a posting.
    found = files_where(sets("region_path"), but=("communities/records/placed.py",))

    assert sorted({line.split(":")[0] for line in found}) == [
        "communities/merging/actions.py",
        "communities/organizations/models/on_file.py",
        "registry/sign_in/places.py",
    ]


def test_only_the_state_machine_sets_a_state_of_a_record():
    # The picker is a form field and the step of a conduct review a view: their state is none of a record.
    found = files_where(sets("state"), but=("leaders/conduct/views.py", "communities/regions/forms/picker.py"))

    assert found == []


def test_ranges_of_paths_are_written_in_the_scope_alone():
    # Finding places looks for names from a word on, which is a range of texts; the log, which lies below the scope,
    # notes a change under the first generations of a path.
    names = ("communities/scope.py", "communities/regions/models/finding.py", "registry/audit/changes.py")
    assert files_where(writes_a_range_of_paths, but=names) == []
    assert files_where(compares_paths_as_texts, but=("communities/scope.py",)) == []


WRITES = {"save", "update", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# What writes and leaves no line of its own: what a verb of the same room calls and records.
RECORDED_BY_OTHERS = {
    "leaders/privacy/models/hold.py: empty",
    "leaders/cultivation/models/stage.py: begin",
    "leaders/cultivation/models/succession.py: _write_first",
    "leaders/imports/deciding.py: confirm_posts",  # each row's own verb
    "communities/regions/edition_undoing.py: _left",  # steps of `take_back`, which records them as one
    "communities/regions/edition_undoing.py: _taken",
    "communities/regions/edition_acts.py: keep",  # a comparison changes nothing, and says itself who made it
}


def writes_unrecorded(node):
    """A function with `by` that writes rows, and neither writes the log nor hands `by` on to a verb that does."""
    if not isinstance(node, ast.FunctionDef) or "by" not in {one.arg for one in node.args.args + node.args.kwonlyargs}:
        return False
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    names = {call: getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}
    is_told = any(name.startswith(("record", "_record", "_move")) for name in names.values())
    hands_on = any(names[call] not in WRITES and "by" in {word.arg for word in call.keywords} for call in calls)
    return bool(set(names.values()) & WRITES) and not is_told and not hands_on


def test_what_somebody_writes_leaves_a_line_in_the_log():
    found = {
        f"{name}: {node.name}"
        for name, tree in modules().items()
        if "/demo/" not in name and name != "registry/audit/log.py"
        for node in ast.walk(tree)
        if writes_unrecorded(node)
    }

    assert found == RECORDED_BY_OTHERS


PAGES = re.compile(r"/(views|forms|filters|desk|admin|urls|choices)(/|\.py)|/pages/|registry/(desk|sign_in)/")
COMMANDS = re.compile(r"/(demo|management|migrations)/")
# Rows that are of a page, or of an account for itself, and of no record: kept choices, drafts, reminders, keys of a door.
OF_PAGES = {
    "communities/pages/blanks.py": {"add_blank", "drop_blank"},
    "communities/pages/drafts.py": {"forget_drafts"},
    "communities/pages/exports.py": {"_send"},
    "registry/desk/reminders.py": {"mark_read", "remind", "send_digests"},
    "registry/sign_in/calendar_key.py": {"drop_key", "withdraw_key"},
    "registry/sign_in/factor.py": {"_set_since", "turn_off", "turn_on"},
    "registry/sign_in/forms.py": {"save"},
    "registry/sign_in/passkeys.py": {"add", "remove"},
    "registry/sign_in/sso.py": {"tie", "untie"},
    "registry/sign_in/views.py": {"form_valid"},
}


def writes_rows(node):
    """A call that writes to the database: `update` and `delete` of a set of rows, `save` of one, `create` of any."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
        return False
    if node.func.attr == "update":  # a dict takes a dict
        return bool(node.keywords)
    return node.func.attr != "delete" or not node.args  # a cache takes a key


def test_a_page_writes_through_the_verbs_of_a_record_alone():
    """A column written past them has no lock, no version, no line in the log, and asks nobody whether it may."""
    found = {}
    for name, tree in modules().items():
        if PAGES.search(name) and not COMMANDS.search(name):
            functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
            writing = {node.name for node in functions if any(writes_rows(below) for below in ast.walk(node))}
            found |= {name: writing} if writing else {}

    assert found == OF_PAGES


def test_a_verb_locks_its_own_row_by_the_lock_that_knows_what_was_seen():
    """`_lock` of Versioned refuses a row that was written since its page was read; a lock taken past it does not."""

    def locks_itself(node):
        is_get = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get"
        return is_get and re.search(r"select_for_update\(\)\.get\(pk=self\.pk\)", ast.unparse(node)) is not None

    found = {
        (name, ast.unparse(node).split(".")[0])
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if locks_itself(node)
    }
    versioned = {model.__name__ for model in apps.get_models() if issubclass(model, Versioned)}

    assert {(name, model) for name, model in found if model in {*versioned, "type(self)"}} == set()
    assert len(found) > 3


def test_no_state_is_written_by_a_set_of_rows():
    def writes_a_state(node):
        return writes_rows(node) and node.func.attr == "update" and "state" in {one.arg for one in node.keywords}

    # The rows of a table that is read in are counted with it, thousands in one step.
    assert {line.split(":")[0] for line in files_where(writes_a_state)} == {"leaders/imports/actions.py"}


# The log in reach: of the desk, of a person's page with that of the postings, of the settings that a street accepted.
READS_THE_LOG = {
    "communities/postings/views.py", "leaders/demo/build.py", "registry/desk/first_steps.py", "registry/desk/views/dashboard.py",
}  # fmt: skip


def test_a_page_asks_the_log_for_the_history_of_its_row_by_one_function():
    """Asked by hand, a condition forgotten shows the acts on every row of the kind."""

    def asks_the_log(node):
        return isinstance(node, ast.Attribute) and node.attr == "objects" and ast.unparse(node.value) == "AuditEntry"

    found = {line.split(":")[0] for line in files_where(asks_the_log) if not line.startswith("registry/audit/")}
    assert found == READS_THE_LOG


def test_a_posting_is_open_by_one_condition():
    def asks_for_the_beginning(node):
        return isinstance(node, ast.keyword) and (node.arg or "").endswith("started_on__lte")

    def filters_through_accounts(node):
        return isinstance(node, ast.keyword) and (node.arg or "").startswith("postings__")

    found = files_where(asks_for_the_beginning, but=("communities/scope.py",))
    assert found + files_where(filters_through_accounts) == []


def test_money_is_whole_fen_everywhere():
    decimals = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DecimalField) and not isinstance(field, YuanField)
    }

    assert decimals == {"communities.StarRating.total"}


def test_a_check_asks_for_no_column_it_does_not_name():
    """One that says what the columns say is written as Check; see there for what Django's own costs."""
    plain = {
        constraint.name
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("registry", "communities", "leaders")
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and type(constraint) is not Check
    }

    assert plain == set()


def test_nobody_defines_twice_what_is_asked_in_many_rooms():
    one = {
        "short_street_name": "communities/text/streets.py",
        "years_later": "communities/records/terms.py",
        "ends_soon": "leaders/people/terms.py",
        "masked": "communities/text/phones.py",
    }
    found = [
        f"{name}: {node.name}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and one.get(node.name, name) != name
    ]

    assert found == []


LONG = 36  # nodes of a syntax tree: about three lines


def body_of(function):
    """What a function does, as text: its docstring left out; "" for what is short."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    length = sum(1 for statement in body for _node in ast.walk(statement))
    return ";".join(map(ast.dump, body)) if length >= LONG else ""


def test_no_function_is_written_twice():
    places = {}
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (body := body_of(node)):
                places.setdefault(body, []).append(f"{name}:{node.lineno} {node.name}")

    assert [same for same in places.values() if len(same) > 1] == []


def test_sendings_and_numbers_are_counted_by_one_mechanism():
    counters = [model for model in apps.get_models() if re.search(r"Counter$|Count$|Try$|Post$", model.__name__)]
    own = {model._meta.label for model in counters if not issubclass(model, YearCounter)}

    assert own == {"communities.SendingCount", "communities.MemberCount"}


def test_the_refusal_of_the_own_hand_is_said_once():
    def says_it(node):
        return isinstance(node, ast.Constant) and node.value == "Nobody decides what they submitted themselves."

    pages = [page for page in (ROOT / "templates").rglob("*.html") if "Nobody decides what they" in page.read_text()]
    assert files_where(says_it, but=("communities/records/moves.py",)) == [] and pages == []


def test_crumbs_and_history_are_drawn_in_one_template_a_site():
    pages = {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text() for path in ROOT.glob("templates/**/*.html")
    }

    crumbs = {page for page, text in pages.items() if 'class="crumbs"' in text}
    history = {page for page, text in pages.items() if '>{% translate "History" %}</h2>' in text}
    assert crumbs == {"components/crumbs.html", "directory/_crumbs.html"} and history == {"components/history.html"}


def test_crumbs_name_no_list_that_no_subject_calls_by_a_name():
    templates = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    named = {name for text in templates for name in re.findall(r'{% crumbs "([^"]+)"', text)}
    named |= {one.part_of for one in subclasses(PlainList) if one.part_of}

    assert named - LISTS.keys() == set()
    assert len(named) > 20


def subclasses(one):
    return [found for below in one.__subclasses__() for found in (below, *subclasses(below))]


# Columns and words that name a subject of an upper floor by a text; what it does there is up to that subject.
NAMED_BY_TEXT = {"communities/filings/models/filing.py", "communities/merging/subjects.py"}


def test_no_import_goes_upward_by_a_text():
    """A model or a module named by a text passes the import rules unseen."""

    def names_one_of(apps_above):
        named = re.compile(rf"^({apps_above})(\.[A-Za-z_]\w*)*$")

        def is_found(node):
            is_get = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model"
            texts = [node, *node.args] if is_get else [node]
            values = [one.value for one in texts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            return any(named.match(value) and (is_get or "." in value) for value in values)

        return is_found

    above = {"communities/": "leaders", "registry/": "communities|leaders"}
    roof = ("registry/desk/", "registry/settings.py", "registry/urls.py")
    found = {
        line.rsplit(":", 1)[0]
        for below, apps_above in above.items()
        for line in files_where(names_one_of(apps_above))
        if line.startswith(below) and not line.startswith(roof)
    }

    assert found == NAMED_BY_TEXT


def test_the_hand_that_brings_a_record_in_has_one_name():
    """Which of them a record takes, and why two have the older one: docs/decisions/0036."""
    hands = {}
    for model in apps.get_models():
        columns = {field.name for field in model._meta.concrete_fields}
        found = columns & {"submitted_by", "entered_by", "proposed_by"}
        assert len(found) <= 1, model
        assert not ("decided_by" in columns and "entered_by" in columns), model
        hands |= dict.fromkeys([(model.__name__, one) for one in found])

    assert {name for name, hand in hands if hand == "proposed_by"} == {"Incentive", "ManagementDecision"}
    assert len(hands) > 20
