"""The log of a room: numbers without holes, one event for one command, and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import (
    drawing,
    editing,
    joining,
    opening,
    pinning,
    posting,
    reacting,
    reading,
    showing,
)
from bouquet.capabilities.messaging.actions.following import Log
from bouquet.capabilities.messaging.engine.emoji import is_emoji
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.capabilities.messaging.tests.conftest import Say
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.subjects.subject import Standing

Committed = Callable[[], AbstractContextManager[None]]


def texts(reader: showing.Reader, **where: Any) -> list[str]:
    return [one.get("text", "—") for one in showing.history(reader, **where)["messages"]]


def test_everything_that_happens_has_the_next_number(room: Room, ines: Account, karim: Account, say: Say) -> None:
    message = say(karim, room)
    reacting.react(message=message, by=ines, emoji="❤️")
    editing.edit(message=message, by=karim, text="Bonsoir !")
    pinning.pin(message=message, by=ines)
    editing.delete(message=message, by=karim)
    joining.leave(room=room, by=karim)
    log = list(Event.objects.filter(room=room).order_by("seq").values_list("seq", "kind"))
    assert [seq for seq, _ in log] == list(range(1, len(log) + 1))
    kinds = ["room", "member", "post", "react", "edit", "pin", "delete", "member"]
    assert [kind for _, kind in log] == kinds
    room.refresh_from_db()
    assert (room.seq, room.posts_count, room.members_count) == (len(log), 0, 1)


def test_the_same_command_again_makes_nothing_new(room: Room, karim: Account, at_any_pace: None) -> None:
    first = posting.post(room=room, by=karim, text="Une fois", client="abcdefgh1")
    again = posting.post(room=room, by=karim, text="Une fois", client="abcdefgh1")
    assert again.pk == first.pk
    assert Message.objects.count() == 1
    assert first.message is not None
    liked = reacting.react(message=first.message, by=karim, emoji="👍", client="abcdefgh2")
    assert reacting.react(message=first.message, by=karim, emoji="👍", client="abcdefgh2").pk == liked.pk


def test_what_is_unread_is_one_subtraction_that_holds_when_messages_go(
    room: Room, ines: Account, karim: Account, say: Say
) -> None:
    joining.join(room=room, by=karim)
    first, second = say(ines, room, "Un"), say(ines, room, "Deux @karim")
    say(ines, room, "Trois")
    assert [reading.heads_of(one)["unread"] for one in (karim, ines)] == [3, 0]
    assert reading.heads_of(karim)["mentions"] == 1
    reading.read_up_to(room=room, by=karim, seq=first.seq)
    assert reading.heads_of(karim)["unread"] == 2
    editing.delete(message=first, by=ines)
    assert reading.heads_of(karim)["unread"] == 2, "what was read goes: nothing is newer"
    editing.delete(message=second, by=ines)
    assert reading.heads_of(karim)["unread"] == 1, "what was not read goes: one less to read"
    room.refresh_from_db()
    reading.read_up_to(room=room, by=karim, seq=room.seq)
    assert reading.heads_of(karim)["rooms"][0]["me"]["unread"] == 0
    reading.read_up_to(room=room, by=karim, seq=1)
    assert reading.heads_of(karim)["unread"] == 0, "another device that lags behind takes nothing back"
    reading.read_up_to(room=room, by=karim, seq=first.seq, back=True)
    assert reading.heads_of(karim)["unread"] == 1


def test_history_goes_both_ways_without_end(room: Room, ines: Account, lea: Account, say: Say) -> None:
    seqs = [say(ines, room, str(number)).seq for number in range(25)]
    reader = showing.reader_of(Room.objects.get(pk=room.pk), lea)
    newest = showing.history(reader, most=10)
    assert [one["text"] for one in newest["messages"]] == [str(number) for number in range(15, 25)]
    assert (newest["before"], newest["after"]) == (True, False)
    assert texts(reader, before=seqs[15], most=10) == [str(number) for number in range(5, 15)]
    assert texts(reader, after=seqs[4], most=10) == [str(number) for number in range(5, 15)]
    around = showing.history(reader, around=seqs[12], most=10)
    assert str(12) in [one["text"] for one in around["messages"]]
    assert (around["before"], around["after"]) == (True, True)
    assert showing.history(reader, before=seqs[3], most=10)["before"] is False


def test_answers_stand_in_their_thread(room: Room, ines: Account, karim: Account, say: Say) -> None:
    root = say(ines, room, "Qui vient ?")
    answer = say(karim, room, "Moi", thread=root)
    say(ines, room, "Bien", thread=answer)
    reader = showing.reader_of(Room.objects.get(pk=room.pk), karim)
    assert texts(reader) == ["Qui vient ?"]
    assert texts(reader, thread=root.pk) == ["Moi", "Bien"]
    drawn = showing.history(reader)["messages"][0]
    assert drawn["replies"] == 2
    last = showing.events_after(room, 0)[-1]
    assert drawing.event(last, room.code)["root"]["replies"] == 2


def test_a_deleted_message_says_nothing_to_anybody(room: Room, ines: Account, karim: Account, say: Say) -> None:
    message = say(karim, room, "Oups")
    editing.edit(message=message, by=karim, text="Pardon")
    with pytest.raises(PermissionDenied):
        editing.delete(message=say(ines, room), by=karim)
    editing.delete(message=message, by=ines)
    caught = Log().catch_up(karim.pk, room.code, 1)
    told = b"".join(frame.data for frame in caught.frames)
    assert b"Oups" not in told and b"Pardon" not in told
    assert [frame.seq for frame in caught.frames] == list(range(2, caught.seq + 1))


def test_what_a_moderator_hides_only_its_author_reads(room: Room, karim: Account, lea: Account, say: Say) -> None:
    from bouquet.capabilities.moderation.actions import enforcing

    message = say(karim, room, "Du venin")
    enforcing.put(message.ref, Standing.HIDDEN)
    enforcing.put(message.ref, Standing.HIDDEN)
    assert Event.objects.filter(room=room, kind="standing").count() == 1
    for reader, expected in ((karim, ["Du venin"]), (lea, ["—"])):
        assert texts(showing.reader_of(room, reader)) == expected
    caught = Log().catch_up(lea.pk, room.code, 1)
    assert b"venin" not in b"".join(frame.data for frame in caught.frames)
    own = next(frame for frame in caught.frames if frame.own)
    assert b"venin" in own.for_reader(room.code, karim.pk, ())
    enforcing.put(message.ref, Standing.SHOWN)
    assert texts(showing.reader_of(room, lea)) == ["Du venin"]


def test_a_gap_too_large_a_future_and_a_first_visit_get_a_snapshot(
    room: Room, ines: Account, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "GAP", 5)
    for _ in range(8):
        say(ines, room)
    log = Log()
    for after, why in ((0, b'"new"'), (1, b'"gap"'), (99, b'"ahead"')):
        caught = log.catch_up(ines.pk, room.code, after)
        assert caught.reset is not None and why in caught.reset
        assert caught.seq == 9 and not caught.frames
    assert [frame.seq for frame in log.catch_up(ines.pk, room.code, 5).frames] == [6, 7, 8, 9]


def test_a_conversation_of_two_is_one_for_ever(ines: Account, karim: Account, lea: Account, at_any_pace: None) -> None:
    room = opening.converse(by=ines, people=[karim])
    assert opening.converse(by=karim, people=[ines]).pk == room.pk
    assert opening.converse(by=ines, people=[karim, lea]).pk != room.pk
    with pytest.raises(showing.NotReadable):
        showing.reader_of(room, lea)
    with pytest.raises(PermissionDenied):
        joining.leave(room=room, by=ines)


def test_who_is_called_finds_it_in_the_inbox_unless_they_read_it(
    room: Room,
    ines: Account,
    karim: Account,
    lea: Account,
    say: Say,
    committed: Committed,
    work_off: Callable[[], None],
) -> None:
    joining.join(room=room, by=lea)
    with committed():
        message = say(ines, room, "@karim @lea regardez !")
        reading.read_up_to(room=room, by=lea, seq=message.seq)
    work_off()
    told = Entry.objects.filter(kind="messaging.mention").values_list("recipient", flat=True)
    assert list(told) == [karim.pk]
    with committed():
        editing.delete(message=message, by=ines)
    assert not Entry.objects.inbox_of(karim).exists()


def test_an_emoji_is_an_emoji() -> None:
    for good in ("❤️", "👍🏽", "👩‍🚀", "🇫🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"):
        assert is_emoji(good), good
    for bad in ("", "a", "1", "❤️ ", "<b>", "👍" * 40, "\u200d"):
        assert not is_emoji(bad), bad


def test_reactions_are_counted_with_who(room: Room, ines: Account, karim: Account, say: Say) -> None:
    message = say(ines, room)
    reacting.react(message=message, by=karim, emoji="👍")
    reacting.react(message=message, by=ines, emoji="👍")
    with pytest.raises(ValidationError):
        reacting.react(message=message, by=ines, emoji="oui")
    message.refresh_from_db()
    assert message.reactions == {"👍": {"n": 2, "by": [str(karim.pk), str(ines.pk)]}}
    drawn = showing.history(showing.reader_of(room, karim))["messages"][0]
    assert drawn["mine"] == ["👍"]
    reacting.unreact(message=message, by=karim, emoji="👍")
    message.refresh_from_db()
    assert message.reactions["👍"]["n"] == 1
    assert Member.objects.get(room=room, account=karim).is_in, "who reacts has come in"


def test_pins_are_found_by_their_index_however_much_was_said(room: Room) -> None:
    """PostgreSQL plans by its statistics: there, the index must be of what is asked."""
    pinned = Message.objects.filter(room=room, pinned_at__isnull=False).order_by("-pinned_at")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'messaging_pinned'")
            assert "WHERE (pinned_at IS NOT NULL)" in cursor.fetchone()[0]
    else:
        assert "messaging_pinned" in pinned.explain()
