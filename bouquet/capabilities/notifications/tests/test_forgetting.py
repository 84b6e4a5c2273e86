"""What was told goes with its thing, with its people and with time; and is never told a second time."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from bouquet.capabilities.accounts.actions import closing
from bouquet.capabilities.accounts.exporting import collectors
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import choosing, forgetting, reading
from bouquet.capabilities.notifications.actions.choosing import Ways
from bouquet.capabilities.notifications.models import Choice, Entry, Letter, Notice
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.clock import clock


def test_with_its_thing(ines: Account, karim: Account, lea: Account, things: Things) -> None:
    gone, stays = things.make(), things.make()
    reply([ines, karim], lea, gone, "post:1")
    reply(ines, lea, stays, group="wide")
    reply(ines, karim, gone, group="wide")
    forgetting.forget(gone)
    forgetting.forget(gone)
    (entry,) = Entry.objects.all()
    assert (entry.about, entry.facts_count, entry.people_count, entry.faces) == (stays, 1, 1, [lea.pk])
    assert reply([ines, karim], lea, gone, "post:1") == 0
    assert not Notice.objects.filter(entry=None, mail_due_at__isnull=False).exists()


def test_many_are_taken_back_batch_by_batch(
    ines: Account, karim: Account, lea: Account, things: Things, monkeypatch: object
) -> None:
    thing = things.make()
    for number in range(7):
        reply([ines, karim], lea, thing, f"like:{number}")
    before, forgetting.BATCH = forgetting.BATCH, 2  # type: ignore[misc]
    try:
        forgetting.forget(thing)
    finally:
        forgetting.BATCH = before  # type: ignore[misc]
    assert not Entry.objects.exists()


def test_what_a_moderator_hides_is_counted_no_more_and_again_when_that_is_reversed(
    ines: Account, karim: Account, things: Things
) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    reply(ines, None, thing, kind="tests.decision")
    forgetting.hide(thing)
    assert Entry.objects.unread_counts([ines.pk]) == {ines.pk: 1}, "the decision is still told"
    forgetting.show_again(thing)
    assert Entry.objects.unread_counts([ines.pk]) == {ines.pk: 2}


def test_one_fact_alone(ines: Account, karim: Account, lea: Account, things: Things) -> None:
    thing = things.make()
    reply(ines, karim, thing, "like:karim")
    reply(ines, lea, thing, "like:lea")
    forgetting.forget_fact("like:lea")
    entry = Entry.objects.get()
    assert (entry.people_count, entry.faces) == (1, [karim.pk])


def test_with_its_member(
    ines: Account,
    karim: Account,
    lea: Account,
    things: Things,
    committed: Callable[[], AbstractContextManager[None]],
    work_off: Callable[[], None],
) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    reply(ines, lea, thing)
    reply(karim, ines, thing)
    choosing.choose(account=karim, ways={"tests.reply": Ways(True, True, "never")})
    closing.close(account=karim, keeps_posts=True)
    with committed(), clock.travel(timedelta(days=31)):
        closing.erase(account=karim)
    work_off()
    assert Entry.objects.get().recipient == ines
    assert Entry.objects.get().faces == [lea.pk]
    assert not Notice.objects.filter(actor=karim).exists()
    assert not Notice.objects.filter(recipient=karim).exists()
    assert not Choice.objects.exists()


def test_with_time_but_only_what_was_read(ines: Account, karim: Account, things: Things) -> None:
    read, unread = things.make(), things.make()
    reply(ines, karim, read)
    reading.mark_read(account=ines, entry_id=Entry.objects.get().pk)
    reply(ines, karim, unread)
    Letter.objects.create(recipient=ines)
    with clock.travel(timedelta(days=89)):
        forgetting.forget_the_old()
    assert Entry.objects.count() == 2
    with clock.travel(timedelta(days=91)):
        forgetting.forget_the_old()
    assert Entry.objects.get().about == unread
    assert Notice.objects.get().about == unread
    assert not Letter.objects.exists()


def test_a_member_takes_a_copy_along(ines: Account, karim: Account, things: Things) -> None:
    reply(ines, karim, things.make())
    files = {file.name: b"".join(file.parts) for file in collectors["notifications"](ines)}
    (told,) = json.loads(files["told.json"])
    assert told["kind"] == "tests.reply"
    assert told["actor__handle"] == "karim"
    assert set(files) == {"told.json", "mails.json", "choices.json", "quiet_hours.json", "push_devices.json"}
