"""People in a sentence: “Karim”, “Karim and Léa”, “Karim and 4 others”."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext


def people_in_words(names: Sequence[str], count: int) -> str:
    """`count` people, of whom `names` are known, in the language of the moment; empty when nobody is known.

    The verb of the sentence is the caller's: `ngettext(…, count)`.
    """
    if not names or count < 1:
        return ""
    if count == 1:
        return names[0]
    if count == 2 and len(names) >= 2:
        return gettext("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    others = count - 1
    return ngettext("%(one)s and %(count)d other", "%(one)s and %(count)d others", others) % {
        "one": names[0],
        "count": others,
    }
