"""`{% csrf_token %}` of every template, the admin's too, also says for whom the form was drawn (see settings)."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from registry.accounts.drawn import FIELD, draw

register = template.Library()


class FormTokens(CsrfTokenNode):
    def render(self, context):
        token = super().render(context)
        request = getattr(context, "request", None)
        if not token or request is None:
            return token
        mark = '<input type="hidden" name="{}" value="{}" autocomplete="off">'  # else a reloaded page keeps the old one
        return token + format_html(mark, FIELD, draw(request))


@register.tag
def csrf_token(parser, token):
    return FormTokens()
