"""The letters somebody meant, whatever they typed: the first half of watched words.

Accents, case, letters of other alphabets that look Latin (Unicode UTS #39 calls them confusables; these are the ones
that keyboards reach), digits and signs that stand for letters, marks without width.
"""

from __future__ import annotations

import re
import unicodedata

_LOOKALIKES = str.maketrans(
    {
        # Cyrillic
        **dict(zip("авекмнорстухіѕјԁһԛԝѵьӏ", "abekmhopctyxisjdhqwvbl", strict=True)),
        # Greek
        **dict(zip("αβεζηικνορτυχω", "abezniknoptuxw", strict=True)),
        # Armenian, and Latin letters that no decomposition reaches
        **dict(zip("օսոցհøđłıſɑɡɩƅ", "ounghodlisagib", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
        "ð": "d",
    }
)
# What stands for a letter; a one for an i or an l, a six for a b or a g: each way of reading is tried.
_READINGS = tuple(
    str.maketrans("02345789@$€£+(<" + "1!|" + "6", "ozeastbgaseltcc" + one * 3 + six) for one in "il" for six in "bg"
)
SIGNS = frozenset("@$!|€£+(<")
_LATIN = re.compile(r"[a-z]")


def bare(text: str) -> str:
    """Lower case, no accent, no mark without width, one form for each letter (NFKC); spaces and signs stay."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spread = unicodedata.normalize("NFKD", folded)
    seen = "".join(character for character in spread if unicodedata.category(character) not in ("Mn", "Me", "Cf"))
    return unicodedata.normalize("NFKC", seen).replace("ſ", "s")


def latin(token: str, *, in_latin_text: bool) -> str:
    """The token with its look-alikes as Latin letters, where Latin is what is written here.

    A Russian word in a Russian text stays one: « сон » is a dream, not an insult.
    """
    if token.isascii() or not (in_latin_text or _LATIN.search(token)):
        return token
    return token.translate(_LOOKALIKES)


def is_latin(text: str) -> bool:
    """Whether at least half of the letters of a bare text are Latin."""
    letters = [character for character in text if character.isalpha()]
    return 2 * sum("a" <= character <= "z" or character in "æœßøđł" for character in letters) >= len(letters)


def unsigned(token: str) -> tuple[str, ...]:
    """The token with digits and signs as the letters they may stand for; itself where it holds no letter at all."""
    if not any(character.isalpha() for character in token):
        return (token,)
    return tuple(dict.fromkeys((token, *(token.translate(reading) for reading in _READINGS))))


def runs(word: str) -> tuple[tuple[str, int], ...]:
    """The letters with how often each stands in a row: `aab` is (a, 2), (b, 1)."""
    found: list[tuple[str, int]] = []
    for character in word:
        if found and found[-1][0] == character:
            found[-1] = (character, found[-1][1] + 1)
        else:
            found.append((character, 1))
    return tuple(found)


def squeezed(word: str) -> str:
    """One of each letter in a row."""
    return "".join(character for character, _count in runs(word))


def is_said(word: str, token: str) -> bool:
    """Whether `token` is `word`, perhaps drawn out: `coooon` is `con`, `conn` may be another word and is not."""
    if token == word:
        return True
    wanted, got = runs(word), runs(token)
    return len(wanted) == len(got) and all(
        one == other and (count == many or many >= max(3, count))
        for (one, count), (other, many) in zip(wanted, got, strict=True)
    )
