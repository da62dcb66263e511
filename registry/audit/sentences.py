"""Log entries as people read them: a sentence for each verb, a field's label, its old and its new value."""

from ast import literal_eval
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.audit.log import HIDDEN
from registry.audit.models import AuditEntry
from registry.ui import signs

OWN = {
    "account.create": _("%(who)s created the account %(what)s"),
    "account.update": _("%(who)s changed the account %(what)s"),
    "account.deactivate": _("%(who)s closed the account %(what)s"),
    "account.reactivate": _("%(who)s opened the account %(what)s again"),
    "account.first_password": _("%(who)s gave %(what)s a new first password"),
    "account.password": _("%(who)s changed the password of %(what)s"),
    "account.passkey_add": _("%(who)s added a passkey to %(what)s"),
    "account.passkey_remove": _("%(who)s removed a passkey of %(what)s"),
    "account.sso_tie": _("%(who)s tied %(what)s to the single sign-on"),
    "account.sso_untie": _("%(who)s untied %(what)s from the single sign-on"),
    "account.factor_on": _("%(who)s turned the second factor of %(what)s on"),
    "account.factor_change": _("%(who)s took another phone as second factor of %(what)s"),
    "account.factor_off": _("%(who)s turned the second factor of %(what)s off"),
    "account.factor_reset": _("%(who)s took the second factor of %(what)s away"),
    "account.recovery_codes": _("%(who)s made new recovery codes for %(what)s"),
    "account.recovery_used": _("%(who)s signed in to %(what)s with a recovery code"),
    "account.sessions_end": _("%(who)s ended other sign-ins of %(what)s"),
    "account.calendar_key": _("%(who)s made an address for the calendar of %(what)s"),
    "account.calendar_key_withdrawn": _("%(who)s withdrew the address for the calendar of %(what)s"),
    "account.calendar_read": _("A program of %(who)s read the calendar of %(what)s by its address"),
    "account.sign_in": _("%(who)s signed in to %(what)s"),
    "account.sign_in_refused": _("%(who)s refused a sign-in as %(what)s"),
    "account.refused": _("A page was refused to %(who)s, account %(what)s"),
    "incident.report": _("%(who)s wrote a report of who saw whose data: %(what)s"),
    "demo.create": _("%(who)s filled the register with invented data for trying it: %(what)s"),
    "population.create": _("%(who)s made the sample population %(what)s"),
}
THE_SYSTEM = _("The system")
OTHERWISE = _("%(who)s: %(verb)s %(what)s")
# What the filter of the log offers: {asked for: (label, beginnings of the verbs)}.
VERB_GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "leader": (_("Leaders"), ("leader", "expertise")),
    "appointment": (_("Appointments"), ("appointment",)),
    "departure": (_("Departures"), ("departure",)),
    "consent": (_("Consents"), ("consent", "consent_text")),
    "nomination": (_("Nominations"), ("nomination",)),
    "reserve": (_("Reserve lists"), ("reserve",)),
    "succession": (_("Succession"), ("succession", "vacancy")),
    "organization": (_("Organizations"), ("organization", "category")),
    "closing": (_("Closings of organizations"), ("closing",)),
    "filing": (_("Filings"), ("filing",)),
    "report": (_("Yearly reports"), ("report", "report_owed")),
    "management": (_("Management modes"), ("management", "proposal")),
    "center": (_("Service centres"), ("center", "service")),
    "hosting": (_("Hostings"), ("hosting",)),
    "support": (_("Support"), ("support",)),
    "venue": (_("Venues"), ("venue", "slot")),
    "inspection": (_("Inspections"), ("inspection",)),
    "authority": (_("Decisions of authorities"), ("authority",)),
    "activity": (pgettext_lazy("menu", "Activities"), ("activity",)),
    "activity_rule": (_("Weekly sessions"), ("activity_rule",)),
    "activity_photo": (_("Photos of activities"), ("activity_photo",)),
    "training": (_("Training"), ("training", "training_hours", "training_year")),
    "enrolment": (_("Enrolments"), ("enrolment",)),
    "outside_hours": (_("Hours earned elsewhere"), ("outside_hours",)),
    "incentive": (_("Incentives"), ("incentive",)),
    "earlier_honour": (_("Honours given before"), ("earlier_honour",)),
    "notice": (_("Public notices"), ("notice", "opinion")),
    "rating": (_("Star ratings"), ("rating", "rating_scheme")),
    "case": (_("Matters raised"), ("case", "case_request", "reply_template")),
    "satisfaction_reply": (_("Replies to satisfaction"), ("satisfaction_reply",)),
    "topic": (_("Topics of projects"), ("topic", "topic_question")),
    "conduct": (_("Conduct reviews"), ("conduct",)),
    "privacy": (pgettext_lazy("person", "Personal data"), ("erasure", "personal_copy", "hold", "incident")),
    "document": (_("Documents"), ("document",)),
    "region": (_("Regions"), ("region",)),
    "rule": (_("Settings of the street"), ("rule",)),
    "assessment": (_("Impact assessments"), ("assessment",)),
    "import": (_("Bulk import"), ("import", "population", "demo")),
    "blank": (_("Forms of the office"), ("blank",)),
    "account": (_("Accounts"), ("account",)),
    "posting": (_("Postings"), ("posting",)),
}

# What was counted by acts on many rows, which no one field is the name of.
COUNTED = {
    "leaders": _("Leaders"),
    "organizations": _("Organizations"),
    "buildings": _("Buildings"),
    "regions": _("Regions"),
    "matters": _("Matters raised"),
    "done": _("Changes carried out"),
}

Names = dict[tuple[type[models.Model], str], str]  # {(model, key): what the row is called}
Wanted = dict[type[models.Model], set[Any]]  # {model: keys}


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@cache
def sentences() -> dict[str, Any]:
    """{verb: sentence}: those of the accounts and those the subjects declare, found by the name in the settings."""
    return OWN | import_string(settings.AUDIT_SENTENCES)


def sentence(entry: AuditEntry) -> str:
    """“Wang Li confirmed the appointment of …”; needs `actor` selected."""
    who = str(entry.actor) if entry.actor_id else str(THE_SYSTEM)
    words = sentences().get(entry.verb, OTHERWISE)
    return words % {"who": who, "what": entry.object_label, "verb": entry.verb}


def told_changes(entry: AuditEntry) -> list[Change]:
    """[Change] of an entry. A relation shows names only after `name_relations`, else that it changed."""
    model = _model(entry.object_type)
    names = getattr(entry, "relation_names", {})
    found = []
    for name, pair in getattr(entry, "changes", {}).items():
        old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        field = _field(model, name)
        found.append(Change(_label(model, field, name), _shown(field, old, names), _shown(field, new, names)))
    return found


def name_relations(entries: list[Any]) -> list[Any]:
    """Look up what the keys in the changes stand for: one query of the log, which names most of them, and one for
    each related model of which rows came by another way (an import, a migration)."""
    wanted: Wanted = defaultdict(set)
    for entry in entries:
        for field, values in _relations(entry):
            wanted[field.related_model].update(values)
    names = _logged_names(wanted)
    for model, keys in wanted.items():
        left = {key for key in keys if (model, key) not in names}
        names |= {(model, str(row.pk)): str(row) for row in model._default_manager.filter(pk__in=left)} if left else {}
    for entry in entries:
        entry.relation_names = names
    return entries


def _logged_names(wanted: Wanted) -> Names:
    """{(model, key): name} as the log wrote it last."""
    models_by_type = {model._meta.label_lower: model for model in wanted}
    keys = {int(key) for keys in wanted.values() for key in keys}
    rows: Any = ()
    if keys:
        rows = AuditEntry.objects.filter(object_type__in=list(models_by_type), object_id__in=keys).order_by("pk")
        rows = rows.values_list("object_type", "object_id", "object_label")
    return {(models_by_type[kind], str(number)): label for kind, number, label in rows}


def _relations(entry: AuditEntry) -> Iterator[tuple[Any, set[Any]]]:
    """(field, keys) of the relations among an entry's changes."""
    model = _model(entry.object_type)
    for name, pair in getattr(entry, "changes", {}).items():
        field = _field(model, name)
        if isinstance(field, models.ForeignKey) and isinstance(pair, list):
            yield field, {value for value in pair if value and str(value).isdecimal()}


def name_of_type(object_type: str) -> str:
    """What the kind of record of an entry is called."""
    model = _model(object_type)
    return capfirst(str(model._meta.verbose_name)) if model else object_type


def _model(object_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(model: type[models.Model] | None, field: Any, name: str) -> str:
    """A sealed column carries a name of its own in the model's `sealed_fields`, where that is a dict."""
    sealed = getattr(model, "sealed_fields", ())
    if isinstance(sealed, dict) and name in sealed:
        return capfirst(str(sealed[name]))
    return capfirst(str(field.verbose_name)) if field is not None else str(COUNTED.get(name, name))


def _shown(field: Any, value: object, names: Names) -> str:
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
    if isinstance(field, models.JSONField):
        return _names(text)
    return str(dict(field.flatchoices).get(text, text)) if field is not None else text


def _names(text: str) -> str:
    """A list as the log keeps it, "['莘庄', '莘庄镇']", as names one after the other."""
    try:
        found = literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return signs.between_names().join(map(str, found)) if isinstance(found, list) else text


def _moment(text: str) -> str:
    moment = parse_datetime(text)
    return date_format(timezone.localtime(moment), "Y-m-d H:i") if moment and moment.tzinfo else text
