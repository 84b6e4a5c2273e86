"""The cards of Ghost's editors, by name, as HTML. Both of its formats have them."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What only a Ghost with its members can show.
_LOST: Final = frozenset(
    {"signup", "email", "email-cta", "call-to-action", "paywall", "transistor", "product", "header", "tk"}
)


class Cards:
    """Draws cards, and keeps the names of those that do not survive."""

    def __init__(self) -> None:
        self.lost: dict[str, None] = {}

    def drawn(self, name: str, card: dict[str, Any]) -> str:
        """The HTML of one card."""
        draw = getattr(self, f"_{name.replace('-', '_')}", None)
        if name in _LOST or draw is None:
            self.lost[name] = None
            return self._rest(card)
        html: str = draw(card)
        return html

    def _rest(self, card: dict[str, Any]) -> str:
        """What can be read of a card nobody knows."""
        words = (_text(card, name) for name in ("heading", "header", "subheader", "productTitle", "productDescription"))
        return "".join(f"<p>{said}</p>" for said in words if said)

    def _image(self, card: dict[str, Any]) -> str:
        if not _text(card, "src"):
            return ""
        width = ' class="kg-width-wide"' if _text(card, "cardWidth") in {"wide", "full"} else ""
        picture = f'<img src="{escape(_text(card, "src"))}" alt="{escape(_text(card, "alt"))}">'
        return f"<figure{width}>{picture}{_caption(card)}</figure>"

    def _gallery(self, card: dict[str, Any]) -> str:
        images = card.get("images")
        drawn = [self._image(image) for image in images if isinstance(image, dict)] if isinstance(images, list) else []
        said = f"<p>{_text(card, 'caption')}</p>" if _text(card, "caption") else ""
        return f'<div class="gallery">{"".join(drawn)}</div>{said}'

    def _html(self, card: dict[str, Any]) -> str:
        return _text(card, "html")

    def _markdown(self, card: dict[str, Any]) -> str:
        return str(_MARKDOWN.render(_text(card, "markdown")))

    _card_markdown = _markdown

    def _code(self, card: dict[str, Any]) -> str:
        language = f' class="language-{escape(_text(card, "language"))}"' if _text(card, "language") else ""
        said = f"<p>{_text(card, 'caption')}</p>" if _text(card, "caption") else ""
        return f"<pre><code{language}>{escape(_text(card, 'code'), quote=False)}</code></pre>{said}"

    _codeblock = _code

    def _horizontalrule(self, card: dict[str, Any]) -> str:
        return "<hr>"

    _hr = _horizontalrule

    def _embed(self, card: dict[str, Any]) -> str:
        address = escape(_text(card, "url"))
        said = f"<p>{_text(card, 'caption')}</p>" if _text(card, "caption") else ""
        if not address:
            return _text(card, "html")
        self.lost["embed"] = None
        return f'<figure class="embed"><a href="{address}">{address}</a></figure>{said}'

    def _bookmark(self, card: dict[str, Any]) -> str:
        metadata = card.get("metadata")
        facts = metadata if isinstance(metadata, dict) else {}
        address = _text(card, "url") or _text(facts, "url")
        title = _text(facts, "title") or address
        described = _text(facts, "description")
        link = f'<p><a href="{escape(address)}">{escape(title)}</a></p>' if address else ""
        return link + (f"<blockquote><p>{escape(described)}</p></blockquote>" if described else "")

    def _video(self, card: dict[str, Any]) -> str:
        return f'<video src="{escape(_text(card, "src"))}"></video>{_said_below(card)}'

    def _audio(self, card: dict[str, Any]) -> str:
        return f'<audio src="{escape(_text(card, "src"))}"></audio>{_said_below(card)}'

    def _file(self, card: dict[str, Any]) -> str:
        title = _text(card, "fileTitle") or _text(card, "fileName") or _text(card, "src")
        return f'<p><a href="{escape(_text(card, "src"))}">{escape(title)}</a></p>{_said_below(card)}'

    def _button(self, card: dict[str, Any]) -> str:
        address, words = _text(card, "buttonUrl"), _text(card, "buttonText")
        return f'<p><a href="{escape(address)}">{escape(words or address)}</a></p>' if address else ""

    def _callout(self, card: dict[str, Any]) -> str:
        return f"<blockquote><p>{escape(_text(card, 'calloutEmoji'))} {_text(card, 'calloutText')}</p></blockquote>"

    def _toggle(self, card: dict[str, Any]) -> str:
        return f"<h3>{_text(card, 'heading')}</h3>{_text(card, 'content')}"


def _text(card: dict[str, Any], name: str) -> str:
    value = card.get(name)
    return value if isinstance(value, str) else ""


def _caption(card: dict[str, Any]) -> str:
    said = _text(card, "caption")
    return f"<figcaption>{said}</figcaption>" if said else ""


def _said_below(card: dict[str, Any]) -> str:
    said = _text(card, "caption") or escape(_text(card, "title") or _text(card, "fileCaption"))
    return f"<p>{said}</p>" if said else ""
