"""What a loss is, in a sentence for whoever brings a blog."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bouquet.sites.blogs.engine.incoming.nouns import Loss, LossKind, Unreadable

# By kind: what it is called in a list, and what becomes of it.
_SAID: Final[dict[LossKind, tuple[str | Promise, str | Promise]]] = {
    LossKind.PASSWORD: (gettext_lazy("Passwords"), gettext_lazy("It was behind a password: it comes as a draft.")),
    LossKind.PRIVATE: (gettext_lazy("Private posts"), gettext_lazy("It was private: it comes as a draft.")),
    LossKind.PENDING: (
        gettext_lazy("Posts under review"),
        gettext_lazy("It waited for a review: it comes as a draft."),
    ),
    LossKind.REFUSED: (
        gettext_lazy("Words we do not publish"),
        gettext_lazy("It comes as a draft, because we do not publish such words."),
    ),
    LossKind.MEMBERS_ONLY: (
        gettext_lazy("Posts for members only"),
        gettext_lazy("Only members could read it: it comes as a draft."),
    ),
    LossKind.DISCARDED: (gettext_lazy("Bins"), gettext_lazy("It was in the bin, and stays behind.")),
    LossKind.MENU: (
        gettext_lazy("Menus"),
        gettext_lazy("An entry of a menu stays behind: pages make the menu here."),
    ),
    LossKind.TYPE: (gettext_lazy("Contents of plug-ins"), gettext_lazy("A content of a plug-in stays behind.")),
    LossKind.TAXONOMY: (
        gettext_lazy("Other ways to file"),
        gettext_lazy("It was filed under something that is neither a category nor a tag."),
    ),
    LossKind.CATEGORY: (
        gettext_lazy("Further categories"),
        gettext_lazy("A post lies in one category here: this one becomes a tag."),
    ),
    LossKind.PARENT: (
        gettext_lazy("Pages below pages"),
        gettext_lazy("It lay below another page. It stands by itself here, and its old address leads there."),
    ),
    LossKind.FORMAT: (gettext_lazy("Post formats"), gettext_lazy("The format of the post is gone; its words stay.")),
    LossKind.TEMPLATE: (
        gettext_lazy("Page templates"),
        gettext_lazy("The page had a template of its own theme: it looks like the others."),
    ),
    LossKind.FIELD: (gettext_lazy("Custom fields"), gettext_lazy("A custom field stays behind.")),
    LossKind.SHORTCODE: (
        gettext_lazy("Shortcodes"),
        gettext_lazy("A shortcode of a plug-in stands in the text as it was written."),
    ),
    LossKind.BLOCK: (
        gettext_lazy("Blocks"),
        gettext_lazy(
            "A block is not the same here: its words and links stay, what made it move or stand aside does not."
        ),
    ),
    LossKind.MARKUP: (gettext_lazy("Markup"), gettext_lazy("Some markup is gone; its words stay.")),
    LossKind.PAGE_BREAK: (
        gettext_lazy("Page breaks"),
        gettext_lazy("The post had several pages: it has one, with lines between."),
    ),
    LossKind.FILE: (
        gettext_lazy("Sounds, films and files"),
        gettext_lazy("A sound, film or file stays where it was; the post links to it."),
    ),
    LossKind.PICTURE: (gettext_lazy("Pictures"), gettext_lazy("A picture cannot be found.")),
    LossKind.DOUBLE: (gettext_lazy("Doubles"), gettext_lazy("The file holds it twice: the first one counts.")),
    LossKind.AUTHOR: (
        gettext_lazy("Further authors"),
        gettext_lazy("A post has one author here: this other name stays behind."),
    ),
    LossKind.DATE: (gettext_lazy("Dates"), gettext_lazy("It has no date that can be read.")),
    LossKind.SHORTENED: (
        pgettext_lazy("import", "Shortened"),
        gettext_lazy("It was too long and was shortened, or lost its layout."),
    ),
    LossKind.COMMENT_DISCARDED: (
        gettext_lazy("Comments in the bin"),
        gettext_lazy("A comment in the bin, or taken for spam, stays behind."),
    ),
    LossKind.COMMENT_PARENT: (
        gettext_lazy("Answers to missing comments"),
        gettext_lazy("A comment answered one that is not there: it begins a thread of its own."),
    ),
    LossKind.COMMENT_EMPTY: (gettext_lazy("Empty comments"), gettext_lazy("A comment without words stays behind.")),
    LossKind.COMMENT_CONTACT: (
        gettext_lazy("Addresses of those who commented"),
        gettext_lazy("We keep names, sites and words, but neither the mail nor the IP address of those who commented."),
    ),
    LossKind.SUBSCRIBERS: (
        gettext_lazy("Members and subscribers"),
        gettext_lazy("They agreed to be written to from there, not from here: ask them to follow you."),
    ),
    LossKind.REDIRECTION: (
        gettext_lazy("Redirections"),
        gettext_lazy("A redirection by a pattern, or to another site, stays behind."),
    ),
    LossKind.SETTINGS: (gettext_lazy("Settings"), gettext_lazy("A setting of the old blog stays behind.")),
}
_REFUSED: Final[dict[str, str | Promise]] = {
    Unreadable.MALFORMED: gettext_lazy("This file is damaged: it cannot be read to its end."),
    Unreadable.UNSAFE: gettext_lazy("This file holds what no export holds, and what could do harm. It was not read."),
    Unreadable.TOO_LARGE: gettext_lazy("This file holds something that is too large."),
    Unreadable.UNKNOWN: gettext_lazy("This is no export of WordPress (XML), of Ghost (JSON) or of a blog here (ZIP)."),
}


def loss_label(kind: LossKind) -> str:
    """What all losses of a kind are called."""
    return str(_SAID[kind][0])


def loss_sentence(loss: Loss) -> str:
    """One loss: of what, what becomes of it, and which detail."""
    sentence = str(_SAID[loss.kind][1])
    named = loss.title or (f"#{loss.item}" if loss.item else "")
    said = _("%(title)s: %(sentence)s") % {"title": named, "sentence": sentence} if named else sentence
    return f"{said} ({loss.detail})" if loss.detail else said


def refusal_sentence(refusal: dict[str, object]) -> str:
    """Why a file cannot be read, and where it breaks."""
    said = str(_REFUSED.get(str(refusal.get("reason")), _REFUSED[Unreadable.UNKNOWN]))
    if line := refusal.get("line"):
        said += " " + _("It breaks in line %(line)s (%(detail)s).") % {
            "line": line,
            "detail": refusal.get("detail", ""),
        }
    return said
