"""Comments are found by whoever may find what they are about, and by nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from bouquet.capabilities.accounts.actions import suspending
from bouquet.capabilities.accounts.actions.blocking import block
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import forgetting, moderating, posting, reacting, ruling
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.discovery.actions import related
from bouquet.capabilities.discovery.actions.finding import Wanted, find
from bouquet.capabilities.discovery.actions.rebuilding import reindex
from bouquet.capabilities.discovery.actions.suggesting import suggest
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.capabilities.discovery.models import Entry, Neighbourhood, Shelf, Word
from bouquet.capabilities.discovery.models.matching import documents_with
from bouquet.capabilities.discovery.tests.noting import NOTE, Note, NoteKind
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing

Committed = Callable[[], AbstractContextManager[None]]
WORD = "zibeline"


@pytest.fixture
def settled(committed: Committed, work_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`settled(action, …)`: done, committed, and all that follows from it."""
    monkeypatch.setattr(posting, "require_pace", lambda **_: None)
    monkeypatch.setattr(reacting, "require_pace", lambda **_: None)

    def run(do: Callable[..., Any], *args: Any, **named: Any) -> Any:
        with committed(), transaction.atomic():
            result = do(*args, **named)
        for _ in range(3):
            with committed():
                work_off()
        return result

    return run


@pytest.fixture
def say(settled: Callable[..., Any]) -> Callable[..., Comment]:
    def post(note: Note, by: Account, text: str = f"Une {WORD} passe") -> Comment:
        made: Comment = settled(posting.post, ref=note.ref, by=by, text=text)
        return made

    return post


def found(viewer: Any = None, typed: str = WORD) -> list[str]:
    return [entry.title for entry in find(Wanted(typed), viewer or AnonymousUser()).entries]


def everything_said(viewer: Any) -> str:
    """All that somebody can learn from a search, and from what is typed before it."""
    answers = [find(Wanted(typed), viewer) for typed in (WORD, f"{WORD[:-1]}r", f"note {WORD}")]
    told = [([e.title for e in one.entries], one.has_more, one.corrected, one.meant, one.is_any) for one in answers]
    return json.dumps([told, suggest(WORD[:4], viewer), documents_with([WORD[:6], WORD]), WORD in words_known()])


def words_known() -> set[str]:
    return set(Word.objects.values_list("text", flat=True))


def test_a_comment_is_found_by_its_words_at_its_address(
    notes: NoteKind, say: Callable[..., Comment], ines: Account, karim: Account
) -> None:
    comment = say(notes.write("Un étang", author=ines, language="fr"), karim, f"Une **{WORD}** passe par là")
    (entry,) = find(Wanted(WORD, type="comment", language="fr"), AnonymousUser()).entries
    assert entry.ref == comment.ref and entry.author_id == karim.pk
    assert entry.title == f"Une {WORD} passe par là" and entry.teaser == karim.display_name
    assert f"?comment={comment.pk}#comment-{comment.pk}" in entry.address
    # Neither by the title of what it is about, nor as a suggestion, a spelling or a neighbour.
    assert found(typed="étang") == ["Un étang"]
    assert suggest(WORD[:4], ines) == [] and WORD not in words_known()
    related.relate(kind=comment.ref.kind, key=comment.pk)
    assert not Neighbourhood.objects.filter(entry__key=comment.pk).exists()


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.REMOVED, Standing.LABELLED])
def test_a_comment_that_is_not_read_any_more_is_not_found(
    notes: NoteKind, say: Any, settled: Any, ines: Account, karim: Account, standing: Standing
) -> None:
    comment = say(notes.write("Un étang", author=ines), karim)

    def decide(decided: Standing) -> None:
        moderating.moderate(comment_id=comment.pk, standing=decided, label="Attention")
        announce(SubjectModerated(KIND, comment.pk, decided))

    settled(decide, standing)
    assert found() == [] and not Entry.objects.filter(key=comment.pk).exclude(shelf=Shelf.HIDDEN).exists()
    settled(decide, Standing.SHOWN)
    assert len(found()) == 1
    settled(posting.edit, comment=comment, by=karim, text="Rien du tout")
    assert found() == [] and found(typed="rien") == ["Rien du tout"]
    settled(posting.delete, comment=comment, by=karim)
    assert found(typed="rien") == [] and not Entry.objects.filter(key=comment.pk).exists()
    settled(posting.restore, comment=comment, by=karim)
    assert len(found(typed="rien")) == 1
    settled(forgetting.erase, comment_id=comment.pk)
    assert not Entry.objects.filter(key=comment.pk).exists()


def test_a_comment_that_waits_is_found_once_it_is_let_in(
    notes: NoteKind, say: Any, settled: Any, ines: Account, karim: Account
) -> None:
    note = notes.write("Un étang", author=ines)
    ruling.rule(ref=note.ref, by=ines, is_closed=False, asks_approval=True)
    comment = say(note, karim)
    assert found() == found(karim) == []
    settled(posting.approve, comment=comment, by=ines)
    assert len(found()) == 1


def test_strangers_learn_nothing_of_what_is_said_where_they_may_not_look(
    notes: NoteKind, say: Any, ines: Account, karim: Account, lea: Account
) -> None:
    notes.write("Une note ouverte", author=ines)
    note = notes.write("Une note du club", author=ines, audience=("tribe:1",))
    notes.tokens = {ines.pk: {"tribe:1"}, karim.pk: {"tribe:1"}}
    before = [everything_said(viewer) for viewer in (AnonymousUser(), lea)]
    for number in range(6):
        say(note, karim, f"Une {WORD} de plus, note {number}")
    assert [everything_said(viewer) for viewer in (AnonymousUser(), lea)] == before
    assert len(found(ines)) == 6


def test_what_is_said_follows_a_thing_that_closes_opens_and_goes(
    notes: NoteKind, say: Any, settled: Any, ines: Account, karim: Account, lea: Account
) -> None:
    note = notes.write("Une note", author=ines)
    notes.tokens = {karim.pk: {"tribe:1"}}
    comment = say(note, karim)

    def change(**fields: Any) -> None:
        for name, value in fields.items():
            setattr(note, name, value)
        settled(announce, ListingChanged(note.ref.kind, note.key))

    def token_of() -> list[str]:
        entry = Entry.objects.get(key=comment.pk)
        return ["everyone"] if entry.shelf == Shelf.OPEN else [each.token for each in entry.audience.all()]

    assert token_of() == ["everyone"]
    change(audience=("tribe:1",))
    assert token_of() == ["tribe:1"] and found(lea) == [] and len(found(karim)) == 1
    change(audience=("tribe:2",))
    assert token_of() == ["tribe:2"] and found(karim) == []
    change(audience=("everyone",))
    assert token_of() == ["everyone"] and len(found(lea)) == 1
    change(is_locked=True)
    assert not Entry.objects.filter(key=comment.pk).exists()
    change(is_locked=False)
    assert len(found(lea)) == 1
    del notes.notes[note.key]
    change()
    assert not Entry.objects.filter(key=comment.pk).exists()


def test_what_is_said_of_a_hidden_thing_is_out_of_the_index_at_once(
    notes: NoteKind, say: Any, committed: Committed, ines: Account, karim: Account
) -> None:
    """Before any worker has looked: nothing weighs in answers and counts."""
    note = notes.write("Une note", author=ines)
    comment = say(note, karim)
    notes.moderate(note.key, Standing.HIDDEN)
    with committed(), transaction.atomic():
        announce(SubjectModerated(NOTE, note.key, Standing.HIDDEN))
    assert Entry.objects.get(key=comment.pk).shelf == Shelf.HIDDEN


def test_what_a_suspended_member_said_and_what_was_said_below_their_things_is_hidden(
    notes: NoteKind, say: Any, settled: Any, committed: Committed, ines: Account, karim: Account
) -> None:
    said = say(notes.write("Une note", author=ines), karim)
    below = say(notes.write("Une autre", author=karim), ines, f"Belle {WORD}")
    with committed(), transaction.atomic():
        suspending.suspend(account=karim, until=None, reason="")
    assert {entry.shelf for entry in Entry.objects.filter(key__in=[said.pk, below.pk])} == {Shelf.HIDDEN}
    settled(lambda: None)
    assert found(ines) == []
    settled(suspending.reinstate, account=karim)
    assert len(found(ines)) == 2


def test_blocks_hold_for_whole_threads(
    notes: NoteKind, say: Any, settled: Any, ines: Account, karim: Account, lea: Account
) -> None:
    first = say(notes.write("Une note", author=ines), karim)
    settled(posting.post, ref=first.about, by=ines, text=f"Quelle {WORD} ?", answers_to=first)
    assert len(found(lea)) == 2
    block(account=lea, by=karim)
    assert found(lea) == [] and len(found(ines)) == 2


def test_reactions_write_nothing_to_the_index(
    notes: NoteKind, say: Any, settled: Any, ines: Account, karim: Account, lea: Account, marc: Account
) -> None:
    comment = say(notes.write("Une note", author=ines), karim)
    before = list(Entry.objects.order_by("pk").values())
    for member in (ines, lea, marc):
        settled(reacting.react, ref=comment.ref, by=member, emoji="🔥")
    settled(reacting.unreact, ref=comment.ref, by=marc)
    assert list(Entry.objects.order_by("pk").values()) == before


def test_the_whole_index_anew_knows_comments(notes: NoteKind, say: Any, ines: Account, karim: Account) -> None:
    comment = say(notes.write("Une note", author=ines), karim)
    Entry.objects.all().delete()
    reindex(kind=comment.ref.kind)
    assert len(found()) == 1
    reindex(kind=comment.ref.kind)
    assert len(found()) == 1
