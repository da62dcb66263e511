"""{% load audit_log %}: {{ entry|sentence }} and {% for change in entry|changes %}."""

from django import template

from registry.audit import sentences
from registry.audit.models import AuditEntry

register = template.Library()

register.filter("sentence", sentences.sentence)


@register.filter
def changes(entry: AuditEntry) -> list[sentences.Change]:
    """[Change(label, old, new)]; none for the entry that made the record, where everything is new."""
    made = all(pair[0] is None for pair in entry.changes.values())
    return [] if made and len(entry.changes) > 1 else sentences.told_changes(entry)


@register.filter
def all_changes(entry: AuditEntry) -> list[sentences.Change]:
    return sentences.told_changes(entry)
