"""What was said is found by an index of the database, as far as one may read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import editing, forgetting, joining, opening, searching
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.capabilities.messaging.models import said as index
from bouquet.capabilities.messaging.tests.conftest import Say


def found(words: str, visitor: object, room: Room | None = None, **more: Any) -> list[str]:
    return [one.text for one in searching.find(words=words, visitor=visitor, room=room, **more)]


def test_words_are_found_without_accents_and_before_they_end(room: Room, ines: Account, say: Say) -> None:
    say(ines, room, "L’**été** au port, à 18h30 : un bateau !")
    say(ines, room, "Des bateaux : https://exemple.org/quai")
    assert found("ETE port", ines) == ["L’**été** au port, à 18h30 : un bateau !"]
    assert len(found("bateau", ines)) == 2, "a word may go on"
    assert len(found("bat", ines)) == 2
    assert found("ba", ines) == [], "too short a beginning finds nothing"
    assert found("ateau", ines) == [], "a word begins where it begins"
    assert len(found("exemple quai", ines)) == 1
    assert len(found("18h30", ines)) == 1
    assert found("bateau été quai", ines) == []
    assert found(' "*() NOT -- ', ines) == []
    assert found("x" * 4000, ines) == []


def test_the_index_follows_edits_deletions_and_erasure(room: Room, ines: Account, say: Say) -> None:
    message = say(ines, room, "Un phare")
    editing.edit(message=message, by=ines, text="Une balise")
    assert found("phare", ines) == []
    assert found("balise", ines) == ["Une balise"]
    editing.delete(message=message, by=ines)
    assert found("balise", ines) == []
    forgetting.erase(message_id=message.pk)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM messaging_said WHERE messaging_said MATCH 'balise OR phare'")
            assert cursor.fetchone() == (0,), "its words are nowhere any more"
    say(ines, room, "Un phare encore")
    room.delete()
    assert found("phare", ines) == []


def test_very_long_words_are_kept(room: Room, ines: Account, say: Say) -> None:
    say(ines, room, "a" * 3990)
    assert len(found("a" * 40, ines)) == 1


def test_every_block_and_mute_counts_whichever_room_one_is_in_first(
    room: Room, ines: Account, karim: Account, lea: Account, say: Say
) -> None:
    """Mutes hide words where many speak, not between two; blocks everywhere."""
    direct, second = opening.converse(by=karim, people=[ines]), opening.open_room(by=lea, name="Un autre")
    for place in (direct, room, second):
        joining.join(room=place, by=ines)
        say(karim, place, f"La marée en {place.name or 'privé'}")
    assert len(found("marée", ines)) == 3
    blocking.mute(account=karim, by=ines)
    assert found("marée", ines) == ["La marée en privé"]
    blocking.unmute(account=karim, by=ines)
    blocking.block(account=karim, by=ines)
    assert found("marée", ines) == []
    assert found("marée", ines, room=room) == []
    assert len(found("marée", lea)) == 2


def test_a_visitor_finds_what_anybody_may_read_and_who_was_sent_away_nothing(
    room: Room, ines: Account, karim: Account, lea: Account, say: Say
) -> None:
    cellar = opening.open_room(by=ines, name="La cave", openness="secret")
    say(ines, room, "Une tarte aux mirabelles")
    say(ines, cellar, "Une tarte cachée")
    assert found("tarte", AnonymousUser()) == found("tarte", lea) == ["Une tarte aux mirabelles"]
    assert found("tarte", ines) == ["Une tarte cachée", "Une tarte aux mirabelles"], "each once, the newest first"
    joining.join(room=room, by=karim)
    joining.ban(room=room, by=ines, account=karim)
    assert found("tarte", karim) == []
    opening.settle(room=room, by=ines, openness="private")
    assert found("tarte", lea) == []


def test_pages_follow_each_other(room: Room, ines: Account, say: Say) -> None:
    said = [say(ines, room, f"Vague {number}") for number in range(7)]
    first = searching.find(words="vague", visitor=ines, most=4)
    assert [one.pk for one in first] == [one.pk for one in reversed(said[3:])]
    rest = searching.find(words="vague", visitor=ines, most=4, before=first[-1].pk)
    assert [one.pk for one in rest] == [one.pk for one in reversed(said[:3])]
    assert len(found("vague", ines, room=room, before=said[2].pk)) == 2


def test_hundreds_of_rooms_are_one_question(
    ines: Account, karim: Account, at_any_pace: None, say: Say, django_assert_max_num_queries: Any
) -> None:
    rooms = [opening.open_room(by=ines, name=f"Salon {number}", openness="secret") for number in range(300)]
    say(ines, rooms[150], "Une aiguille")
    with django_assert_max_num_queries(7):
        assert found("aiguille", ines) == ["Une aiguille"]
    assert found("aiguille", karim) == []


@pytest.mark.parametrize("is_open", [False, True])
def test_the_index_leads_and_nothing_is_sorted(room: Room, ines: Account, say: Say, is_open: bool) -> None:
    """However much was said: on SQLite, the newest come out of the index in their order."""
    say(ines, room)
    reading = index.Reading(hidden=[ines.pk], muted=[ines.pk])
    asked = index._question(["bonjour"], reading, None, 30, rooms=None if is_open else [room.pk], besides=[])
    if connection.vendor == "postgresql":
        assert _is_asked_of_the_index(asked[0])
        return
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[0], asked[1])
        plan = [row[3] for row in cursor.fetchall()]
    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step and "said" not in step]
    if not is_open:
        assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step], plan


def _is_asked_of_the_index(question: str) -> bool:
    """PostgreSQL plans by its statistics; what its index is made for must be what is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'messaging_said'")
        ((definition,),) = cursor.fetchall()
    made_for = "USING gin (said) WHERE (deleted_at IS NULL)"
    return made_for in definition and "m.said @@" in question and "m.deleted_at IS NULL" in question


def test_words_written_before_the_index_are_found(room: Room, ines: Account, say: Say) -> None:
    """The migration that brings the index brings what was said before into it."""
    from importlib import import_module

    from django.apps import apps

    migration = import_module("bouquet.capabilities.messaging.migrations.0002_search")
    message = say(ines, room, "Un œuf, à l’heure")
    Message.objects.filter(pk=message.pk).update(words="un œuf, à l’heure")
    migration.write_words_one_by_one(apps, None)
    message.refresh_from_db()
    assert message.words == "un oeuf a l heure"
