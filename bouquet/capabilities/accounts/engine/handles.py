"""Which handles may exist."""

from __future__ import annotations

import re

SHORTEST = 3
LONGEST = 30
_SHAPE = re.compile(rf"[a-z0-9_]{{{SHORTEST},{LONGEST}}}")

# Words that a visitor could take for the house speaking, or that an address of the house may need.
_RESERVED_WORDS = """
    about abuse account accounts admin administrateur administration administrator api app apropos assets aton
    atonservice auth blog blogs bouquet brand chat compte comptes connexion contact contacts copyright deconnexion
    direct emploi en equipe fr help hub inscription jobs legal live login logout m6 m6video mail mailbox me media
    membre membres mentions messages moderateur moderation moderator musicbrigade music musique network news null
    official officiel operator password portail portal postmaster presse press privacy public radio recherche
    reglages robot robots root rss search security securite session settings shaaz shop signaler signin signout
    signup site sitemap static status staff studio support system systeme team terms tribe tribes tribus tv
    undefined upload uploads user users video videos vod watch webmaster wideo www yootribe
"""
RESERVED = frozenset(_RESERVED_WORDS.split())
# A one passes for an i and for an l.
_LOOKS_LIKE = (str.maketrans("013457", "oieast"), str.maketrans("013457", "oleast"))


def normalised(handle: str) -> str:
    """The handle as it is kept: without a leading @, without spaces around it, in lower case."""
    # PostgreSQL takes no NUL, not even in a question.
    return handle.replace("\x00", "\ufffd").strip().removeprefix("@").lower()


def is_well_formed(handle: str) -> bool:
    """3 to 30 of a–z, 0–9 and _ (after `normalised`), with at least one letter or digit."""
    return _SHAPE.fullmatch(handle) is not None and handle.strip("_") != ""


def is_reserved(handle: str) -> bool:
    """Whether the handle is one of the house's own words, or several (`wideo_support`).

    Also when dressed up with underscores (`__admin_`) or with digits that look like letters (`m0derat1on`).
    """
    for read in (handle, *(handle.translate(table) for table in _LOOKS_LIKE)):
        words = [word for word in read.split("_") if word]
        if "".join(words) in RESERVED or (words and all(word in RESERVED for word in words)):
            return True
    return False
