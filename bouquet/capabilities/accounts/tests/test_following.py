"""Following people, and the requests that private accounts answer."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.actions.profile import change_privacy
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker
from bouquet.foundation.events.models import AnnouncedEvent


def _counts(account: Account) -> tuple[int, int]:
    account.refresh_from_db()
    return account.followers_count, account.following_count


def _announced() -> list[str]:
    return list(AnnouncedEvent.objects.filter(name__contains="ollowed").order_by("id").values_list("name", flat=True))


def _asks() -> list[str]:
    told = AnnouncedEvent.objects.filter(name__startswith="accounts.FollowA")
    return list(told.order_by("id").values_list("name", flat=True))


def test_following_counts_once_however_often(ines: Account, karim: Account) -> None:
    following.follow(account=ines, by=karim)
    following.follow(account=ines, by=karim)
    assert karim.follows(ines)
    assert not ines.follows(karim)
    assert (_counts(ines), _counts(karim)) == ((1, 0), (0, 1))
    assert _announced() == ["accounts.AccountFollowed"]


def test_unfollowing_takes_it_back_once(ines: Account, karim: Account) -> None:
    following.follow(account=ines, by=karim)
    following.unfollow(account=ines, by=karim)
    following.unfollow(account=ines, by=karim)
    assert not karim.follows(ines)
    assert (_counts(ines), _counts(karim)) == ((0, 0), (0, 0))
    assert _announced() == ["accounts.AccountFollowed", "accounts.AccountUnfollowed"]


def test_nobody_follows_themselves(ines: Account) -> None:
    with pytest.raises(PermissionDenied):
        following.follow(account=ines, by=ines)


def test_a_private_account_is_asked_and_a_request_does_not_count(ines: Account, lea: Account) -> None:
    change_privacy(account=ines, is_private=True)
    asked = following.follow(account=ines, by=lea)
    assert not lea.follows(ines)
    assert _counts(ines) == (0, 0)
    assert _announced() == []
    assert _asks() == ["accounts.FollowAsked"]
    following.accept(request=asked, by=ines)
    following.accept(request=asked, by=ines)
    assert _announced() == ["accounts.AccountFollowed"]
    assert _asks() == ["accounts.FollowAsked", "accounts.FollowAskEnded", "accounts.FollowAccepted"]
    assert lea.follows(ines)
    assert list(Account.objects.following(ines)) == [lea]
    assert _counts(ines) == (1, 0)


def test_a_stranger_cannot_accept_a_request_made_to_somebody_else(ines: Account, karim: Account, lea: Account) -> None:
    change_privacy(account=ines, is_private=True)
    asked = following.follow(account=ines, by=lea)
    for act in (following.accept, following.turn_away):
        with pytest.raises(PermissionDenied):
            act(request=asked, by=karim)
    assert Follow.objects.waiting().get() == asked


def test_opening_an_account_lets_in_everybody_who_waits(ines: Account, karim: Account, lea: Account) -> None:
    change_privacy(account=ines, is_private=True)
    for friend in (karim, lea):
        following.follow(account=ines, by=friend)
    change_privacy(account=ines, is_private=False)
    assert _counts(ines) == (2, 0)
    assert karim.follows(ines)


def test_the_followers_page_accepts_and_turns_away(ines: Account, karim: Account, lea: Account, walker: Walker) -> None:
    following.follow(account=ines, by=karim)
    change_privacy(account=ines, is_private=True)
    asked = following.follow(account=ines, by=lea)
    walker.sign_in(ines)
    page = walker.get(ACCOUNT_HOST, "/reglages/abonnes/").content.decode()
    assert "Léa" in page
    assert "Karim" in page
    walker.post(ACCOUNT_HOST, f"/reglages/abonnes/{asked.pk}/accepter/")
    assert lea.follows(ines)
    walker.post(ACCOUNT_HOST, f"/reglages/abonnes/{Follow.objects.get(follower=karim).pk}/retirer/")
    assert not karim.follows(ines)


def test_a_stranger_cannot_answer_requests_through_the_page(
    ines: Account, karim: Account, lea: Account, walker: Walker
) -> None:
    change_privacy(account=ines, is_private=True)
    asked = following.follow(account=ines, by=lea)
    walker.sign_in(karim)
    assert walker.post(ACCOUNT_HOST, f"/reglages/abonnes/{asked.pk}/accepter/").status_code == 404
    assert not lea.follows(ines)


def test_a_page_follows_and_unfollows(ines: Account, karim: Account, walker: Walker) -> None:
    walker.sign_in(karim)
    walker.post(WIDEO, "/membres/ines/suivre/", {"next": "/membres/ines/"}, follow=False)
    assert karim.follows(ines)
    walker.post(WIDEO, "/membres/ines/suivre/", {"stop": "1"}, follow=False)
    assert not karim.follows(ines)


def test_who_follows_a_private_account_is_hidden_from_strangers(
    ines: Account, karim: Account, lea: Account, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bouquet.capabilities.accounts.profiles._registered", [])
    following.follow(account=ines, by=karim)
    change_privacy(account=ines, is_private=True)
    walker.sign_in(lea)
    assert walker.get(WIDEO, "/membres/ines/").context["may_see_people"] is False
    other = Walker()
    other.sign_in(karim)
    assert other.get(WIDEO, "/membres/ines/").context["may_see_people"] is True
