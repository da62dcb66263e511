"""`{% csrf_token %}` of every template, the admin's too, also says for whom the form was drawn (see settings)."""

from django import template
from django.template.defaulttags import CsrfTokenNode

from registry.accounts.drawn import mark_of

register = template.Library()


class FormTokens(CsrfTokenNode):
    def render(self, context):
        token = super().render(context)
        request = getattr(context, "request", None)
        return token + mark_of(request) if token and request is not None else token


@register.tag
def csrf_token(parser, token):
    return FormTokens()
