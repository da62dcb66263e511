"""Log entries as people read them: a sentence for each verb, a field's label, its old and its new value."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from registry.audit.log import HIDDEN

SENTENCES = {
    "account.create": _("%(who)s created the account %(what)s"),
    "account.update": _("%(who)s changed the account %(what)s"),
    "account.deactivate": _("%(who)s closed the account %(what)s"),
    "account.reactivate": _("%(who)s opened the account %(what)s again"),
    "account.first_password": _("%(who)s gave %(what)s a new first password"),
    "posting.create": _("%(who)s created the posting %(what)s"),
    "posting.end": _("%(who)s ended the posting %(what)s"),
    "region.create": _("%(who)s added %(what)s"),
    "region.rename": _("%(who)s renamed %(what)s"),
    "region.describe": _("%(who)s changed the contact details of %(what)s"),
    "region.retire": _("%(who)s retired %(what)s"),
    "region.reopen": _("%(who)s reopened %(what)s"),
    "region.import": _("%(who)s imported %(what)s"),
    "organization.create": _("%(who)s registered %(what)s"),
    "organization.update": _("%(who)s changed the record of %(what)s"),
    "organization.publish": _("%(who)s published %(what)s"),
    "organization.unpublish": _("%(who)s took %(what)s out of the public directory"),
    "organization.end": _("%(who)s closed %(what)s"),
    "organization.members": _("%(who)s entered the members of %(what)s"),
    "organization.export": _("%(who)s exported organizations"),
    "document.attach": _("%(who)s attached the document %(what)s"),
    "document.remove": _("%(who)s removed the document %(what)s"),
    "rule.set": _("%(who)s set %(what)s"),
    "category.create": _("%(who)s added the category %(what)s"),
    "category.update": _("%(who)s changed the category %(what)s"),
    "leader.create": _("%(who)s registered %(what)s"),
    "leader.update": _("%(who)s changed the record of %(what)s"),
    "leader.stage": _("%(who)s changed the stage of %(what)s"),
    "population.create": _("%(who)s made the sample population %(what)s"),
    "leader.view": _("%(who)s read the record of %(what)s"),
    "leader.reveal": _("%(who)s revealed the phone number of %(what)s"),
    "leader.export": _("%(who)s exported leaders"),
    "expertise.create": _("%(who)s added the expertise %(what)s"),
    "expertise.update": _("%(who)s changed the expertise %(what)s"),
    "appointment.submit": _("%(who)s submitted the appointment %(what)s"),
    "appointment.current": _("%(who)s confirmed the appointment %(what)s"),
    "appointment.returned": _("%(who)s returned the appointment %(what)s"),
    "appointment.ended": _("%(who)s ended the appointment %(what)s"),
    "appointment.extend": _("%(who)s extended the term %(what)s"),
    "consent.give": _("%(who)s recorded the consent %(what)s"),
    "consent.withdraw": _("%(who)s recorded the withdrawal of the consent %(what)s"),
    "consent_text.create": _("%(who)s added version %(what)s of the consent text"),
    "consent_text.update": _("%(who)s changed version %(what)s of the consent text"),
    "notice.open": _("%(who)s put %(what)s on public notice"),
    "notice.closed": _("%(who)s closed the public notice %(what)s"),
    "notice.withdrawn": _("%(who)s took down the public notice %(what)s"),
    "notice.export": _("%(who)s exported public notices"),
    "opinion.reply": _("%(who)s answered the %(what)s"),
    "opinion.reveal": _("%(who)s opened the sender of the %(what)s"),
    "incentive.propose": _("%(who)s proposed the incentive %(what)s"),
    "incentive.approved": _("%(who)s confirmed the incentive %(what)s"),
    "incentive.returned": _("%(who)s returned the incentive %(what)s"),
    "incentive.on_notice": _("%(who)s put the incentive %(what)s on public notice"),
    "incentive.leave_notice": _("%(who)s took the incentive %(what)s off public notice"),
    "incentive.objected": _("%(who)s stopped the incentive %(what)s because of an objection"),
    "incentive.resume": _("%(who)s cleared the objection to the incentive %(what)s"),
    "incentive.awarded": _("%(who)s awarded the incentive %(what)s"),
    "incentive.withdrawn": _("%(who)s revoked the incentive %(what)s"),
    "incentive.leave_batch": _("%(who)s took the incentive %(what)s out of its list"),
    "incentive.export": _("%(who)s exported incentives"),
    "rating.open": _("%(who)s began the star rating of %(what)s"),
    "rating.score": _("%(who)s scored %(what)s"),
    "rating.submit": _("%(who)s handed in the scores of %(what)s"),
    "rating.return": _("%(who)s returned the star rating of %(what)s"),
    "rating.on_notice": _("%(who)s put the star rating of %(what)s on public notice"),
    "rating.leave_notice": _("%(who)s took the star rating of %(what)s off public notice"),
    "rating.in_force": _("%(who)s put the star rating of %(what)s in force"),
    "rating.replaced": _("%(who)s replaced an earlier star rating of %(what)s"),
    "rating.withdrawn": _("%(who)s revoked the star rating of %(what)s"),
    "rating.export": _("%(who)s exported star ratings"),
    "rating_scheme.create": _("%(who)s added the rating scheme %(what)s"),
    "rating_scheme.update": _("%(who)s changed the rating scheme %(what)s"),
}
OTHERWISE = _("%(who)s: %(verb)s %(what)s")
# What the filter of the log offers: the beginning of the verb.
VERB_GROUPS = [
    ("leader", _("Leaders")),
    ("appointment", _("Appointments")),
    ("consent", _("Consents")),
    ("organization", _("Organizations")),
    ("region", _("Regions")),
    ("account", _("Accounts")),
    ("posting", _("Postings")),
    ("notice", _("Public notices")),
    ("incentive", _("Incentives")),
    ("rating", _("Star ratings")),
]


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


def sentence(entry):
    """“Wang Li confirmed the appointment of …”; needs `actor` selected."""
    who = str(entry.actor) if entry.actor_id else translated("The system")
    words = SENTENCES.get(entry.verb, OTHERWISE)
    return words % {"who": who, "what": entry.object_label, "verb": entry.verb}


def told_changes(entry):
    """[Change] of an entry. A relation shows names only after `name_relations`, else that it changed."""
    model = _model(entry.object_type)
    names = getattr(entry, "relation_names", {})
    found = []
    for name, pair in getattr(entry, "changes", {}).items():
        old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        field = _field(model, name)
        found.append(Change(_label(model, field, name), _shown(field, old, names), _shown(field, new, names)))
    return found


def name_relations(entries):
    """Look up what the keys in the changes stand for: one query for each related model, not each row."""
    wanted = defaultdict(set)
    for entry in entries:
        for field, values in _relations(entry):
            wanted[field.related_model].update(values)
    names = {}
    for model, keys in wanted.items():
        names |= {(model, str(row.pk)): str(row) for row in model.objects.filter(pk__in=keys)}
    for entry in entries:
        entry.relation_names = names
    return entries


def _relations(entry):
    """(field, keys) of the relations among an entry's changes."""
    model = _model(entry.object_type)
    for name, pair in getattr(entry, "changes", {}).items():
        field = _field(model, name)
        if isinstance(field, models.ForeignKey) and isinstance(pair, list):
            yield field, {value for value in pair if value and str(value).isdecimal()}


def _model(object_type):
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def _field(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(model, field, name):
    """A sealed column carries a name of its own in the model's `sealed_fields`, where that is a dict."""
    sealed = getattr(model, "sealed_fields", ())
    if isinstance(sealed, dict) and name in sealed:
        return capfirst(str(sealed[name]))
    return capfirst(str(field.verbose_name)) if field is not None else name


def _shown(field, value, names):
    if value is None or value == "":
        return ""
    text = str(value)
    if text.startswith(HIDDEN):
        return HIDDEN
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, text), "")
    if isinstance(field, models.BooleanField):
        return translated("Yes") if text == "True" else translated("No")
    if isinstance(field, models.DateTimeField):
        return _moment(text)
    return str(dict(field.flatchoices).get(text, text)) if field is not None else text


def _moment(text):
    moment = parse_datetime(text)
    return date_format(timezone.localtime(moment), "Y-m-d H:i") if moment and moment.tzinfo else text
