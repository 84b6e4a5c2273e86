"""Tags of comments: `{% load comments %}`."""

from __future__ import annotations

from django import template
from django.middleware.csrf import get_token
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bouquet.capabilities.comments.views.showing import Shown
from bouquet.foundation.live.kept_parts import kept_with_token

register = template.Library()

HOUR = 3600.0


@register.simple_tag(takes_context=True)
def csrf_token_field(context: Context) -> SafeString | str:
    """What `{% csrf_token %}` writes, also in a template that was included with `only`."""
    if token := context.get("csrf_token"):
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    request = getattr(context, "request", None)
    if request is None:
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


class CommentNode(template.Node):
    """See `comment_of`."""

    def __init__(self, one: FilterExpression) -> None:
        self.one = one

    def render(self, context: Context) -> str:
        one: Shown = self.one.resolve(context)
        key = ("comment", one.everything, get_language(), timezone.get_current_timezone_name())
        return kept_with_token(key, lambda token: _drawn(one, token), lambda: str(context["csrf_token"]), seconds=HOUR)


@register.tag
def comment_of(parser: Parser, token: Token) -> CommentNode:
    """`{% comment_of one %}`: a comment of `views.showing`, without its answers. Drawn once for everybody to whom it
    looks the same: what it shows is told by `Shown.everything`, and by nothing else.
    """
    _tag, one = token.split_contents()
    return CommentNode(parser.compile_filter(one))


def _drawn(one: Shown, token: str) -> str:
    return render_to_string("comments/parts/comment.html", {"one": one, "csrf_token": token})
