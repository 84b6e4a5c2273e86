"""What a viewer may not see never appears, nor does anything tell that it is there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouquet.capabilities.accounts.actions.blocking import block, mute
from bouquet.capabilities.accounts.actions.following import follow
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.actions import related
from bouquet.capabilities.discovery.actions.finding import Found, Wanted, find
from bouquet.capabilities.discovery.actions.suggesting import suggest
from bouquet.capabilities.discovery.kinds import followers_of, only
from bouquet.capabilities.discovery.models import Entry, Word
from bouquet.capabilities.discovery.tests.noting import NoteKind
from bouquet.foundation.subjects.subject import Visitor

SECRET = "zibeline"


def shown(found: Found) -> list[str]:
    return [entry.title for entry in found.entries]


def everything_said(typed: str, viewer: Visitor) -> str:
    """All that a viewer can learn from a search."""
    found = find(Wanted(typed), viewer)
    return json.dumps(
        [shown(found), found.has_more, found.corrected, found.is_any, found.meant, suggest(typed, viewer)]
    )


@pytest.mark.parametrize(
    "typed", [SECRET, SECRET[:5], f"{SECRET}s", "zibelin", "zibelime", f'"{SECRET}"', f"projet {SECRET}", "projet"]
)
def test_what_is_said_is_the_same_with_and_without_the_hidden(
    notes: NoteKind, ines: Account, karim: Account, lea: Account, typed: str
) -> None:
    notes.write("Projet ouvert", author=ines)
    notes.write("Projet de tous", author=karim)
    notes.tokens[karim.pk] = {"tribe:1"}
    viewers: list[Visitor] = [AnonymousUser(), lea]
    before = [everything_said(typed, viewer) for viewer in viewers]
    for number in range(30):
        notes.write(f"Projet {SECRET} {number}", SECRET, audience=("tribe:1",), tags=(SECRET,), author=ines)
        notes.write(f"Projet {SECRET} {number}", SECRET, audience=(only(ines.pk),), tags=(SECRET,), author=ines)
    # The index is behind: it says everyone, the app says nobody.
    notes.write(f"Projet {SECRET} oublié", author=ines).is_locked = True
    assert [everything_said(typed, viewer) for viewer in viewers] == before
    assert SECRET in json.dumps(shown(find(Wanted(f"projet {SECRET}"), karim)))


def test_words_of_closed_things_are_never_offered(notes: NoteKind, client: Client, lea: Account) -> None:
    notes.write(f"La {SECRET}", audience=("members",), tags=("hermine",))
    assert not Word.objects.filter(text__in=[SECRET, "hermine"]).exists()
    for typed in ("zibelime", "ermine", "hermin"):
        assert find(Wanted(typed), AnonymousUser()).corrected == ""
    page = client.get("/network/search").content.decode()
    assert "hermine" not in page and SECRET not in page
    # A word that was open is offered no more once what held it is closed.
    note = notes.write("Le chacal")
    assert find(Wanted("chacla"), lea).corrected == "chacal"
    note.audience = (only(lea.pk),)
    index_again(notes, note.key)
    assert find(Wanted("chacla"), AnonymousUser()).corrected == ""
    assert suggest("chaca", AnonymousUser()) == []
    assert suggest("chaca", lea) == ["Le chacal"]


def index_again(notes: NoteKind, key: object) -> None:
    from bouquet.capabilities.discovery.actions.indexing import index

    index(kind=notes.name, keys=[key])  # type: ignore[list-item]


def test_blocks_hold_both_ways_and_the_muted_come_last(
    notes: NoteKind, ines: Account, karim: Account, lea: Account
) -> None:
    notes.write("Chant un", author=ines, popularity=1000)
    notes.write("Chant deux", author=karim)
    assert shown(find(Wanted("chant"), lea)) == ["Chant un", "Chant deux"]
    mute(account=ines, by=lea)
    assert shown(find(Wanted("chant"), lea)) == ["Chant deux", "Chant un"]
    assert suggest("chan", lea) == ["Chant deux"]
    block(account=lea, by=karim)
    assert shown(find(Wanted("chant"), lea)) == ["Chant un"]
    assert shown(find(Wanted("chant"), karim)) == ["Chant un", "Chant deux"]
    block(account=ines, by=lea)
    assert shown(find(Wanted("chant"), lea)) == []
    assert suggest("chan", lea) == []


def test_followers_find_what_is_for_followers(notes: NoteKind, ines: Account, karim: Account, lea: Account) -> None:
    notes.tokens[karim.pk] = {followers_of(ines.pk)}
    notes.write("Pour mes amis", audience=(followers_of(ines.pk),), author=ines)
    assert shown(find(Wanted("amis"), karim)) == ["Pour mes amis"]
    assert shown(find(Wanted("amis"), lea)) == []
    # Following is enough for the index; what the app shows is asked besides.
    follow(account=ines, by=lea)
    assert shown(find(Wanted("amis"), lea)) == []
    notes.tokens[lea.pk] = {followers_of(ines.pk)}
    assert shown(find(Wanted("amis"), lea)) == ["Pour mes amis"]


def test_pages_are_full_though_much_of_what_was_found_is_hidden(notes: NoteKind, lea: Account) -> None:
    for number in range(60):
        note = notes.write(f"Danse {number}", popularity=number)
        note.is_locked = number % 2 == 0
    first, second = (find(Wanted("danse", page=page), lea) for page in (1, 2))
    assert len(first.entries) == 20 and first.has_more
    assert len(second.entries) == 10 and not second.has_more
    assert len({*shown(first), *shown(second)}) == 30


def test_neighbours_are_those_the_viewer_may_see(notes: NoteKind, ines: Account, karim: Account, lea: Account) -> None:
    first = notes.write("Recette de tarte", tags=("Cuisine",))
    second = notes.write("Tarte aux pommes", tags=("Cuisine",), author=karim)
    closed = notes.write("Tarte du club", tags=("Cuisine",), audience=(only(ines.pk),))
    notes.write("Moteur diesel", tags=("Garage",))
    for note in (first, second, closed):
        related.relate(kind=note.ref.kind, key=note.key)

    def near(viewer: Visitor) -> list[str]:
        return [entry.title for entry in related.related_to(first.ref, viewer)]

    assert near(AnonymousUser()) == near(ines) == ["Tarte aux pommes"]
    block(account=karim, by=lea)
    assert near(lea) == []
    second.is_locked = True
    assert near(ines) == []
    # A closed thing has open neighbours, and is nobody's neighbour.
    assert "Tarte du club" not in near(ines)
    assert [entry.title for entry in related.related_to(closed.ref, ines)] == ["Recette de tarte"]


AUDIENCES = ["everyone", "members", "tribe:1", "tribe:2"]
WORDS = ["mer", "plage", "vent", "sable"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
            st.lists(st.sampled_from([*AUDIENCES, "ines", "karim"]), min_size=1, max_size=2, unique=True),
            st.sampled_from(["ines", "karim", ""]),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([*WORDS, "mer plage", "vent -sable", "mre"]),
    st.booleans(),
)
def test_whoever_asks_finds_exactly_what_the_app_shows_them(
    notes: NoteKind,
    ines: Account,
    karim: Account,
    lea: Account,
    written: list[tuple[list[str], list[str], str, bool]],
    typed: str,
    is_blocked: bool,
) -> None:
    people = {"ines": ines, "karim": karim}
    Entry.objects.all().delete()
    notes.notes.clear()
    notes.tokens = {karim.pk: {"tribe:1"}, lea.pk: {"tribe:2"}}
    if is_blocked:
        block(account=ines, by=lea)
    for words, audience, author, is_locked in written:
        tokens = tuple(only(people[each].pk) if each in people else each for each in audience)
        note = notes.write(" ".join(words), audience=tokens, author=people.get(author))
        note.is_locked = is_locked
    asked = {"mre": {"mer"}}.get(typed, {word for word in typed.split() if word[0] != "-"})
    left_out = {word[1:] for word in typed.split() if word[0] == "-"}
    for viewer in (AnonymousUser(), ines, karim, lea):
        seen = {note.title for note in notes.notes.values() if notes.may_see(viewer, note)}
        right = {title for title in seen if asked <= set(title.split()) and not left_out & set(title.split())}
        found = find(Wanted(typed), viewer)
        assert set(shown(found)) <= seen
        if typed != "mre" and not found.is_any and not found.corrected:
            assert set(shown(found)) == right
        assert set(suggest(typed.split()[0][:2], viewer)) <= seen


def test_a_dropped_check_would_be_seen(notes: NoteKind, lea: Account) -> None:
    """The index alone is never enough: with a listing wider than the truth, only the last question keeps it shut."""
    note = notes.write("Trop large", audience=("everyone",))
    notes.notes[note.key] = replace(note, audience=("tribe:9",))
    assert shown(find(Wanted("large"), lea)) == []
    assert suggest("larg", lea) == []
