"""The index follows what happens, at once where something must not be found any more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction

from bouquet.capabilities.accounts.actions import closing, suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.actions import forgetting, indexing
from bouquet.capabilities.discovery.actions.exporting import collect
from bouquet.capabilities.discovery.actions.finding import Wanted, find
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.capabilities.discovery.models import Audience, Entry, Gram, Shelf, Word
from bouquet.capabilities.discovery.models.matching import said_openly
from bouquet.capabilities.discovery.tests.noting import NOTE, Note, NoteKind
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.foundation.events.announcing import announce

Committed = Callable[[], AbstractContextManager[None]]


def found(typed: str, viewer: Any = None) -> list[str]:
    return [entry.title for entry in find(Wanted(typed), viewer or AnonymousUser()).entries]


def say(event: object, committed: Committed) -> None:
    with committed(), transaction.atomic():
        announce(event)


def test_an_app_says_what_is_there_what_changed_and_what_is_gone(
    notes: NoteKind, committed: Committed, work_off: Callable[[], None]
) -> None:
    note = Note("Premier titre")
    notes.notes[note.key] = note
    say(ListingChanged(NOTE, note.key), committed)
    work_off()
    assert found("premier") == ["Premier titre"]
    note.title = "Second titre"
    say(ListingChanged(NOTE, note.key), committed)
    work_off()
    assert found("premier") == [] and found("second") == ["Second titre"]
    del notes.notes[note.key]
    say(ListingChanged(NOTE, note.key), committed)
    work_off()
    assert found("second") == [] and not Entry.objects.exists()


def test_to_index_twice_changes_nothing(notes: NoteKind) -> None:
    note = notes.write("Un titre", audience=("members", "tribe:1"))
    before = list(Entry.objects.values_list("pk", "title")), set(Audience.objects.values_list("pk", "token"))
    indexing.index(kind=NOTE, keys=[note.key])
    assert (list(Entry.objects.values_list("pk", "title")), set(Audience.objects.values_list("pk", "token"))) == before


def test_another_date_takes_it_elsewhere_and_leaves_nothing_behind(notes: NoteKind, ines: Account) -> None:
    note = notes.write("Un brouillon", audience=("members",))
    note.age = timedelta(days=0)
    indexing.index(kind=NOTE, keys=[note.key])
    assert found("brouillon", ines) == ["Un brouillon"]
    note.audience = ("everyone",)
    note.age = timedelta(days=2)
    indexing.index(kind=NOTE, keys=[note.key])
    assert found("brouillon") == ["Un brouillon"] and Entry.objects.count() == 1 and not Audience.objects.exists()


def test_things_of_the_same_moment_each_have_a_place(notes: NoteKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bouquet.capabilities.discovery.engine.places.place_of", lambda *_: 7)
    for number in range(3):
        notes.write(f"Jumeau {number}")
    assert len(found("jumeau")) == 3


@pytest.mark.parametrize("standing", ["hidden", "removed"])
def test_a_decision_holds_at_once_and_is_taken_back_by_a_task(
    notes: NoteKind, committed: Committed, work_off: Callable[[], None], standing: str
) -> None:
    note = notes.write("Une insulte")
    say(SubjectModerated(NOTE, note.key, standing), committed)
    # Before any worker has looked, and though the app still shows it: the row is out.
    assert found("insulte") == [] and said_openly(["insulte"]) == set()
    note.is_locked = True
    work_off()
    assert not Entry.objects.exists()
    note.is_locked = False
    say(SubjectModerated(NOTE, note.key, "shown"), committed)
    work_off()
    assert found("insulte") == ["Une insulte"]


def test_whoever_leaves_is_found_no_more_and_is_found_again_if_they_stay(
    notes: NoteKind, ines: Account, committed: Committed, work_off: Callable[[], None]
) -> None:
    note = notes.write("Mon carnet", author=ines)
    indexing.index(kind="accounts.account", keys=[ines.pk])
    assert found("ines") == ["Inès"]
    with committed():
        closing.close(account=ines, keeps_posts=False)
    assert found("carnet") == [] and found("ines") == []
    # Their app lists nothing meanwhile; what it was is not forgotten.
    note.is_locked = True
    work_off()
    assert found("carnet") == [] and Entry.objects.get(key=note.key).shelf == Shelf.HIDDEN
    note.is_locked = False
    with committed():
        closing.stay(account=Account.objects.get(pk=ines.pk))
    work_off()
    assert found("carnet") == ["Mon carnet"] and found("ines") == ["Inès"]


def test_whoever_is_suspended_is_found_no_more_until_reinstated(
    notes: NoteKind, ines: Account, committed: Committed, work_off: Callable[[], None]
) -> None:
    notes.write("Mon carnet", author=ines)
    indexing.index(kind="accounts.account", keys=[ines.pk])
    with committed():
        suspending.suspend(account=ines, until=None, reason="spam")
    assert found("carnet") == [] and found("ines") == []
    work_off()
    assert found("ines") == []
    with committed():
        suspending.reinstate(account=Account.objects.get(pk=ines.pk))
    work_off()
    assert found("carnet") == ["Mon carnet"] and found("ines") == ["Inès"]


def test_of_an_erased_member_nothing_stays(
    notes: NoteKind, ines: Account, committed: Committed, work_off: Callable[[], None], travel: Any
) -> None:
    note = notes.write("Mon carnet", author=ines)
    indexing.index(kind="accounts.account", keys=[ines.pk])
    closing.close(account=ines, keeps_posts=False)
    with travel(timedelta(days=90)), committed():
        closing.erase(account=ines)
    del notes.notes[note.key]
    assert found("carnet") == [] and found("ines") == []
    work_off()
    assert not Entry.objects.exists()


def test_a_copy_of_a_member_s_data_says_what_is_found_of_them(notes: NoteKind, ines: Account) -> None:
    notes.write("Mon carnet", author=ines, audience=("members",))
    [file] = collect(ines)
    content = b"".join(file.parts).decode()
    assert "Mon carnet" in content and '"members"' in content


def test_words_nothing_open_holds_are_forgotten(notes: NoteKind) -> None:
    note = notes.write("Un ornithorynque")
    notes.write("Un éléphant")
    del notes.notes[note.key]
    indexing.index(kind=NOTE, keys=[note.key])
    forgetting.forget_unsaid_words()
    assert set(Word.objects.values_list("text", flat=True)) == {"elephant"}
    assert not Gram.objects.filter(word="ornithorynque").exists()


def test_the_whole_index_is_built_anew(ines: Account, karim: Account) -> None:
    gone = Entry(
        id=1, kind="accounts.account", key="0" * 32, type="person", title="X", address="/", made_at=ines.opened_at
    )
    gone.save()
    for _ in range(2):
        call_command("reindex", "accounts.account", stdout=StringIO(), stderr=StringIO())
        assert set(Entry.objects.values_list("title", flat=True)) == {"Inès", "Karim"}
        assert found("karim") == ["Karim"]
    with pytest.raises(CommandError):
        call_command("reindex", "no.such")


def test_a_rebuild_that_was_killed_is_begun_again(
    ines: Account, karim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bouquet.capabilities.discovery.actions.rebuilding.BATCH", 1)
    index, calls = indexing.index, []

    def killed(**said: Any) -> None:
        calls.append(said)
        if len(calls) == 2:
            raise KeyboardInterrupt
        index(**said)

    monkeypatch.setattr(indexing, "index", killed)
    with pytest.raises(KeyboardInterrupt):
        call_command("reindex", "accounts.account", stdout=StringIO(), stderr=StringIO())
    assert Entry.objects.count() == 1
    call_command("reindex", "accounts.account", stdout=StringIO(), stderr=StringIO())
    assert Entry.objects.count() == 2
