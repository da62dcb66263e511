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
from registry.audit.models import AuditEntry

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
    "organization.mode": _("%(who)s changed the management mode of %(what)s"),
    "organization.restraint": _("%(who)s recorded what an authority decided about %(what)s"),
    "management.propose": _("%(who)s proposed the change of mode %(what)s"),
    "management.decided": _("%(who)s decided the change of mode %(what)s"),
    "management.returned": _("%(who)s returned the change of mode %(what)s"),
    "center.open": _("%(who)s opened the service centre %(what)s"),
    "center.update": _("%(who)s changed the record of the service centre %(what)s"),
    "center.retire": _("%(who)s retired the service centre %(what)s"),
    "hosting.begin": _("%(who)s entered the hosting %(what)s"),
    "hosting.end": _("%(who)s ended the hosting %(what)s"),
    "service.enter": _("%(who)s recorded the service %(what)s"),
    "service.correct": _("%(who)s corrected the service %(what)s"),
    "inspection.enter": _("%(who)s entered the inspection %(what)s"),
    "inspection.correct": _("%(who)s corrected the inspection %(what)s"),
    "inspection.rectify": _("%(who)s entered the rectification of %(what)s"),
    "inspection.export": _("%(who)s exported inspections"),
    "authority.enter": _("%(who)s entered the decision of an authority %(what)s"),
    "authority.confirmed": _("%(who)s confirmed the decision of an authority %(what)s"),
    "authority.returned": _("%(who)s sent back the decision of an authority %(what)s"),
    "authority.reply": _("%(who)s kept the reply to the decision %(what)s"),
    "authority.export": _("%(who)s exported decisions of authorities"),
    "document.attach": _("%(who)s attached the document %(what)s"),
    "document.remove": _("%(who)s removed the document %(what)s"),
    "support.enter": _("%(who)s entered the support %(what)s"),
    "support.update": _("%(who)s changed the support %(what)s"),
    "support.submit": _("%(who)s handed in the support %(what)s again"),
    "support.grant": _("%(who)s granted the support %(what)s"),
    "support.confirm": _("%(who)s confirmed the support %(what)s"),
    "support.return": _("%(who)s returned the support %(what)s"),
    "support.close": _("%(who)s settled the support %(what)s"),
    "support.cancel": _("%(who)s withdrew the support %(what)s"),
    "support.book": _("%(who)s booked %(what)s"),
    "support.reverse": _("%(who)s took back the line %(what)s"),
    "support.export": _("%(who)s exported the support ledger"),
    "venue.create": _("%(who)s entered the venue %(what)s"),
    "venue.update": _("%(who)s changed the venue %(what)s"),
    "venue.retire": _("%(who)s lends the venue %(what)s no longer"),
    "venue.book": _("%(who)s booked the room %(what)s"),
    "venue.free": _("%(who)s freed the room %(what)s"),
    "rule.set": _("%(who)s set %(what)s"),
    "activity.create": _("%(who)s entered the activity %(what)s"),
    "activity.update": _("%(who)s changed the activity %(what)s"),
    "activity.publish": _("%(who)s put %(what)s into the public calendar"),
    "activity.unpublish": _("%(who)s took %(what)s out of the public calendar"),
    "activity.held": _("%(who)s entered the counts of %(what)s"),
    "activity.recount": _("%(who)s corrected the counts of %(what)s"),
    "activity.cancelled": _("%(who)s called off %(what)s"),
    "activity.export": _("%(who)s exported activities"),
    "activity_rule.create": _("%(who)s entered the weekly sessions %(what)s"),
    "activity_rule.update": _("%(who)s changed the weekly sessions %(what)s"),
    "activity_rule.publish": _("%(who)s put the weekly sessions %(what)s into the public calendar"),
    "activity_rule.unpublish": _("%(who)s took the weekly sessions %(what)s out of the public calendar"),
    "activity_rule.skip": _("%(who)s called off one day of %(what)s"),
    "activity_rule.move": _("%(who)s moved one day of %(what)s"),
    "activity_rule.restore": _("%(who)s took back a changed day of %(what)s"),
    "activity_rule.end": _("%(who)s ended the weekly sessions %(what)s"),
    "activity_photo.attach": _("%(who)s added the photo %(what)s"),
    "activity_photo.agree": _("%(who)s noted that all shown on %(what)s agreed"),
    "activity_photo.withdraw": _("%(who)s withdrew the agreement for the photo %(what)s"),
    "activity_photo.remove": _("%(who)s removed the photo %(what)s"),
    "category.create": _("%(who)s added the category %(what)s"),
    "category.update": _("%(who)s changed the category %(what)s"),
    "leader.create": _("%(who)s registered %(what)s"),
    "leader.update": _("%(who)s changed the record of %(what)s"),
    "leader.photo": _("%(who)s changed the photo of %(what)s"),
    "leader.stage": _("%(who)s changed the stage of %(what)s"),
    "leader.next_step": _("%(who)s agreed on a next step with %(what)s"),
    "reserve.enter": _("%(who)s put on the reserve list: %(what)s"),
    "reserve.leave": _("%(who)s took off the reserve list: %(what)s"),
    "succession.plan": _("%(who)s planned the succession for %(what)s"),
    "succession.done": _("%(who)s closed the succession plan for %(what)s"),
    "nomination.receive": _("%(who)s took in the nomination %(what)s"),
    "nomination.contacted": _("%(who)s asked the person of the nomination %(what)s"),
    "nomination.accepted": _("%(who)s accepted the nomination %(what)s"),
    "nomination.declined": _("%(who)s closed the nomination %(what)s"),
    "nomination.delete_stale": _("%(who)s cleared old nominations: %(what)s"),
    "nomination.view": _("%(who)s read the nomination %(what)s"),
    "nomination.reveal": _("%(who)s revealed the phone number of the nomination %(what)s"),
    "nomination.export": _("%(who)s exported nominations"),
    "vacancy.export": _("%(who)s exported vacancies"),
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
    "filing.draft": _("%(who)s began the filing %(what)s"),
    "filing.revise": _("%(who)s corrected the filing %(what)s"),
    "filing.submitted": _("%(who)s submitted the filing %(what)s"),
    "filing.withdraw": _("%(who)s withdrew the filing %(what)s"),
    "filing.dropped": _("%(who)s gave up the filing %(what)s"),
    "filing.reviewed": _("%(who)s pre-checked the filing %(what)s"),
    "filing.returned": _("%(who)s returned the filing %(what)s"),
    "filing.filed": _("%(who)s put %(what)s on file"),
    "filing.ended": _("%(who)s ended the filing %(what)s"),
    "filing.export": _("%(who)s exported filings"),
    "report.submit": _("%(who)s submitted %(what)s"),
    "report.accepted": _("%(who)s accepted %(what)s"),
    "report.returned": _("%(who)s returned %(what)s"),
    "report.export": _("%(who)s exported yearly reports"),
    "organization.filed": _("%(what)s is on file now, by the act of %(who)s"),
    "organization.guided": _("%(what)s is no longer on file, by the act of %(who)s"),
    "organization.registration": _("%(who)s recorded the civil registration of %(what)s"),
    "organization.registration_end": _("%(who)s recorded the end of the civil registration of %(what)s"),
    "training.create": _("%(who)s announced the training session %(what)s"),
    "training.update": _("%(who)s changed the training session %(what)s"),
    "training.closed": _("%(who)s closed enrolment for the training session %(what)s"),
    "training.reopen": _("%(who)s opened enrolment for the training session %(what)s again"),
    "training.done": _("%(who)s completed the training session %(what)s"),
    "training.cancelled": _("%(who)s cancelled the training session %(what)s"),
    "training.sheet": _("%(who)s printed the sign-in sheet of %(what)s"),
    "training.certificate": _("%(who)s printed training certificates of %(what)s"),
    "training.export": _("%(who)s exported who is short of training hours"),
    "enrolment.enrol": _("%(who)s enrolled %(what)s"),
    "enrolment.again": _("%(who)s enrolled again %(what)s"),
    "enrolment.wait": _("%(who)s put on the waiting list %(what)s"),
    "enrolment.promote": _("%(what)s moved up from the waiting list, by an act of %(who)s"),
    "enrolment.withdrawn": _("%(who)s withdrew the enrolment %(what)s"),
    "enrolment.mark": _("%(who)s marked the attendance of %(what)s"),
    "enrolment.present": _("%(who)s marked as present, with all the others, %(what)s"),
    "enrolment.correct": _("%(who)s corrected the attendance of %(what)s"),
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
THE_SYSTEM = _("The system")
OTHERWISE = _("%(who)s: %(verb)s %(what)s")
# What the filter of the log offers: the beginning of the verb.
VERB_GROUPS = [
    ("leader", _("Leaders")),
    ("appointment", _("Appointments")),
    ("consent", _("Consents")),
    ("nomination", _("Nominations")),
    ("reserve", _("Reserve lists")),
    ("succession", _("Succession")),
    ("organization", _("Organizations")),
    ("management", _("Management modes")),
    ("center", _("Service centres")),
    ("hosting", _("Hostings")),
    ("inspection", _("Inspections")),
    ("authority", _("Decisions of authorities")),
    ("activity", _("Activities (menu)")),
    ("activity_rule", _("Weekly sessions")),
    ("activity_photo", _("Photos of activities")),
    ("region", _("Regions")),
    ("account", _("Accounts")),
    ("posting", _("Postings")),
    ("filing", _("Filings")),
    ("report", _("Yearly reports")),
    ("training", _("Training")),
    ("enrolment", _("Enrolments")),
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
    who = str(entry.actor) if entry.actor_id else str(THE_SYSTEM)
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
    """Look up what the keys in the changes stand for: one query of the log, which names most of them, and one for
    each related model of which rows came by another way (an import, a migration)."""
    wanted = defaultdict(set)
    for entry in entries:
        for field, values in _relations(entry):
            wanted[field.related_model].update(values)
    names = _logged_names(wanted)
    for model, keys in wanted.items():
        left = {key for key in keys if (model, key) not in names}
        names |= {(model, str(row.pk)): str(row) for row in model.objects.filter(pk__in=left)} if left else {}
    for entry in entries:
        entry.relation_names = names
    return entries


def _logged_names(wanted):
    """{(model, key): name} as the log wrote it last."""
    models_by_type = {model._meta.label_lower: model for model in wanted}
    keys = {int(key) for keys in wanted.values() for key in keys}
    rows = AuditEntry.objects.filter(object_type__in=list(models_by_type), object_id__in=keys) if keys else []
    if keys:
        rows = rows.order_by("pk").values_list("object_type", "object_id", "object_label")
    return {(models_by_type[kind], str(number)): label for kind, number, label in rows}


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
