"""A fact reaches each member once, and those it must not reach never."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.actions import blocking, closing, suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import choosing, reading, telling
from bouquet.capabilities.notifications.actions.choosing import Ways
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.capabilities.notifications.models import Entry, Notice
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref


def people(count: int) -> list[Account]:
    """So many members, without passwords or addresses."""
    made: list[Account] = Account.objects.bulk_create(
        [Account(handle=f"m{n:06}", display_name=f"M {n}", birth_date=date(1990, 1, 1)) for n in range(count)]
    )
    return made


def only(account: Account) -> Entry:
    return Entry.objects.get(recipient=account)


def test_a_fact_told_twice_is_told_once(ines: Account, karim: Account, things: Things) -> None:
    thing = things.make()
    assert reply(ines, karim, thing, "reply:1") == 1
    assert reply(ines, karim, thing, "reply:1") == 0
    entry = only(ines)
    assert (entry.facts_count, entry.people_count, entry.newest) == (1, 1, karim.pk)
    assert Notice.objects.count() == 1


def test_what_belongs_together_is_one_entry_until_it_is_read(
    ines: Account, karim: Account, lea: Account, marc: Account, odile: Account, things: Things
) -> None:
    thing, other = things.make(), things.make()
    for who in (karim, lea, karim, marc, odile):
        reply(ines, who, thing)
    reply(ines, karim, other)
    reply(ines, karim, thing, kind="tests.like")
    assert Entry.objects.filter(recipient=ines).count() == 3
    entry = Entry.objects.get(recipient=ines, kind="tests.reply", about_key=thing.key)
    assert entry.people_count == 4, "Karim came twice"
    assert entry.facts_count == 5
    assert entry.faces == [odile.pk, marc.pk, karim.pk], "the newest first, nobody twice"
    reading.mark_read(account=ines, entry_id=entry.pk)
    reply(ines, karim, thing)
    assert Entry.objects.filter(recipient=ines, about_key=thing.key, kind="tests.reply").count() == 2


def test_a_group_may_be_wider_than_one_thing(ines: Account, karim: Account, lea: Account, things: Things) -> None:
    last = things.make()
    reply(ines, karim, things.make(), group="all")
    reply(ines, lea, last, group="all")
    assert only(ines).about == last, "the newest thing stands for all"
    assert only(ines).people_count == 2


def test_who_must_not_hear_of_it_does_not(
    ines: Account, karim: Account, lea: Account, marc: Account, odile: Account, things: Things
) -> None:
    blocking.block(account=ines, by=lea)
    blocking.block(account=marc, by=ines)
    blocking.mute(account=ines, by=odile)
    told = reply([ines, karim, lea, marc, odile], ines, things.make())
    assert told == 1
    assert only(karim).newest == ines.pk


def test_who_is_away_is_not_told_but_for_decisions_about_them(
    ines: Account, karim: Account, lea: Account, marc: Account, things: Things
) -> None:
    suspending.suspend(account=karim, until=None, reason="…")
    closing.close(account=lea, keeps_posts=False)
    assert reply([karim, lea], ines, things.make()) == 0
    gone = Ref("tests.thing", new_key())
    assert reply([karim], None, gone, kind="tests.decision", data={"decision": "removed"}) == 1
    assert only(karim).data == {"decision": "removed"}


def test_who_may_not_see_it_is_not_told(ines: Account, karim: Account, lea: Account, things: Things) -> None:
    things.only = {karim.pk}
    assert reply([karim, lea], ines, things.make()) == 1
    assert not Entry.objects.filter(recipient=lea).exists()
    assert reply([karim], ines, Ref("tests.thing", new_key())) == 0, "nor of what does not exist"
    assert reply([karim], ines, Ref("tests.unheard_of", new_key())) == 0


def test_who_turned_a_kind_off_is_not_told(ines: Account, karim: Account, things: Things) -> None:
    choosing.choose(account=ines, ways={"tests.reply": Ways(in_inbox=False, push=False, mail="never")})
    assert reply(ines, karim, things.make()) == 0
    choosing.choose(account=ines, ways={"tests.reply": Ways(in_inbox=False, push=False, mail="daily")})
    assert reply(ines, karim, things.make()) == 1
    assert only(ines).state == Entry.State.UNLISTED
    assert Entry.objects.unread_counts([ines.pk]) == {ines.pk: 0}, "it is mailed only"


def test_what_is_mandatory_cannot_be_turned_off(ines: Account, things: Things) -> None:
    choosing.choose(account=ines, ways={"tests.decision": Ways(in_inbox=False, push=False, mail="never")})
    reply(ines, None, things.make(), kind="tests.decision")
    assert only(ines).state == Entry.State.SHOWN
    assert Notice.objects.get().mail_due_at is not None


def test_an_unknown_kind_or_an_endless_fact_is_refused(ines: Account, things: Things) -> None:
    with pytest.raises(KeyError):
        reply(ines, None, things.make(), kind="tests.unheard_of")
    with pytest.raises(ValueError, match="200"):
        reply(ines, None, things.make(), "x" * 201)


def test_a_thousand_more_cost_the_same_queries(karim: Account, things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "BATCH", 40)
    # The rows of one INSERT depend on the database; here all of a batch fit.
    members = people(120)
    thing = things.make()
    reply([members[0]], karim, thing)
    counts = []
    for many in (members[:40], members[40:]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tell(
                kind="tests.reply",
                recipients=(one.pk for one in many),
                actor=karim.pk,
                about=thing,
                fact=f"f{len(many)}",
            )
        counts.append(len(queries))
    assert counts[1] <= 2 * counts[0], "two batches cost what two batches cost"
    assert counts[0] <= 30
    assert Notice.objects.filter(fact__startswith="f").count() == 120


def test_a_job_that_was_killed_is_run_again_and_completes(
    karim: Account, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 10)
    members, thing = people(35), things.make()

    def dies_halfway() -> Any:
        for number, one in enumerate(members):
            if number == 25:
                raise KeyboardInterrupt
            yield one.pk

    def run(recipients: Any) -> int:
        return tell(kind="tests.reply", recipients=recipients, actor=karim.pk, about=thing, fact="post:1")

    with pytest.raises(KeyboardInterrupt):
        run(dies_halfway())
    assert Notice.objects.count() == 20, "what was told is told"
    assert run(one.pk for one in members) == 15
    assert run(one.pk for one in members) == 0
    assert Entry.objects.filter(facts_count=1, people_count=1).count() == 35


def test_the_same_member_named_twice_is_told_once(ines: Account, karim: Account, things: Things) -> None:
    assert reply([ines, ines], karim, things.make()) == 1
