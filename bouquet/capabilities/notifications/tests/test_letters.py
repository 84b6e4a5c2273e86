"""Letters: grouped, at the time the member chose, never two for one fact, and nothing that must not be said."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils.translation import override

from bouquet.capabilities.accounts.actions import blocking, closing, suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import choosing, forgetting, mailing, reading
from bouquet.capabilities.notifications.actions.choosing import Ways
from bouquet.capabilities.notifications.models import Entry, Letter, Notice
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref

Travel = Callable[[timedelta], AbstractContextManager[None]]
SOON, TOMORROW, NEXT_WEEK = timedelta(minutes=2), timedelta(days=1, hours=1), timedelta(days=8)


def sent(after: timedelta = SOON) -> list[Any]:
    """What lies in the post office once `after` has passed."""
    with clock.travel(after):
        mailing.mail_what_is_due()
    return mail.outbox


def body(message: Any) -> str:
    return str(message.body)


def test_at_once_is_a_minute_later_grouped_and_in_their_language(
    ines: Account, karim: Account, lea: Account, things: Things
) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    reply(ines, lea, thing)
    assert sent(timedelta(0)) == []
    (letter,) = sent()
    assert letter.to == [ines.email]
    assert letter.subject == "Léa and Karim have replied about A walk by the sea".replace(" and ", " et ")
    assert "Bonjour Inès," in body(letter)
    assert f"· {letter.subject}\nhttp" in body(letter)
    assert f"/things/{thing.key}" in body(letter)
    assert Letter.objects.get().sent_at is not None


def test_a_digest_waits_for_the_morning_and_says_all_in_one_mail(
    ines: Account, karim: Account, lea: Account, things: Things
) -> None:
    first, second = things.make(), things.make()
    reply(ines, karim, first, kind="tests.like")
    reply(ines, lea, first, kind="tests.like")
    reply(ines, karim, second, kind="tests.like")
    reply(ines, karim, second, kind="tests.week")
    assert sent() == []
    (daily,) = sent(TOMORROW)
    assert daily.subject.startswith("2 nouveautés sur ")
    assert body(daily).count("· ") == 2
    assert "This week" not in body(daily)
    assert len(sent(NEXT_WEEK)) == 2
    assert len(sent(NEXT_WEEK * 3)) == 2, "every fact was mailed"


def test_a_second_mail_speaks_only_of_what_is_new(ines: Account, karim: Account, lea: Account, things: Things) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    sent()
    reply(ines, lea, thing)
    assert [one.subject for one in sent()] == [
        "Karim replied about A walk by the sea",
        "Léa replied about A walk by the sea",
    ]
    assert Entry.objects.get().people_count == 2


def test_what_was_read_in_the_inbox_is_not_mailed(ines: Account, karim: Account, things: Things) -> None:
    reply(ines, karim, things.make())
    reading.mark_read(account=ines, entry_id=Entry.objects.get().pk)
    assert sent() == []
    reply(ines, karim, things.make())
    reading.remove(account=ines, entry_id=Entry.objects.get(read_at=None).pk)
    assert sent() == []
    assert not Notice.objects.filter(mail_due_at__isnull=False).exists()


def _block(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    blocking.block(account=karim, by=ines)


def _be_blocked(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    blocking.block(account=ines, by=karim)


def _mute(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    blocking.mute(account=karim, by=ines)


def _hide(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    things.unseen_by = {ines.pk}


def _erase(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    things.there.clear()


def _forget(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    forgetting.forget(about)


def _suspend(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    suspending.suspend(account=ines, until=None, reason="…")


def _close(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    closing.close(account=ines, keeps_posts=False)


def _doubt(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    EmailAddress.objects.filter(user=ines).update(verified=False)


def _turn_off(ines: Account, karim: Account, about: Ref, things: Things) -> None:
    choosing.choose(account=ines, ways={"tests.reply": Ways(in_inbox=True, push=True, mail="never")})


@pytest.mark.parametrize(
    "happens", [_block, _be_blocked, _mute, _hide, _erase, _forget, _suspend, _close, _doubt, _turn_off]
)
def test_what_must_not_be_said_by_the_time_of_sending_is_not(
    ines: Account, karim: Account, things: Things, happens: Callable[..., None]
) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    happens(ines, karim, thing, things)
    assert sent() == []
    assert sent(NEXT_WEEK) == []


def test_a_decision_reaches_who_was_suspended_for_it_and_has_no_way_to_stop_it(ines: Account, things: Things) -> None:
    suspending.suspend(account=ines, until=None, reason="…")
    reply(ines, None, things.make(), kind="tests.decision", data={"decision": "suspended"})
    (letter,) = sent(timedelta(seconds=1))
    assert letter.subject == "A decision: suspended"
    assert "List-Unsubscribe" not in letter.extra_headers


def test_in_quiet_hours_nothing_goes_out_but_what_is_urgent(ines: Account, karim: Account, things: Things) -> None:
    reply(ines, karim, things.make())
    here = clock.now().astimezone(ines.zone)
    choosing.keep_quiet(account=ines, start=(here - timedelta(hours=1)).time(), end=(here + timedelta(hours=3)).time())
    reply(ines, None, things.make(), kind="tests.decision")
    assert [one.subject for one in sent()] == ["A decision: ?"]
    assert len(sent(timedelta(hours=2))) == 1
    assert len(sent(timedelta(hours=3, minutes=5))) == 2


def test_whoever_changes_their_mind_gets_what_waits_as_they_now_wish(
    ines: Account, karim: Account, things: Things
) -> None:
    reply(ines, karim, things.make(), kind="tests.week")
    choosing.choose(account=ines, ways={"tests.week": Ways(in_inbox=True, push=True, mail="immediate")})
    assert len(sent()) == 1


class Dies(BaseException):
    """The process was killed."""


class PostOffice(EmailBackend):
    """Does what `fault` says, once."""

    fault: BaseException | None = None
    is_shut = False

    def open(self) -> bool:
        if PostOffice.is_shut:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages: Any) -> int:
        fault, PostOffice.fault = PostOffice.fault, None
        if fault is not None:
            raise fault
        return super().send_messages(messages)


@pytest.fixture
def post_office(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[PostOffice]:
    settings.EMAIL_BACKEND = f"{__name__}.PostOffice"
    # pytest imports this file under another name than Django would.
    monkeypatch.setattr(mailing, "get_connection", PostOffice)
    monkeypatch.setattr(PostOffice, "fault", None)
    monkeypatch.setattr(PostOffice, "is_shut", False)
    return PostOffice


@pytest.mark.django_db(transaction=True)
def test_killed_before_sending_a_letter_is_lost_but_never_sent_twice(
    ines: Account, karim: Account, things: Things, post_office: type[PostOffice]
) -> None:
    reply(ines, karim, things.make())
    post_office.fault = Dies()
    with pytest.raises(Dies), clock.travel(SOON):
        mailing.mail_what_is_due()
    assert Letter.objects.get().sent_at is None, "it is written down that one was to be sent"
    assert sent(NEXT_WEEK) == []
    assert Letter.objects.count() == 1


def test_a_broken_line_is_rather_no_mail_than_two(
    ines: Account, karim: Account, things: Things, post_office: type[PostOffice]
) -> None:
    reply(ines, karim, things.make())
    post_office.fault = TimeoutError()
    assert sent() == []
    assert sent(NEXT_WEEK) == []


def test_what_is_refused_for_now_is_sent_later(
    ines: Account, karim: Account, things: Things, post_office: type[PostOffice]
) -> None:
    reply(ines, karim, things.make())
    post_office.fault = smtplib.SMTPRecipientsRefused({ines.email: (451, b"greylisted")})
    assert sent() == []
    assert "greylisted" in Letter.objects.get().refusal
    assert len(sent(timedelta(minutes=30))) == 1


def test_what_is_refused_for_good_is_not_sent_again(
    ines: Account, karim: Account, things: Things, post_office: type[PostOffice]
) -> None:
    reply(ines, karim, things.make())
    post_office.fault = smtplib.SMTPRecipientsRefused({ines.email: (550, b"no such user")})
    assert sent() == []
    assert sent(NEXT_WEEK) == []


def test_while_the_post_office_is_shut_everything_waits(
    ines: Account, karim: Account, things: Things, post_office: type[PostOffice]
) -> None:
    reply(ines, karim, things.make())
    post_office.is_shut = True
    with pytest.raises(ConnectionRefusedError):
        sent()
    post_office.is_shut = False
    assert len(sent()) == 1


def test_one_letter_that_cannot_be_made_holds_nobody_up(
    ines: Account, karim: Account, lea: Account, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply([ines, lea], karim, things.make())
    compose = mailing._compose

    def fails_for_ines(account: Account, shown: Any) -> Any:
        if account == ines:
            raise ZeroDivisionError
        return compose(account, shown)

    monkeypatch.setattr(mailing, "_compose", fails_for_ines)
    assert [one.to for one in sent()] == [[lea.email]]
    monkeypatch.undo()


def test_a_long_digest_names_the_newest_and_counts_the_rest(ines: Account, karim: Account, things: Things) -> None:
    for _ in range(mailing.MOST_LINES + 3):
        reply(ines, karim, things.make(), kind="tests.like")
    (letter,) = sent(TOMORROW)
    assert body(letter).count("· ") == mailing.MOST_LINES
    assert "Et 3 autres" in body(letter)


def test_who_wants_a_kind_by_mail_only_gets_each_fact_once(ines: Account, karim: Account, things: Things) -> None:
    choosing.choose(account=ines, ways={"tests.reply": Ways(in_inbox=False, push=False, mail="immediate")})
    thing = things.make()
    reply(ines, karim, thing)
    assert len(sent()) == 1
    reply(ines, karim, thing)
    assert len(sent()) == 2
    assert not Entry.objects.inbox_of(ines).exists()


def test_a_mail_in_english_for_who_reads_english(ines: Account, karim: Account, things: Things) -> None:
    Account.objects.filter(pk=ines.pk).update(language="en")
    reply(ines, karim, things.make())
    with override("fr"):
        (letter,) = sent()
    assert "Hello Inès," in body(letter)
    assert "/en/inbox" in body(letter)


def test_eight_in_the_morning_is_where_they_live(ines: Account, karim: Account, things: Things) -> None:
    Account.objects.filter(pk=ines.pk).update(time_zone="America/New_York")
    ines.refresh_from_db()
    reply(ines, karim, things.make(), kind="tests.like")
    due = Notice.objects.get().mail_due_at
    assert due is not None
    assert due.astimezone(ines.zone).time() == time(8)
    assert isinstance(due, datetime)
