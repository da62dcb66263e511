"""`{% seen row %}`: beside a button that acts on a row, what its page showed of it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.pages.seen import pack

register = template.Library()


@register.simple_tag
def seen(row: Any) -> SafeString:
    return format_html('<input type="hidden" name="seen" value="{}">', pack(row))
