"""A suspended account: nobody signs in, nobody sees it, until its day comes or a moderator takes it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bouquet.capabilities.accounts.actions import closing, suspending
from bouquet.capabilities.accounts.models import Account, Session
from bouquet.capabilities.accounts.subjects import AccountKind
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, YOOTRIBE, Walker
from bouquet.foundation.clock import clock
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.subjects.registry import kind_called, subject
from bouquet.foundation.subjects.subject import Ref, Standing

WEEK = timedelta(days=7)


def _announced() -> list[str]:
    wanted = AnnouncedEvent.objects.filter(name__in=("accounts.AccountSuspended", "accounts.AccountReinstated"))
    return [name.removeprefix("accounts.Account") for name in wanted.order_by("id").values_list("name", flat=True)]


def test_a_suspension_ends_every_session_on_every_brand(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    assert walker.whom(YOOTRIBE) == ines
    suspending.suspend(account=ines, until=clock.now() + WEEK, reason="")
    assert not Session.objects.filter(sign_in__account=ines).exists()
    for host in (WIDEO, YOOTRIBE, ACCOUNT_HOST):
        assert walker.whom(host) is None


def test_who_signs_in_meanwhile_is_told_until_when_and_why_in_their_language(ines: Account, walker: Walker) -> None:
    Account.objects.filter(pk=ines.pk).update(language="en")
    suspending.suspend(account=ines, until=clock.now() + WEEK, reason="You insulted Karim.")
    answer = walker.sign_in(ines)
    assert walker.address.endswith("/compte-suspendu/")
    page = answer.content.decode()
    assert '<html lang="en"' in page
    assert "You insulted Karim." in page
    assert f'datetime="{(clock.now() + WEEK):%Y-%m-%d}' in page
    assert walker.whom(WIDEO) is None


def test_a_ban_says_so_and_a_wrong_password_learns_nothing(ines: Account, walker: Walker) -> None:
    suspending.suspend(account=ines, until=None, reason="")
    wrong = walker.sign_in(ines, password="not the password")
    assert "compte-suspendu" not in walker.address
    assert wrong.status_code == 200
    assert "définitivement" in walker.sign_in(ines).content.decode()


def test_a_suspension_is_lifted_by_itself_when_its_day_comes(ines: Account, walker: Walker, travel: Any) -> None:
    suspending.suspend(account=ines, until=clock.now() + WEEK, reason="")
    suspending.lift_what_is_due()
    assert _announced() == ["Suspended"]
    with travel(WEEK + timedelta(minutes=1)):
        suspending.lift_what_is_due()
        suspending.lift_what_is_due()
        assert _announced() == ["Suspended", "Reinstated"]
        walker.sign_in(ines)
        assert walker.whom(WIDEO) == ines


def test_a_ban_is_never_lifted_by_itself(ines: Account, travel: Any) -> None:
    suspending.suspend(account=ines, until=None, reason="")
    with travel(timedelta(days=4000)):
        suspending.lift_what_is_due()
    ines.refresh_from_db()
    assert ines.is_suspended


def test_the_last_decision_counts_and_is_announced_once(ines: Account, travel: Any) -> None:
    suspending.suspend(account=ines, until=clock.now() + WEEK, reason="one")
    suspending.suspend(account=ines, until=clock.now() + 4 * WEEK, reason="two")
    assert _announced() == ["Suspended"]
    with travel(2 * WEEK):
        suspending.lift_what_is_due()
    ines.refresh_from_db()
    assert (ines.is_suspended, ines.suspension_reason) == (True, "two")
    suspending.reinstate(account=ines)
    suspending.reinstate(account=ines)
    ines.refresh_from_db()
    assert not ines.is_suspended
    assert (ines.suspended_at, ines.suspended_until, ines.suspension_reason) == (None, None, "")
    assert _announced() == ["Suspended", "Reinstated"]


def test_an_account_may_be_suspended_and_leaving_and_is_erased_all_the_same(ines: Account, travel: Any) -> None:
    closing.close(account=ines, keeps_posts=False)
    suspending.suspend(account=ines, until=None, reason="spam")
    assert ines.is_away
    suspending.reinstate(account=ines)
    assert ines.is_away, "she is still leaving"
    suspending.suspend(account=ines, until=None, reason="spam")
    with travel(closing.GRACE * 1.1):
        closing.erase_what_is_due()
        ines.refresh_from_db()
        assert ines.is_erased
        assert not ines.is_suspended
        assert (ines.suspended_at, ines.suspension_reason) == (None, "")
        suspending.reinstate(account=ines)
    ines.refresh_from_db()
    assert not ines.is_active, "nobody brings an erased account back"


def test_an_operator_s_switch_is_the_same_suspension(ines: Account, odile: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    operator = Walker()
    operator.sign_in(odile)
    address = f"/operator/accounts/account/{ines.pk}/change/"
    operator.post(WIDEO, address, {"display_name": "Inès", "bio": ""})
    assert _announced() == ["Suspended"]
    assert walker.whom(WIDEO) is None
    operator.post(WIDEO, address, {"display_name": "Inès", "bio": "", "is_active": "on"})
    assert _announced() == ["Suspended", "Reinstated"]


def test_a_member_is_a_subject_that_moderators_hide_and_show(ines: Account, karim: Account, lea: Account) -> None:
    from bouquet.capabilities.accounts.actions import blocking

    assert isinstance(kind_called("accounts.account"), AccountKind)
    kind, ref = AccountKind(), Ref("accounts.account", ines.pk)
    blocking.block(account=lea, by=ines)
    assert kind.visible_to(karim, [ines.pk]) == {ines.pk}
    assert kind.visible_to(lea, [ines.pk]) == set()
    for standing in (Standing.HIDDEN, Standing.REMOVED, Standing.HIDDEN):
        kind.moderate(ines.pk, standing)
    assert kind.visible_to(karim, [ines.pk]) == set()
    found = subject(ref)
    assert found is not None
    assert (found.standing, found.author_id, found.title) == (Standing.HIDDEN, ines.pk, "Inès")
    assert found.address.startswith("http")
    kind.moderate(ines.pk, Standing.SHOWN)
    ines.refresh_from_db()
    assert ines.is_active
    assert _announced() == ["Suspended", "Reinstated"]
