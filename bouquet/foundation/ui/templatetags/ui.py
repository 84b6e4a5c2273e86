"""Tags of the house: `{% load ui %}`. docs/front.md shows each in use."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bouquet.foundation.live import kept_parts
from bouquet.foundation.ui.assets import asset as asset_address
from bouquet.foundation.ui.assets import import_map as import_map_json
from bouquet.foundation.ui.modules import packages_of
from bouquet.foundation.ui.player_words import player_words as words_of_player
from bouquet.foundation.ui.toasts import UNDO

register = template.Library()

TINTS = 12
HOUR = 3600.0


@register.simple_tag
def asset(path: str) -> str:
    """The published address of a static file."""
    return asset_address(path)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A lucide icon from the sprite: decoration, or with `label` an image that says what it shows."""
    address = f"{asset_address('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """The import map and the two modules every page starts with; `modules_of` in the context names a group of more."""
    group = str(context.get("modules_of", ""))
    more = sorted(set(packages_of(group).values())) if group else []
    # No member's text goes into it: names and addresses of our own files only.
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>'
        '{}<link rel="modulepreload" href="{}"><script type="module" src="{}"></script>',
        context.get("csp_nonce", ""),
        mark_safe(import_map_json(group)),  # noqa: S308
        # All at once, or each would be asked for only when the one that needs it has come.
        format_html_join("", '<link rel="modulepreload" href="{}">', ((asset_address(path),) for path in more)),
        asset_address("vendor/stimulus.js"),
        asset_address("ui/js/boot.js"),
    )


class KeptNode(template.Node):
    """See `kept`."""

    def __init__(self, nodelist: NodeList, shows: list[FilterExpression]) -> None:
        self.nodelist, self.shows = nodelist, shows

    def render(self, context: Context) -> SafeString:
        values = [value.resolve(context, ignore_failures=True) for value in self.shows]
        if None in values:
            return self.nodelist.render(context)
        key = ("block", *map(str, values), get_language(), timezone.get_current_timezone_name())
        return mark_safe(  # noqa: S308
            kept_parts.kept_with_token(
                key,
                lambda token: self._drawn(context, token),
                lambda: str(context.get("csrf_token", "")),
                seconds=HOUR,
            )
        )

    def _drawn(self, context: Context, token: str) -> str:
        with context.push(csrf_token=token):
            return self.nodelist.render(context)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "name" value … %}`: a block drawn once for each of the values, which must be all that it shows.

    Where one of the values is None or missing, the block is drawn each time.

    A form's token is each reader's own also here. Never put in it a nonce, or anything that only some may see and the
    values do not tell apart.
    """
    shows = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if not shows:
        raise template.TemplateSyntaxError("kept needs a name, and every value that its block shows.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, shows)


@register.filter
def initials(name: str) -> str:
    """One or two capitals for an avatar without an image."""
    words = [word for word in name.replace("-", " ").replace("_", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def tint(handle: str) -> int:
    """A number below 12 that is always the same for this handle: the colour of its round."""
    return hashlib.sha256(str(handle).encode()).digest()[0] % TINTS


@register.filter
def clock(seconds: float | None) -> str:
    """Seconds as a length people read: 0:07, 3:42, 1:02:09."""
    whole = round(seconds or 0)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@register.simple_tag
def local_time(moment: datetime | None, form: str = "date") -> SafeString | str:
    """A time in the visitor's zone: `date`, `datetime` or `ago`. The server's words until the script has read it."""
    if moment is None:
        return ""
    here = timezone.localtime(moment)
    words = date_format(here, "DATETIME_FORMAT" if form == "datetime" else "DATE_FORMAT")
    return format_html(
        '<time datetime="{}" data-time="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        form,
        words,
    )


@register.filter
def undo_address(message: Any) -> str:
    """Where a message's action can be undone, when it was sent by `toasts.undoable`."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")


@register.simple_block_tag
def sheet(content: str, id: str, title: str) -> str:
    """A sheet over the page that a `<button popovertarget="id">` opens, without script."""
    return render_to_string("ui/sheet.html", {"content": content, "id": id, "title": title})


HIGH_MARK = re.compile(r" (?=[;!?»])|(?<=«) ")


@register.filter
def typeset(text: str) -> str:
    """What people typed, with the spaces French does not break: no line begins with : ; ! ? or »."""
    return HIGH_MARK.sub("\u202f", str(text)).replace(" :", "\u00a0:")


@register.simple_tag
def player_words() -> str:
    """The player's texts as JSON, for a data attribute."""
    return words_of_player()
