"""The demo network: made once, however often it is told to, and with something on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bouquet.capabilities.accounts.demo.opening import people
from bouquet.capabilities.accounts.demo.people import HOSTS, PEOPLE, person
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.audience.actions.counting import take_journals
from bouquet.capabilities.audience.models import DailyFigures, WatchSession
from bouquet.capabilities.comments.models import Comment, SubjectReaction
from bouquet.capabilities.media.models import Asset, Photo
from bouquet.capabilities.moderation.models import Report
from bouquet.foundation.storage.store import store
from bouquet.sites.tribes.demo import photos
from bouquet.sites.tribes.demo import seeding as tribes
from bouquet.sites.tribes.demo.first_posts import FIRST_POSTS
from bouquet.sites.tribes.demo.groups import GROUPS
from bouquet.sites.tribes.demo.last_posts import LAST_POSTS
from bouquet.sites.tribes.models import Attendance, Friendship, Membership, PollVote, Post, Tribe
from bouquet.sites.videos.demo import seeding
from bouquet.sites.videos.demo.graphs import GRAPHS
from bouquet.sites.videos.demo.tunes import TUNES
from bouquet.sites.videos.models import Category, Like, Sending, Video, Visibility

KEPT = ("spirale", "spirale-reponse", "essai", "demain")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, settings: object, work_off: Callable[[], None]) -> None:
    """Four scenes are enough, and whoever waits for a video makes it."""
    monkeypatch.setattr(seeding, "SCENES", [scene for scene in seeding.SCENES if scene.key in KEPT])
    monkeypatch.setattr(seeding, "NOTES", [("ines", "karim", "spirale", "Regarde.")])
    monkeypatch.setattr("bouquet.sites.videos.demo.seeding.time.sleep", lambda seconds: work_off())
    settings.BOUQUET_DEMO = True  # type: ignore[attr-defined]


def census() -> dict[str, int]:
    models = (Account, Follow, Video, Asset, Like, Sending, WatchSession)
    counted = {model.__name__: model.objects.count() for model in models}
    return counted | {"views": sum(DailyFigures.objects.values_list("counted", flat=True))}


@pytest.mark.django_db(transaction=True)
def test_it_is_made_once_and_goes_on_where_it_stopped(small: None) -> None:
    # Migrations made the categories; a transactional test begins without them.
    for scene in seeding.SCENES:
        Category.objects.get_or_create(key=scene.category, defaults={"names": {"fr": scene.category}, "icon": "film"})
    told: list[str] = []
    seeding.seed(people(), told.append)
    while take_journals():
        pass
    first = census()
    assert told[-1] == "The videos are complete: every video plays."
    assert first["Account"] == 40
    assert first["views"] > 100
    assert first["Sending"] == 1
    spiral, reply = (Video.objects.get(title__startswith=title) for title in ("Spirale", "Réponse"))
    assert spiral.is_public
    assert reply.reply_to == spiral
    assert spiral.replies_count == 1
    assert spiral.likes_count > 0
    assert (reply.published_at or spiral.created_at) < spiral.asset.received_at, "published on its day of the month"
    assert Video.objects.get(visibility=Visibility.PRIVATE).views_count == 0
    assert Video.objects.get(title__startswith="Marée").is_waiting

    seeding.seed(people(), told.append)
    while take_journals():
        pass
    assert census() == first


def test_nobody_makes_it_where_it_is_no_demo(settings: object) -> None:
    settings.BOUQUET_DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="not a demo"):
        call_command("seed_demo")


def test_the_scenes_are_many_and_different() -> None:
    public = [scene for scene in seeding.SCENES if scene.visibility == Visibility.PUBLIC and scene.days_ago >= 0]
    assert len(public) >= 24
    assert len({scene.graph for scene in public}) == len(public), "no two look alike"
    assert len({scene.key for scene in seeding.SCENES}) == len(seeding.SCENES)
    assert all(8 <= scene.seconds <= 60 for scene in seeding.SCENES)
    assert {scene.visibility for scene in seeding.SCENES} == set(Visibility.values)
    for scene in seeding.SCENES:
        assert scene.graph in GRAPHS
        assert not scene.tune or scene.tune in TUNES
        assert person(scene.author)


def test_the_people_know_each_other() -> None:
    handles = {one.handle for one in PEOPLE}
    assert len(HOSTS) == 8
    assert len(handles) == 40
    assert all(set(one.follows) <= handles - {one.handle} for one in PEOPLE)
    assert sum(one.is_operator for one in PEOPLE) == 1


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """A few posts, one of each sort; no video is waited for."""
    posts = [said for said in tribes.POSTS if said.tribe in ("grimpe-nantes", "velotaf", "la-coloc-du-7")]
    monkeypatch.setattr(tribes, "POSTS", posts)
    monkeypatch.setattr(tribes, "LONGEST_WAIT_SECONDS", 0)
    settings.BOUQUET_VAR, settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = tmp_path, 0
    store.cache_clear()


@pytest.mark.django_db
def test_the_tribes_are_told_once_in_the_order_of_time(few: None) -> None:
    told: list[str] = []
    tribes.seed(people(), told.append)
    first = _life()
    assert first["Tribe"] == 12
    assert first["Report"] == 1
    assert all(first.values()), first
    moments = list(Post.objects.order_by("pk").values_list("posted_at", flat=True))
    assert moments == sorted(moments), "keys and moments agree"
    tribes.seed(people(), told.append)
    assert _life() == first


def test_every_tribe_has_its_picture_and_its_people() -> None:
    handles = {one.handle for one in PEOPLE}
    for group in GROUPS:
        members = tribes.members_of(group)
        assert len(members) >= 5
        assert set(members) <= handles
        assert group.motif in photos.SIGNS
        assert group.motif in photos.MOTIFS
    for said in (*FIRST_POSTS, *LAST_POSTS):
        assert {said.author, *(handle for handle, _words in said.replies)} <= handles
        assert all(shot.alt and shot.motif.rstrip("23") in photos.MOTIFS for shot in said.photos)


def _life() -> dict[str, int]:
    models = (Tribe, Membership, Post, PollVote, Attendance, Friendship, Comment, SubjectReaction, Photo, Report)
    return {model.__name__: model.objects.count() for model in models}
