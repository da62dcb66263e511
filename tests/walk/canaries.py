"""A canary in every text of every row: whatever page shows one tells which row, and so whose place, it came from."""

import re
from functools import cache
from itertools import product
from string import ascii_lowercase
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from communities.scope import ancestor_paths, open_postings, reached_spans, reaches
from registry.accounts.roles import Permission as P
from tests.walk.entries import ENTRIES

CANARY = re.compile(r"Zq[a-z]{4}")
LENGTH = 6
MARKUP = '"<'  # before each canary there is room for: in a page as it is, it would end an attribute and begin a tag
RAW = re.compile(r"<Zq[a-z]{4}")
# What the program writes for itself: keys, seals, paths, numbers.
MACHINE = {
    "path", "region_path", "gone_path", "token", "pinyin", "initials", "name_key", "building_key", "code", "credit_code", "digest",
    "media_type", "owner_type", "object_type", "verb", "request_id", "address_index", "ending", "list_name",
    "password", "email", "phone_sealed", "phone_index", "phone_tail_index", "name_sealed", "contact_sealed",
    "token_index", "key_index", "nonce", "sealed", "feedback_token", "kind", "signature", "mark", "purpose_key",
    "columns", "sheet", "failure", "certificate_number", "number", "course_key", "check_token", "proof_token",
}  # fmt: skip
# Rows whose texts belong to no place.
PLACELESS = {
    "leaders.Expertise", "leaders.ConsentText", "communities.Category", "communities.Indicator", "upkeep.DailyRun",
}  # fmt: skip
# The right that shows a row's texts at its place; a field apart is named behind a dot. A model that is not named has the
# right of its own page, which the table of permissions keeps.
NEEDS = {
    "accounts.User": P.POSTING_VIEW,
    "communities.Activity": P.ACTIVITY_VIEW,
    "communities.ActivityPhoto": P.ACTIVITY_VIEW,
    "communities.ActivityRule": P.ACTIVITY_VIEW,
    "communities.AuthorityDecision": P.OVERSIGHT_VIEW,
    "communities.Filing": P.FILING_VIEW,
    "communities.Hosting": P.MANAGEMENT_VIEW,
    "communities.Inspection": P.OVERSIGHT_VIEW,
    "communities.ManagementDecision": P.MANAGEMENT_VIEW,
    "communities.Closing": P.ORGANIZATION_VIEW,
    "communities.Merge": P.LEADER_EDIT,
    "communities.Notice": P.NOTICE_VIEW,
    "communities.Opinion": P.NOTICE_VIEW,
    "communities.Organization": P.ORGANIZATION_VIEW,
    "communities.Posting": P.POSTING_VIEW,
    "communities.Region": P.REGION_VIEW,
    "communities.RegionAct": P.REGION_VIEW,
    "communities.RegionTrace": P.REGION_VIEW,
    "communities.RuleChange": P.ACTIVITY_VIEW,
    "communities.Score": P.RATING_VIEW,
    "communities.ServiceCenter": P.MANAGEMENT_VIEW,
    "communities.ServiceRecord": P.MANAGEMENT_VIEW,
    "communities.StarRating": P.RATING_VIEW,
    "communities.Support": P.SUPPORT_VIEW,
    "communities.SupportEntry": P.SUPPORT_VIEW,
    "communities.Venue": P.SUPPORT_VIEW,
    "communities.VenueSlot": P.SUPPORT_VIEW,
    "communities.YearlyReport": P.FILING_VIEW,
    "leaders.Appointment": P.LEADER_LIST,
    "leaders.Appointment.declared_interests": P.LEADER_VIEW,
    "leaders.Case": P.CASE_VIEW,
    "leaders.CaseEntry": P.CASE_VIEW,
    "leaders.CaseRequest": P.CASE_VIEW,
    "leaders.ConductReview": P.CONDUCT_HANDLE,
    "leaders.ConductStep": P.CONDUCT_HANDLE,
    "leaders.Consent": P.LEADER_VIEW,
    "leaders.Departure": P.LEADER_VIEW,
    "leaders.EarlierHonour": P.INCENTIVE_VIEW,
    "leaders.Enrolment": P.TRAINING_VIEW,
    "leaders.ImportBatch": P.IMPORT_RUN,
    "leaders.ImportRow": P.IMPORT_RUN,
    "leaders.Incentive": P.INCENTIVE_VIEW,
    "leaders.Leader": P.LEADER_VIEW,
    "leaders.Leader.name": P.LEADER_LIST,
    "leaders.Nomination": P.NOMINATION_VIEW,
    "leaders.OutsideHours": P.TRAINING_VIEW,
    "leaders.ReplyTemplate": P.CASE_VIEW,
    "leaders.Representative": P.TOPIC_VIEW,
    "leaders.ReservePlace": P.LEADER_LIST,
    "leaders.SatisfactionReply": P.CASE_VIEW,
    "leaders.StageStep": P.LEADER_LIST,
    "leaders.SuccessionPlan": P.LEADER_VIEW,
    "leaders.Topic": P.TOPIC_VIEW,
    "leaders.TopicEntry": P.TOPIC_VIEW,
    "leaders.TopicQuestion": P.TOPIC_VIEW,
    "leaders.TrainingSession": P.TRAINING_VIEW,
}
# Places of a street that work for all of it: a community below sees them too.
FROM_ABOVE = {
    "communities.Region", "communities.ServiceCenter", "communities.Venue", "communities.VenueSlot",
    "leaders.TrainingSession", "leaders.ReplyTemplate",
}  # fmt: skip
OWN = {"accounts", "audit", "communities", "leaders", "sheets"}


class Canary(NamedTuple):
    """Where a text stands: "leaders.Leader.name", the row's number, and the path of its place."""

    model: str
    field: str
    pk: int
    path: str
    about: str = ""  # of a log entry: the model it tells of


def stamp():
    """Write a canary into every text that is not empty; {canary: Canary}."""
    words = ("Zq" + "".join(letters) for letters in product(ascii_lowercase, repeat=LENGTH - 2))
    placed = {word: canary for model in apps.get_models() if model._meta.app_label in OWN
              for word, canary in _stamp_model(model, words)}  # fmt: skip
    return placed


def _stamp_model(model, words):
    label = model._meta.label
    if label in PLACELESS:
        return
    texts = [field for field in model._meta.concrete_fields if is_text(field)]
    if not texts and label != "audit.AuditEntry":
        return
    for row in model._base_manager.all():
        if (path := path_of(row)) is None:
            continue
        said = {field.attname: next(words) for field in texts if getattr(row, field.attname)}
        new = {field.attname: dressed(field, said[field.attname]) for field in texts if field.attname in said}
        if label == "audit.AuditEntry":
            old, now = next(words), next(words)
            new["changes"], said["old"], said["now"] = {"name": [old, now]}, old, now
        if label == "communities.Region" and row.aliases:
            said["alias"] = next(words)
            new["aliases"] = [said["alias"]]
        if new:
            model._base_manager.filter(pk=row.pk).update(**new)
        for field, word in said.items():
            yield word, Canary(label, field, row.pk, path, getattr(row, "object_type", ""))


def dressed(field, word):
    """The canary behind markup, unless there is no room or the column refuses such signs (names of people)."""
    text = MARKUP + word
    try:
        field.get_db_prep_save(text, connection)
    except ValidationError:
        return word
    return text if field.max_length is None or field.max_length >= len(text) else word


def is_text(field):
    texts = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField)
    long_enough = field.max_length is None or field.max_length >= LENGTH
    return texts and long_enough and not field.choices and field.name not in MACHINE


def path_of(row, depth=3):
    """The path of a row's place: its own, or that of what it belongs to; None for what lies nowhere."""
    own = getattr(row, "region_path", None) or getattr(row, "path", None)
    if own:
        return own
    if row._meta.label == "accounts.User":
        return row.postings.values_list("region__path", flat=True).first()
    for field in row._meta.concrete_fields if depth else ():
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label in ("communities", "leaders"):
            target = getattr(row, field.name)
            if target is not None and (found := path_of(target, depth - 1)):
                return found
    return None


def may_see(user, canary):
    """Whether the policy shows this text to this user."""
    if canary.model == "audit.AuditEntry":
        if reaches(user, P.AUDIT_VIEW, canary.path):
            return True
        if canary.about == "communities.document":  # told in the history of the record it belongs to
            return _may_see_document(user, _entry(canary.pk).object_id, canary.path)
        label = apps.get_model(canary.about)._meta.label if canary.about else ""
        return _reaches(user, right_of(label), canary.path)
    if canary.model == "accounts.User":
        return _works_near(user, canary)
    if canary.model == "communities.Document":
        return _may_see_document(user, canary.pk, canary.path)
    need = NEEDS.get(f"{canary.model}.{canary.field}") or right_of(canary.model)
    assert need, f"tests/walk/canaries.py: name in NEEDS the right that shows a {canary.model}"
    return _reaches(user, need, canary.path) or (canary.model in FROM_ABOVE and _lies_above(user, need, canary.path))


def _entry(pk):
    return apps.get_model("audit.AuditEntry").objects.get(pk=pk)


def _may_see_document(user, pk, path):
    owner = apps.get_model(apps.get_model("communities.Document").objects.get(pk=pk).owner_type)
    return reaches(user, owner.document_permission, path)


@cache
def right_of(label):
    """The permission that shows a row of the model: that of NEEDS, else of its page."""
    pages = [one.view_class for one in ENTRIES if one.name.endswith("-detail")]
    own = [page.permission for page in pages if getattr(getattr(page, "model", None), "_meta", None)
           and page.model._meta.label == label]  # fmt: skip
    return NEEDS.get(label) or (own[0] if own else None)


def _reaches(user, need, path):
    return need is not None and reaches(user, need, path)


def _lies_above(user, need, path):
    return any(path in ancestor_paths(low) for low, _high in reached_spans(user, need))


def _works_near(user, canary):
    """Names of colleagues: of the own places, of those above and those below, who act on the same rows."""
    return any(
        canary.path in ancestor_paths(posting.path) or posting.path in ancestor_paths(canary.path)
        for posting in open_postings(user)
    )
