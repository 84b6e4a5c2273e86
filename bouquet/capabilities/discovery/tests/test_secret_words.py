"""A word that only stands where a viewer may not look is, to them, a word that nobody ever wrote.

Every answer there is (pages of results under each filter and order, how many there are, whether there are more, another
spelling, suggestions, ideas, what lies near) is taken twice: of a network that holds hidden things, and of one that
never held them. Whoever may see none of them must be told the same by both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bouquet.capabilities.accounts.actions.blocking import block
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.actions import related
from bouquet.capabilities.discovery.actions.finding import Wanted, find
from bouquet.capabilities.discovery.actions.ideas import ideas
from bouquet.capabilities.discovery.actions.indexing import index
from bouquet.capabilities.discovery.actions.suggesting import suggest
from bouquet.capabilities.discovery.kinds import only
from bouquet.capabilities.discovery.models import Entry
from bouquet.capabilities.discovery.models.matching import Order
from bouquet.capabilities.discovery.tests.noting import NOTE, NoteKind
from bouquet.foundation.subjects.subject import Ref, Visitor

OPEN_WORDS = ["jardin", "musique", "voyage", "cuisine"]
SECRETS = ["zibeline", "jardinx", "musiqua", "voyageant"]
# Typed by whoever fishes: the word, its beginning, slips that lead to it and nowhere else, the word beside an open one.
TYPED = [*OPEN_WORDS, *SECRETS, "zib", "zibel", "zibelnie", "zibeine", "musiqa", "jardin zibeline", "zibeline -jardin"]
TYPED += ['"jardin zibeline"', "voyag", "jardim"]
TYPES = ["note", "other"]

hidden_notes = st.lists(
    st.tuples(
        st.lists(st.sampled_from([*SECRETS, *OPEN_WORDS]), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(["tribe:1", "tribe:2", "ines", "karim", "members"]), min_size=1, max_size=2),
        st.sampled_from(["audience", "locked", "closed later", "blocked", "listed too widely"]),
        st.sampled_from(TYPES),
        st.integers(0, 5000),
    ),
    min_size=1,
    max_size=4,
)
open_notes = st.lists(st.lists(st.sampled_from(OPEN_WORDS), min_size=1, max_size=3, unique=True), max_size=4)


# Ways of hiding that leave a thing among those the index counts as everybody's: by somebody who blocks the viewer, and,
# until the index hears of it, closed. How often everybody's things hold a word is public, and orders neighbours.
COUNTED = {"blocked", "listed too widely"}


def everything_told(viewer: Visitor, typed: str, looked_at: list[Ref], *, neighbours_in_order: bool) -> str:
    """All that search tells this viewer, as one text."""
    said: list[object] = [suggest(typed, viewer), ideas(viewer)]
    for kind, order in (("", Order.RELEVANCE), ("", Order.POPULAR), ("note", Order.NEW), ("other", Order.RELEVANCE)):
        found = find(Wanted(typed, type=kind, sort=order), viewer)
        titles = [entry.title for entry in found.entries]
        said.append([kind, order, titles, found.has_more, found.corrected, found.is_any, found.meant])
    near = [[entry.title for entry in related.related_to(ref, viewer)] for ref in looked_at]
    said += near if neighbours_in_order else map(sorted, near)
    return json.dumps(said)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in the block never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def hide(notes: NoteKind, hidden: list[tuple[list[str], list[str], str, str, int]], people: dict[str, Account]) -> None:
    """Write things that Léa may not see, each hidden in its own way."""
    for words, audience, how, kind, popularity in hidden:
        tokens = tuple(only(people[each].pk) if each in people else each for each in audience)
        # Of members' things only a visitor knows nothing: to Léa they are closed by their audience alone.
        tokens = tuple(each for each in tokens if each != "members") or ("tribe:1",)
        wide = {"audience": tokens, "closed later": ("everyone",)}.get(how, ("everyone",))
        note = notes.write(
            " ".join(words),
            " ".join(words),
            audience=wide,
            tags=tuple(words),
            type=kind,
            popularity=popularity,
            author=people["karim"] if how == "blocked" else None,
        )
        if how == "closed later":
            note.audience = tokens
            index(kind=NOTE, keys=[note.key])
        elif how == "listed too widely":
            note.audience = tokens
        elif how == "locked":
            note.is_locked = True
            index(kind=NOTE, keys=[note.key])
    relate_all()


def relate_all() -> None:
    for key in Entry.objects.values_list("key", flat=True):
        related.relate(kind=NOTE, key=key)


@settings(
    max_examples=12,
    # No shrinking: a failure is small already, and each try writes a network.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(open_notes, hidden_notes, st.sampled_from(TYPED))
def test_the_hidden_changes_nothing_that_anybody_is_told_who_may_not_see_it(
    notes: NoteKind,
    ines: Account,
    karim: Account,
    lea: Account,
    written: list[list[str]],
    hidden: list[tuple[list[str], list[str], str, str, int]],
    typed: str,
) -> None:
    with undone():
        notes.notes.clear()
        notes.tokens = {karim.pk: {"tribe:1"}, lea.pk: {"tribe:9"}}
        block(account=lea, by=karim)
        refs = [notes.write(" ".join(words), tags=tuple(words)).ref for words in written]
        relate_all()
        # A visitor cannot be blocked: what is by whoever blocks Léa is not hidden from them.
        viewers: list[Visitor] = [lea]
        if all(how != "blocked" for _, _, how, _, _ in hidden):
            viewers.append(AnonymousUser())
        in_order = all(how not in COUNTED for _, _, how, _, _ in hidden)
        before = [everything_told(viewer, typed, refs, neighbours_in_order=in_order) for viewer in viewers]
        hide(notes, hidden, {"ines": ines, "karim": karim})
        after = [everything_told(viewer, typed, refs, neighbours_in_order=in_order) for viewer in viewers]
        assert after == before


def test_no_spelling_is_offered_that_leads_to_nothing_one_may_see(notes: NoteKind, lea: Account) -> None:
    notes.write("Le potagre de Karim")
    for number in range(6):
        note = notes.write(f"Potager numéro {number}")
        # The index is behind: it says everyone, the app says the tribe.
        notes.notes[note.key].audience = ("tribe:1",)
    assert find(Wanted("potagre"), lea).meant == ""
    notes.tokens[lea.pk] = {"tribe:1"}
    assert find(Wanted("potagre"), lea).meant == "potager"


def test_ideas_are_tags_of_what_one_may_see(notes: NoteKind, client: Client, lea: Account) -> None:
    notes.write("Un jardin", tags=("Jardin",))
    note = notes.write("Un secret", tags=("Zibeline",))
    notes.notes[note.key].audience = ("tribe:1",)
    assert ideas(AnonymousUser()) == ideas(lea) == ["Jardin"]
    page = client.get("/network/search").content.decode()
    assert "Jardin" in page and "Zibeline" not in page
