"""The readable part of addresses: of a blog's host, of a post, of what posts are filed under."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_LABEL: Final = 40
LONGEST_SLUG: Final = 80
_LABELS = """
www mail smtp imap api app static media files cdn admin operator help aide support status news blog blogs shaaz chat
room rooms salon salons compte account login ns ns1 ns2 mx ftp autodiscover autoconfig webmaster m6
"""
_SLUGS = """
en archive archives author category tag series search feed feeds atom rss sitemap robots follow newsletter comments
talk media static assets accounts account network inbox report desk session mailbox operator webmention mention live
settings messages i18n favicon page pages draft write room rooms blogroll well-known compte-suspendu confirmer
connexion decisions deconnexion imports inscription manifest membres moderation mot-de-passe offline reglages reports
sw r affinity me session-tour
"""
# Hosts below the brand's that mean something else, or would be taken for the house itself.
TAKEN_LABELS: Final = frozenset(_LABELS.split())
# First words of addresses on a blog's host that mean something else. `/en` begins every English address.
TAKEN_SLUGS: Final = frozenset(_SLUGS.split())


def label_of(name: str) -> str:
    """`Le café d'Inès` → `le-cafe-d-ines`: one label of a host (RFC 1123 §2.1), at most 40 characters, maybe empty."""
    return _joined(name, LONGEST_LABEL)


def is_label(text: str) -> bool:
    """Whether a blog may be called so: 3 to 40 of a-z, 0-9 and single hyphens inside, and no word of ours."""
    return (
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None
        and 3 <= len(text) <= LONGEST_LABEL
        and not text.startswith("xn-")
        and text not in TAKEN_LABELS
    )


def slug_of(title: str, *, otherwise: str = "post") -> str:
    """`Été à Nîmes !` → `ete-a-nimes`; ASCII only, at most 80 characters, never empty nor a word of ours."""
    slug = _joined(title, LONGEST_SLUG)
    return f"{otherwise}-{slug}".rstrip("-") if not slug or slug in TAKEN_SLUGS else slug


def _joined(text: str, longest: int) -> str:
    # An apostrophe parts words, whichever it is: l’été is not lete.
    lower = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", " ")
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{slug}-{word}" if slug else word[:longest]
        if len(longer) > longest:
            break
        slug = longer
    return slug
