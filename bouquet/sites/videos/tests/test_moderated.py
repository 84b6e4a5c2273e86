"""What moderators decide of a video holds on every surface, and is taken back everywhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions import closing, following, suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.foundation.clock import clock
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Standing
from bouquet.sites.videos.actions import indexing, publishing, removing
from bouquet.sites.videos.actions.moderating import judge_video
from bouquet.sites.videos.models import State, Video, VideoText, Visibility
from bouquet.sites.videos.subjects import VideoKind
from bouquet.sites.videos.tests.making import video_of

Committed = Callable[[], AbstractContextManager[None]]
LISTS = ["/", "/new", "/popular", "/tags/mer", "/categories/travel", "/search?q=dune", "/@ines", "/feed",
         "/@ines/feed", "/tags/mer/feed", "/search/feed?q=dune", "/sitemap-videos-1.xml"]  # fmt: skip


@pytest.fixture
def dune(ines: Account) -> Video:
    from bouquet.sites.videos.models import Category

    shelf = Category.objects.get(key="travel")
    video = video_of(ines, "La dune", tags=("mer",), category=shelf, allows_download=True)
    indexing.index_video(video_id=video.pk)
    return video


@pytest.fixture
def judge(committed: Committed, work_off: Callable[[], None]) -> Callable[..., None]:
    def run(video: Video, standing: Standing, label: str = "") -> None:
        with committed():
            VideoKind().moderate(video.pk, standing, label=label)
        with committed():
            work_off()
        work_off()
        video.refresh_from_db()

    return run


def _addresses(video: Video) -> list[str]:
    return [
        video.path,
        f"/embed/{video.code}",
        f"/oembed?url=http://wideo.m6.localhost{video.path}",
        f"/videos/{video.code}/download/360p",
        f"/videos/{video.code}/addresses",
        f"/videos/{video.code}/qr.svg",
    ]


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.REMOVED])
@pytest.mark.parametrize("who", ["visitor", "karim"])
def test_what_is_hidden_is_hidden_everywhere_and_comes_back(
    dune: Video, karim: Account, client: Client, judge: Callable[..., None], who: str, standing: Standing
) -> None:
    following.follow(account=dune.author, by=karim)
    if who == "karim":
        client.force_login(karim)
    for path in LISTS:
        assert dune.code in client.get(path).content.decode(), path
    folder = dune.asset.folder
    judge(dune, standing)
    assert {client.get(path).status_code for path in _addresses(dune)} == {404}
    for path in LISTS:
        assert dune.code not in client.get(path).content.decode(), path
    dune.asset.refresh_from_db()
    assert not dune.asset.is_public
    assert dune.asset.folder != folder, "nobody keeps the address of its files"
    assert not VideoText.objects.filter(video=dune).exists()
    judge(dune, Standing.SHOWN)
    assert {client.get(path).status_code for path in _addresses(dune)} <= {200, 302}
    for path in LISTS:
        assert dune.code in client.get(path).content.decode(), path
    dune.asset.refresh_from_db()
    assert dune.asset.is_public


def test_its_author_sees_what_is_hidden_and_not_what_is_removed(
    dune: Video, client: Client, judge: Callable[..., None]
) -> None:
    client.force_login(dune.author)
    judge(dune, Standing.HIDDEN)
    assert "Masquée par la modération" in client.get(dune.path).content.decode()
    assert dune.code in client.get("/studio").content.decode()
    judge(dune, Standing.REMOVED)
    assert client.get(dune.path).status_code == 404
    assert client.get(f"/studio/{dune.code}").status_code == 404
    assert dune.code not in client.get("/studio").content.decode()


def test_a_warning_stands_before_the_video_on_the_page_the_card_and_the_embed(
    dune: Video, client: Client, judge: Callable[..., None]
) -> None:
    judge(dune, Standing.LABELLED, "Images de chasse")
    for path in (dune.path, f"/embed/{dune.code}"):
        page = client.get(path).content.decode()
        assert page.index("Images de chasse") < page.index('data-controller="player"'), path
    assert "Attention" in client.get("/new").content.decode()
    assert "Images de chasse" in client.get("/feed").content.decode()
    judge(dune, Standing.SHOWN)
    assert "Images de chasse" not in client.get(dune.path).content.decode()
    assert "Attention" not in client.get("/new").content.decode()


def test_to_decide_twice_is_to_decide_once(dune: Video) -> None:
    for _again in range(2):
        judge_video(video_id=dune.pk, standing=Standing.HIDDEN)
    dune.refresh_from_db()
    assert (dune.state, dune.own_state) == (State.HELD, State.PUBLISHED)
    for _again in range(2):
        judge_video(video_id=dune.pk, standing=Standing.SHOWN)
    dune.refresh_from_db()
    assert (dune.state, dune.removed_from) == (State.PUBLISHED, "")


def test_an_author_cannot_bring_back_what_is_hidden(dune: Video) -> None:
    judge_video(video_id=dune.pk, standing=Standing.HIDDEN)
    ines = dune.author
    publishing.withdraw(video=dune, by=ines)
    publishing.publish(video=dune, by=ines)
    removing.remove(video=dune, by=ines)
    removing.restore(video=dune, by=ines)
    dune.refresh_from_db()
    assert dune.state == State.HELD
    assert not Video.objects.public().exists()
    judge_video(video_id=dune.pk, standing=Standing.SHOWN)
    dune.refresh_from_db()
    assert dune.is_published, "it was published again meanwhile"


def test_what_was_scheduled_shows_when_it_is_shown_again(
    ines: Account, travel: Callable[[timedelta], AbstractContextManager[None]]
) -> None:
    video = video_of(ines, state=State.WAITING, publish_at=clock.now() + timedelta(days=2))
    judge_video(video_id=video.pk, standing=Standing.HIDDEN)
    with travel(timedelta(days=3)):
        publishing.show_what_is_due()
        assert not Video.objects.public().exists()
        judge_video(video_id=video.pk, standing=Standing.SHOWN)
        assert Video.objects.public().get() == video


@pytest.mark.parametrize("first", ["leaving", "suspended"])
@pytest.mark.parametrize("judged", [False, True])
def test_leaving_suspended_and_hidden_each_hide_alone_and_together(
    dune: Video, committed: Committed, first: str, judged: bool
) -> None:
    """Whatever ends first, the video shows when the last one has."""
    ines = dune.author
    with committed():
        closing.close(account=ines, keeps_posts=False)
        suspending.suspend(account=ines, until=None, reason="")
        if judged:
            judge_video(video_id=dune.pk, standing=Standing.HIDDEN)
    assert not Video.objects.public().exists()
    ends: list[Callable[[], None]] = [
        lambda: closing.stay(account=ines),
        lambda: suspending.reinstate(account=ines),
    ]
    for end in ends if first == "leaving" else reversed(ends):
        assert not Video.objects.public().exists()
        ines.refresh_from_db()
        with committed():
            end()
    if judged:
        assert not Video.objects.public().exists()
        judge_video(video_id=dune.pk, standing=Standing.SHOWN)
    assert Video.objects.public().get() == dune


def test_a_suspended_author_s_videos_are_gone_from_every_page_and_come_back(
    dune: Video, client: Client, committed: Committed, work_off: Callable[[], None]
) -> None:
    with committed():
        suspending.suspend(account=dune.author, until=clock.now() + timedelta(days=7), reason="")
    with committed():
        work_off()
    work_off()
    assert {client.get(path).status_code for path in _addresses(dune)} == {404}
    assert client.get("/@ines").status_code == 404
    assert dune.code not in client.get("/new").content.decode()
    with committed():
        suspending.reinstate(account=Account.objects.get(pk=dune.author_id))
    work_off()
    assert client.get(dune.path).status_code == 200
    assert dune.code in client.get("/new").content.decode()


def test_a_suspension_that_ends_in_erasure_leaves_nothing(
    dune: Video, committed: Committed, work_off: Callable[[], None],
    travel: Callable[[timedelta], AbstractContextManager[None]],
) -> None:  # fmt: skip
    ines = dune.author
    with committed():
        closing.close(account=ines, keeps_posts=True)
        suspending.suspend(account=ines, until=None, reason="")
    with travel(timedelta(days=31)), committed():
        closing.erase_what_is_due()
    work_off()
    assert not Video.objects.exists(), "what was hidden does not come back without its name"


def test_the_network_s_search_is_told(dune: Video, judge: Callable[..., None]) -> None:
    before = AnnouncedEvent.objects.filter(name=f"discovery.{ListingChanged.__name__}").count()
    judge(dune, Standing.HIDDEN)
    assert AnnouncedEvent.objects.filter(name=f"discovery.{ListingChanged.__name__}").count() > before


def test_a_video_is_a_subject_under_which_one_speaks_where_one_may_look(
    dune: Video, ines: Account, karim: Account, lea: Account
) -> None:
    draft = video_of(ines, state=State.DRAFT)
    mine = video_of(ines, visibility=Visibility.FOLLOWERS)
    following.follow(account=ines, by=karim)
    refs = [Ref("videos.video", video.pk) for video in (dune, draft, mine)]
    assert registry.visible(refs, karim) == {refs[0], refs[2]}
    assert registry.visible(refs, lea) == {refs[0]}
    assert registry.open_to(refs, ines) == {refs[0], refs[2]}, "under a draft nobody speaks"
    subject = registry.subject(refs[0])
    assert subject is not None
    assert (subject.title, subject.author_id, set(subject.keepers)) == ("La dune", ines.pk, {ines.pk})
    assert subject.address.endswith(dune.path) and subject.address.startswith("http")
    assert "#mer" in subject.text
