"""Tags of comments: `{% load comments %}`."""

from __future__ import annotations

from django import template
from django.middleware.csrf import get_token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token_field(context: Context) -> SafeString | str:
    """What `{% csrf_token %}` writes, also in a template that was included with `only`."""
    request = getattr(context, "request", None)
    if request is None:
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
