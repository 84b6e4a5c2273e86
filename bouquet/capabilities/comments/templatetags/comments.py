"""Tags of comments: `{% load comments %}`."""

from __future__ import annotations

import secrets

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
from bouquet.foundation.live.kept_parts import kept

register = template.Library()

HOUR = 3600.0
# In a kept comment, the place of the reader's token. Nobody can know it, so nobody can write it into their words.
_TOKEN_GOES_HERE = secrets.token_hex(16)


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
        pieces: list[str] = kept(key, lambda: _drawn(one), seconds=HOUR)
        # Only where there is a form: asking for the token makes a page one person's own.
        return str(context["csrf_token"]).join(pieces) if len(pieces) > 1 else pieces[0]


@register.tag
def comment_of(parser: Parser, token: Token) -> CommentNode:
    """`{% comment_of one %}`: a comment of `views.showing`, without its answers. Drawn once for everybody to whom it
    looks the same: what it shows is told by `Shown.everything`, and by nothing else.
    """
    _tag, one = token.split_contents()
    return CommentNode(parser.compile_filter(one))


def _drawn(one: Shown) -> list[str]:
    """The comment's HTML, in pieces: between them stands the token of whoever reads."""
    context = {"one": one, "csrf_token": _TOKEN_GOES_HERE}
    return render_to_string("comments/parts/comment.html", context).split(_TOKEN_GOES_HERE)
