"""`{% csrf_token %}` of every template, the admin's too, also says for whom the form was drawn (see settings)."""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode

from registry.accounts.drawn import mark_of

register = template.Library()


class FormTokens(CsrfTokenNode):
    def render(self, context: Context) -> Any:
        token = super().render(context)
        request = getattr(context, "request", None)
        return token + mark_of(request) if token and request is not None else token


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormTokens:
    return FormTokens()
