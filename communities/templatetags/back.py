"""A form over the rows of a list says which page it was sent from, so that its act leads back there."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.pages.back import FIELD, asked_back

register = template.Library()


@register.simple_tag(takes_context=True)
def came_from(context: Any) -> SafeString:
    """The list as it is filtered and sorted; a page that answers a form with one more question hands on what it got."""
    request = context.request
    page = asked_back(request) if request.method == "POST" else request.get_full_path()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, page)
