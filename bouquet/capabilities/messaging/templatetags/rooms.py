"""The room of a thing, beside it: `{% load rooms %}{% room_beside "blogs.post" post.pk %}`."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context
from django.urls import reverse

from bouquet.capabilities.messaging.actions.phrasing import words

register = template.Library()


@register.inclusion_tag("messaging/beside.html", takes_context=True)
def room_beside(context: Context, kind: str, key: UUID) -> dict[str, Any]:
    """The talk about a thing, live. The same for everybody: a script fetches it when it comes into sight; without one
    a link leads to it."""
    request = context["request"]
    return {
        "page": reverse("messaging:about", args=[kind, key]),
        "here": request.get_full_path(),
        "words": json.dumps(words()),
    }
