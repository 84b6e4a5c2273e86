"""The words of a WordPress post as plain HTML: blocks opened, shortcodes turned into what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bouquet.sites.blogs.engine.incoming.nouns import LossKind, Picture
from bouquet.sites.blogs.engine.incoming.paragraphs import with_paragraphs

_BLOCK: Final = re.compile(r"\s*(?P<close>/)?wp:(?P<name>[a-z][\w/-]*)(?P<rest>.*)", re.DOTALL)
# `[name a="b"]`; what may stand in the attributes is bounded, so that no text is read twice for nothing.
_SHORTCODE: Final = re.compile(
    r"\[(?P<extra>\[)?(?P<name>[A-Za-z][\w-]{1,40})(?P<attributes>(?:[\s=][^\[\]]{0,3000})?)\](?P<rest>\]?)"
)
_ATTRIBUTE: Final = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_BACKGROUND: Final = re.compile(r"""background(?:-image)?\s*:[^;]*url\(\s*['"]?([^'")]+)""", re.IGNORECASE)
# Without HTML, and nothing is missing.
_EMPTY: Final = frozenset({"spacer", "separator", "more", "nextpage", "embed"})
_CLOSING: Final = re.compile(r"\[/([\w-]{1,41})\]")
_LONE_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']{3,1900}")


@dataclass
class Album:
    """The pictures of the old blog, by their keys there and by the entry they hang on."""

    by_key: dict[str, Picture] = field(default_factory=dict)
    by_parent: dict[str, list[str]] = field(default_factory=dict)

    def add(self, picture: Picture) -> None:
        """One more."""
        self.by_key[picture.key] = picture
        self.by_parent.setdefault(picture.parent, []).append(picture.key)


class Lost(NamedTuple):
    """Something of the words that does not survive."""

    kind: LossKind
    detail: str


class Told(NamedTuple):
    """The words of an entry as HTML; `summary` are those before its “more” mark, empty without one."""

    html: str
    summary: str
    losses: list[Lost]


def html_of(words: str, *, key: str, album: Album) -> Told:
    """The HTML of `words` of the entry called `key`."""
    return _Words(key, album).told(words)


class _Words:
    def __init__(self, key: str, album: Album) -> None:
        self.key, self.album = key, album
        self.losses: list[Lost] = []
        self.codes: dict[str, Callable[[dict[str, str], str], str]] = {
            "caption": self._caption,
            "wp_caption": self._caption,
            "gallery": self._gallery,
            "playlist": self._playlist,
            "embed": self._embed,
            "audio": self._media,
            "video": self._media,
            "code": self._code,
            "sourcecode": self._code,
        }

    def told(self, words: str) -> Told:
        has_blocks = "<!-- wp:" in words
        html, before_more = self._without_comments(words)
        html = self._without_shortcodes(html)
        if not has_blocks:
            html = with_paragraphs(html)
        if "wp-block-" in html or _LONE_ADDRESS.search(html):
            html = self._plainer(html)
        return Told(html, before_more, self.losses)

    def lose(self, kind: LossKind, detail: str) -> None:
        """Each thing is said once of an entry."""
        if (lost := Lost(kind, detail)) not in self.losses:
            self.losses.append(lost)

    def _without_comments(self, words: str) -> tuple[str, str]:
        """Comments gone, what they meant done; and the words before the “more” mark, as plain text."""
        kept: list[str] = []
        summary, at = "", 0
        while (start := words.find("<!--", at)) >= 0 and (end := words.find("-->", start)) >= 0:
            kept.append(words[at:start])
            said, at = words[start + 4 : end], end + 3
            if said.strip().startswith("more") and not summary:
                summary = _plain("".join(kept))
            elif said.strip() == "nextpage":
                self.lose(LossKind.PAGE_BREAK, "")
                kept.append("\n\n<hr>\n\n")
            elif (block := _BLOCK.fullmatch(said)) and not block["close"]:
                self._note(block["name"].removeprefix("core/"), block["rest"].strip())
        # One that never ends would be looked for again and again.
        kept.append(words[at:].replace("<!--", ""))
        return "".join(kept), summary

    def _note(self, name: str, rest: str) -> None:
        """What is lost with a block: those without HTML of their own are made anew at each visit, others are laid out
        side by side, and those of plug-ins bring what only these know."""
        is_empty = rest.endswith("/") and name not in _EMPTY
        is_of_plugin = "/" in name and not name.startswith("core-embed/")
        if is_empty or is_of_plugin or name in {"columns", "media-text"}:
            self.lose(LossKind.BLOCK, name)

    def _without_shortcodes(self, text: str) -> str:
        kept: list[str] = []
        at, closed = 0, {found[1] for found in _CLOSING.finditer(text)}
        while (found := _SHORTCODE.search(text, at)) is not None:
            kept.append(text[at : found.start()])
            name, whole = found["name"].lower(), found.group()
            if found["extra"] and found["rest"]:
                # `[[gallery]]` is how one writes about shortcodes.
                kept.append(whole[1:-1])
                at = found.end()
                continue
            start = found.end() - len(found["rest"])
            before = "[" if found["extra"] else ""
            closing = text.find(f"[/{found['name']}]", start) if found["name"] in closed else -1
            if name in self.codes:
                inside = text[start:closing] if closing >= 0 else ""
                kept.append(before + self.codes[name](_attributes(found["attributes"]), inside))
                at = closing + len(name) + 3 if closing >= 0 else start
                continue
            if closing >= 0 or "=" in found["attributes"] or "-" in name or "_" in name:
                self.lose(LossKind.SHORTCODE, name)
            kept.append(whole if not found["rest"] else whole[:-1])
            at = start
        kept.append(text[at:])
        return "".join(kept)

    def _caption(self, attributes: dict[str, str], inside: str) -> str:
        tree = LexborHTMLParser(self._without_shortcodes(inside))
        image = tree.css_first("img")
        if image is None:
            return inside
        drawn = image.html or ""
        image.decompose()
        body = tree.body
        said = (body.inner_html or "").strip() if body is not None else ""
        words = attributes.get("caption") or _without_empty_links(said)
        return f"\n\n<figure>{drawn}<figcaption>{words}</figcaption></figure>\n\n"

    def _gallery(self, attributes: dict[str, str], inside: str) -> str:
        named = attributes.get("ids") or attributes.get("include") or ""
        keys = [key for key in re.split(r"[,\s]+", named) if key]
        if not keys:
            apart = set(re.split(r"[,\s]+", attributes.get("exclude", "")))
            below = self.album.by_parent.get(attributes.get("id", self.key), [])
            keys = [key for key in below if key not in apart]
        figures = list(self._figures(keys))
        if not figures:
            self.lose(LossKind.SHORTCODE, "gallery")
            return ""
        return f'\n\n<div class="gallery">{"".join(figures)}</div>\n\n'

    def _figures(self, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            picture = self.album.by_key.get(key)
            if picture is None:
                self.lose(LossKind.PICTURE, f"#{key}")
            elif picture.is_image:
                alt = escape(picture.alt or picture.title)
                yield f'<figure><img src="{escape(picture.address)}" alt="{alt}"></figure>'

    def _playlist(self, attributes: dict[str, str], inside: str) -> str:
        self.lose(LossKind.SHORTCODE, "playlist")
        return ""

    def _embed(self, attributes: dict[str, str], inside: str) -> str:
        address = unescape(inside.strip())
        if not _LONE_ADDRESS.fullmatch(address):
            return inside
        return f"\n\n{self._shown(address)}\n\n"

    def _media(self, attributes: dict[str, str], inside: str) -> str:
        found = (attributes.get(name, "") for name in ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav"))
        address = next((one for one in found if one), "")
        if not _LONE_ADDRESS.fullmatch(address):
            self.lose(LossKind.FILE, address)
            return inside
        self.lose(LossKind.FILE, address)
        return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'

    def _code(self, attributes: dict[str, str], inside: str) -> str:
        language = re.sub(r"[^\w+#.-]", "", attributes.get("language", attributes.get("lang", "")))[:30]
        code = escape(unescape(inside).strip("\n"), quote=False).replace("[", "&#91;")
        return f'\n\n<pre><code class="language-{language}">{code}</code></pre>\n\n'

    def _shown(self, address: str) -> str:
        """A page shown within the post: of the network as a player, of others as a link."""
        self.lose(LossKind.BLOCK, f"embed {urlsplit(address).hostname or ''}".strip())
        return f'<figure class="embed"><a href="{escape(address)}">{escape(address)}</a></figure>'

    def _plainer(self, html: str) -> str:
        """Embeds as the document knows them, and pictures that were only a background."""
        tree = LexborHTMLParser(html)
        for figure in tree.css("figure.wp-block-embed, figure[class*='wp-block-embed']"):
            found = _LONE_ADDRESS.search(figure.text(deep=True))
            if found and figure.css_first("img, iframe") is None:
                said = figure.css_first("figcaption")
                caption = f"<p>{said.inner_html}</p>" if said is not None else ""
                _replace(figure, self._shown(found.group()) + caption)
        for paragraph in tree.css("p"):
            address = unescape(paragraph.text(deep=True).strip())
            if _LONE_ADDRESS.fullmatch(address) and not paragraph.css("a, img, code"):
                _replace(paragraph, self._shown(address))
        for cover in tree.css(".wp-block-cover, .wp-block-cover-image"):
            found = _BACKGROUND.search((cover.attributes.get("style") or "")[:4000])
            if found and cover.css_first("img") is None:
                _prepend(cover, f'<figure><img src="{escape(unescape(found[1]))}" alt=""></figure>')
        return (tree.body.inner_html or "") if tree.body is not None else ""


def _replace(node: object, html: str) -> None:
    """Put `html` where `node` is: a parsed piece, because text would be escaped."""
    for piece in _pieces(html):
        node.insert_before(piece)  # type: ignore[attr-defined]
    node.decompose()  # type: ignore[attr-defined]


def _prepend(node: object, html: str) -> None:
    first = next(iter(node.iter(include_text=True)), None)  # type: ignore[attr-defined]
    for piece in _pieces(html):
        (first.insert_before if first is not None else node.insert_child)(piece)  # type: ignore[attr-defined]


def _pieces(html: str) -> list[object]:
    body = LexborHTMLParser(html).body
    return list(body.iter()) if body is not None else []


def _attributes(text: str) -> dict[str, str]:
    return {found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(text)}


def _plain(html: str) -> str:
    tree = LexborHTMLParser(_SHORTCODE.sub("", html))
    return " ".join(tree.body.text(deep=True, separator=" ").split()) if tree.body is not None else ""


def _without_empty_links(html: str) -> str:
    return re.sub(r"<a\b[^<>]*>\s*</a>", "", html)
