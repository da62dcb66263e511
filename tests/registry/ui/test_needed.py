"""A field that other answers show reads "optional" only where it really may stay empty."""

import ast
from pathlib import Path

from django.conf import settings

# Shown for some answers and left empty by whoever has nothing to say there.
REALLY = {
    "HeldActivityForm.prize", "HeldActivityForm.result",
    "CaseForm.contact", "CaseForm.name", "PublicNominationForm.nominator", "AcceptForm.birth_year", "AcceptForm.phone",
    "PostFields.declared_interests", "PostFields.own_wish", "PostFields.title", "RuleChangeForm.place",
    "RegistrationForm.stage", "UploadForm.basis", "UploadForm.issuer", "UploadForm.started_on", "UploadForm.term_ends_on",
}  # fmt: skip
# Needed by a rule of their own: asked for by the verdict or while a new person is entered, or marked one by one.
ELSEWHERE = {
    "AcceptForm.gender", "AcceptForm.name", "AcceptForm.region", "RatingVerdict.body", "RatingVerdict.reason",
    "RatingVerdict.title", "RatingVerdict.workdays",
    *[f"PostFields.{name}" for name in (
        "building", "compound", "how_chosen", "organization", "started_on", "term_ends_on", "term_number", "topic"
    )],
}  # fmt: skip


def conditional(tree):
    """{(class, field)} of what stands in a `When(…)` or a `Section(…, when=…)`."""
    for holder in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for call in (node for node in ast.walk(holder) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            if name == "When" or (name == "Section" and any(one.arg == "when" for one in call.keywords)):
                for field in call.args[1:]:
                    if isinstance(field, ast.Constant):
                        yield holder.name, field.value


def marked(tree):
    """{class: fields it, or what it derives from in this file, names in `needed` or `needed_when`}."""
    found = {}
    for holder in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for base in holder.bases:
            found.setdefault(holder.name, set()).update(found.get(getattr(base, "id", ""), ()))
        for line in (node for node in holder.body if isinstance(node, ast.Assign)):
            if getattr(line.targets[0], "id", "") in ("needed", "needed_when"):
                names = {node.value for node in ast.walk(line.value) if isinstance(node, ast.Constant)}
                found.setdefault(holder.name, set()).update(names)
    return found


def test_every_field_shown_for_some_answers_alone_is_marked_or_really_optional():
    left, seen = set(), set()
    for app in ("communities", "leaders", "registry"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            text = path.read_text()
            if "When(" not in text and "when=" not in text or "registry_pack" in text:
                continue
            tree = ast.parse(text)
            needed = marked(tree)
            for holder, field in conditional(tree):
                key = f"{holder}.{field}"
                seen.add(key)
                if field not in needed.get(holder, ()) and key not in REALLY | ELSEWHERE:
                    left.add(key)

    assert left == set(), "is it needed, name it in `needed` of the form; else in REALLY"
    assert len(seen) > 40 and REALLY | ELSEWHERE <= seen
