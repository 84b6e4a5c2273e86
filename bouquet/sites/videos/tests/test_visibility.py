"""Who may watch and who may list: the product against an oracle written from the issue's words alone."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.models import State, Video, Visibility
from bouquet.sites.videos.tests.making import video_of

WHO = ("author", "follower", "asker", "stranger", "visitor")


def may_watch(who: str, state: str, visibility: str, *, gave_password: bool) -> bool:
    """The oracle: what the issue says, in the order one would say it."""
    if who == "author":
        return state != "removed"
    if state != "published":
        return False
    return {
        "public": True,
        "unlisted": True,
        "followers": who == "follower",
        "password": gave_password,
        "private": False,
    }[visibility]


def may_list(who: str, state: str, visibility: str) -> bool:
    """The oracle for lists: a video that needs an address or a password is in no list but its author's."""
    if state != "published":
        return False
    return who == "author" or visibility == "public" or (visibility == "followers" and who == "follower")


@pytest.fixture
def people(ines: Account, karim: Account, lea: Account, marc: Account) -> dict[str, Any]:
    """Karim follows Inès; Marc has asked and waits; Léa is a stranger."""
    following.follow(account=ines, by=karim)
    Account.objects.filter(pk=ines.pk).update(is_private=True)
    ines.refresh_from_db()
    following.follow(account=ines, by=marc)
    return {"author": ines, "follower": karim, "asker": marc, "stranger": lea, "visitor": AnonymousUser()}


@pytest.fixture
def every_kind(ines: Account) -> dict[tuple[str, str], Video]:
    return {
        (state, visibility): video_of(
            ines,
            f"{state} {visibility}",
            state=state,
            visibility=visibility,
            password="sésame" * (visibility == "password"),
        )
        for state, visibility in product(State.values, Visibility.values)
    }


def test_every_person_and_every_kind_of_video(people: dict[str, Any], every_kind: dict[tuple[str, str], Video]) -> None:
    locks = {video.lock_code for video in every_kind.values() if video.lock_code}
    for who, (kind, video), gave in product(WHO, every_kind.items(), (False, True)):
        state, visibility = kind
        watchable = Video.objects.visible_to(people[who], unlocked=locks if gave else ())
        expected = may_watch(who, state, visibility, gave_password=gave)
        assert watchable.filter(pk=video.pk).exists() is expected, (who, kind, gave)
        listed = Video.objects.listed_for(people[who]).filter(pk=video.pk).exists()
        assert listed is may_list(who, state, visibility), (who, kind)
        assert not listed or watchable.filter(pk=video.pk).exists() or visibility == "password", (who, kind)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_set_of_videos_is_read_as_the_oracle_says(people: dict[str, Any], data: st.DataObject) -> None:
    Video.objects.all().delete()
    kinds = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(["author", "follower", "stranger"]),
                st.sampled_from(State.values),
                st.sampled_from(Visibility.values),
            ),
            max_size=6,
        )
    )
    videos = [
        (maker, state, visibility, video_of(people[maker], state=state, visibility=visibility, lock_code=f"lock{n}"))
        for n, (maker, state, visibility) in enumerate(kinds)
    ]
    reader = data.draw(st.sampled_from(WHO))
    opened = set(data.draw(st.lists(st.sampled_from([f"lock{n}" for n in range(6)]), max_size=3)))
    watchable = set(Video.objects.visible_to(people[reader], unlocked=opened))
    listed = set(Video.objects.listed_for(people[reader]))
    for maker, state, visibility, video in videos:
        # Karim follows Inès, and nobody else follows anybody.
        who = "author" if maker == reader else "follower" if (maker, reader) == ("author", "follower") else "stranger"
        assert (video in watchable) is may_watch(who, state, visibility, gave_password=video.lock_code in opened)
        assert (video in listed) is may_list(who, state, visibility)


def test_a_new_password_locks_out_those_who_gave_the_old_one(ines: Account) -> None:
    video = video_of(ines, visibility=Visibility.PASSWORD, password="sésame")
    before = video.lock_code
    video.lock(hashed="other")
    video.save()
    assert not Video.objects.visible_to(AnonymousUser(), unlocked=[before]).exists()


def test_an_empty_lock_opens_nothing(ines: Account) -> None:
    video_of(ines, visibility=Visibility.PASSWORD, lock_code="")
    assert not Video.objects.visible_to(AnonymousUser(), unlocked=[]).exists()
