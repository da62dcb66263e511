"""`{% translate "…" %}` of every template: a text without a variable in it is looked up once for each language.

A page holds seventy of them, a list one for each row and label; looking one up costs what ten plain nodes cost.
"""

from typing import Any

from django.template import Node
from django.templatetags.i18n import TranslateNode, do_translate, register
from django.utils.translation import get_language


class Literal(Node):
    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.texts: dict[str | None, Any] = {}

    def render(self, context: Any) -> Any:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.node.render(context)
        return self.texts[language]


def translate(parser: Any, token: Any) -> Node:
    node = do_translate(parser, token)
    return Literal(node) if is_literal(node) else node


def is_literal(node: Any) -> bool:
    """Whether the text, and the context it is read in, are written out in the template."""
    text, about = node.filter_expression, node.message_context
    is_written_out = text.var.lookups is None and not text.filters
    return is_written_out and not node.asvar and (about is None or not (about.is_var or about.filters))


def install() -> None:
    """Into Django's own library, which every template loads by its name."""
    for name in ("translate", "trans"):
        register.tag(name, translate)
