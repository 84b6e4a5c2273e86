"""Words as they are searched: without accents, case or endings, so that « etes » finds « Été »."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

from bouquet.foundation.text import folding

LONGEST_WORD = 40

# Endings the stemmer does not know without their accents, or knows as a part of the word: « chantées », « vélos »,
# « amis ». What two words lose alike does no harm: the words as typed count as well.
_ENDINGS = re.compile(r"(?<=\w{3}e)es?$|(?<=\w\w[aiou])s$")
# Asked for together with others, these decide nothing. Folded.
_LITTLE_WORDS = """
a au aux avec c ce ces cet cette ca d dans de des du elle en es est et eux il ils je j l la le les leur lui m ma mais me
mes moi mon n ne nos notre nous on ou par pas pour qu que qui s sa sans se ses si son sont sur t ta te tes toi ton tu un
une vos votre vous y
an and are as at be by for from in is it of or that the this to was with
"""
LITTLE_WORDS = frozenset(_LITTLE_WORDS.split())

_stemmer = snowballstemmer.stemmer("french")
_turn = Lock()


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in order, none longer than the index keeps."""
    return [word[:LONGEST_WORD] for word in folding.words_of(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms. French for all: it takes the English -s as well."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    with _turn:  # the stemmer keeps the word it works on in itself
        found: str = _stemmer.stemWord(_ENDINGS.sub("", word))
    # « publier », « publié »: the stemmer keeps the i of the one and takes that of the other.
    return (found.removesuffix("i") if len(found) > 4 else found) or word


def stems_of(text: str) -> list[str]:
    """The stems of the words of `text`, in order."""
    return [stem(word) for word in words_of(text)]
