"""Each form about a row that exists says what keeps a second window from overruling the first one unseen."""

from communities.documents.views import DocumentAdd
from communities.pages.acts import RowAct, TransitionView
from communities.pages.asking import AskFirst
from communities.pages.decisions import DecisionPage
from communities.pages.edit import MergedEdit
from communities.pages.word_acts import ActView
from communities.records.moves import StateMachine
from communities.records.versioned import Versioned
from tests.walk.entries import ENTRIES

# They carry what their page showed, and merge, or answer 409; or they only add a paper.
CARRY = (RowAct, MergedEdit, DecisionPage, DocumentAdd)
ADDS = "adds a row of its own; the same form sent twice makes one"
ONCE = "may be done once: its verb asks for the state, and says who was first"
DATED = "a dated act with a preview; the tree keeps each, and the last is taken back"
SHOWS = "shows something and writes who looked"
OWN = "carries what it showed in its own way: tests/test_two_windows_everywhere.py and the tests of its subject"
SETS = "sets what its button says, whoever pressed before"
# Forms of other kinds, each with what protects the row.
PROTECTED = {
    "communities:region-communities": ADDS,
    "communities:region-add": ADDS,
    "communities:region-retire": ONCE,
    "communities:region-reopen": ONCE,
    "communities:region-move": DATED,
    "communities:region-merge": DATED,
    "communities:region-split": DATED,
    "communities:region-recode": DATED,
    "communities:region-edition": ONCE,
    "communities:member-count-edit": OWN,
    "communities:organization-registration": ONCE,
    "communities:organization-registration-end": ONCE,
    "communities:posting-create": ADDS,
    "communities:person-deputy": ADDS,
    "communities:rule-accept": "changes nothing",
    "communities:hosting-begin": ADDS,
    "communities:center-service-create": ADDS,
    "communities:filing-create": ADDS,
    "communities:filing-paper-create": ADDS,
    "communities:report-create": ADDS,
    "communities:activity-photo-add": ADDS,
    "communities:activity-photo-agree": SETS,
    "communities:activity-photo-withdraw": SETS,
    "communities:activity-rule-change": OWN,
    "communities:activity-rule-end": ONCE,
    "communities:activity-rule-restore": ONCE,
    "communities:activity-session-count": ONCE,
    "communities:notice-thank": ONCE,
    "communities:notice-answer": ONCE,
    "communities:notice-reveal": SHOWS,
    "communities:double-leader": OWN,
    "communities:double-organization": OWN,
    "communities:merge-undo": ONCE,
    "leaders:leader-reveal": SHOWS,
    "leaders:personal-copy": SHOWS,
    "leaders:hold-open": SHOWS,
    "leaders:reserve-leave": ONCE,
    "leaders:succession-finish": ONCE,
    "leaders:appointment-create": ADDS,
    "leaders:appointment-update": OWN,
    "leaders:consent-list": ADDS,
    "leaders:nomination-contact": ONCE,
    "leaders:nomination-accept": ONCE,
    "leaders:nomination-decline": ONCE,
    "leaders:nomination-reveal": SHOWS,
    "leaders:training-cancel": ONCE,
    "leaders:training-enrol": ADDS,
    "leaders:training-enrol-many": ADDS,
    "leaders:training-roll-rest": "marks those alone who have no mark yet",
    "leaders:enrolment-withdraw": ONCE,
    "leaders:enrolment-mark": SETS,
    "leaders:incentive-update": OWN,
    "leaders:case-request-decide": ONCE,
    "leaders:case-reveal": SHOWS,
    "leaders:case-slip": "makes a new key each time; the old one ends",
    "leaders:import-columns": OWN,
    "leaders:import-revise": OWN,
    "leaders:import-confirm": OWN,
    "leaders:import-retry": ONCE,
    "leaders:import-decide": "each entry by its own verb",
}


def carries(view):
    """A form of a kind that is held to what it showed, or one word for a verb that a state lets happen once."""
    model = getattr(view, "model", None)
    is_counted = model is not None and issubclass(model, Versioned)
    if issubclass(view, CARRY) or issubclass(view, AskFirst):
        return True  # a question names what it ends, and the verb asks for the state again
    if issubclass(view, ActView):
        return model is not None and issubclass(model, StateMachine)
    return issubclass(view, TransitionView) and is_counted


def forms_about_a_row():
    for entry in ENTRIES:
        takes_post = hasattr(entry.view_class, "post") and "post" in entry.view_class.http_method_names
        if entry.is_staff and "int" in entry.kinds and takes_post:
            yield entry.name, entry.view_class


def test_each_form_about_a_row_carries_what_it_showed_or_says_what_protects_the_row():
    forms = dict(forms_about_a_row())
    bare = {name for name, view in forms.items() if not carries(view)}

    assert len(forms) > 100
    assert sorted(bare - set(PROTECTED)) == [], (
        "carry what was shown (EditAct, MergedEdit), or say what protects the row"
    )
    assert sorted(set(PROTECTED) - bare) == [], "take it off the list"
