"""Delete with second thoughts, and an account that goes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.audience.models import DailyFigures
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import exporting, leaving, liking, publishing, removing, sending
from bouquet.sites.videos.actions.counting import KIND
from bouquet.sites.videos.models import Like, Sending, State, Video, Visibility
from bouquet.sites.videos.tests.making import video_of

Travel = Callable[[timedelta], AbstractContextManager[None]]


def test_deleting_offers_to_undo_and_undoing_brings_it_back(ines: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(ines)
    page = client.post(f"/studio/{video.code}/remove", follow=True).content.decode()
    assert f"/studio/{video.code}/restore" in page
    assert client.get(video.path).status_code == 404
    client.post(f"/studio/{video.code}/restore")
    assert client.get(video.path).status_code == 200


@pytest.mark.parametrize("state", [State.DRAFT, State.WAITING, State.PUBLISHED])
def test_a_video_comes_back_as_it_was(ines: Account, state: State) -> None:
    video = video_of(ines, state=state, publish_at=None)
    if state == State.DRAFT:
        video = video_of(ines)
        publishing.withdraw(video=video, by=ines)
    removing.remove(video=video, by=ines)
    removing.restore(video=video, by=ines)
    video.refresh_from_db()
    # What waited may be shown by now.
    assert video.state == (State.PUBLISHED if state == State.WAITING else state)


def test_the_bin_is_emptied_after_thirty_days(ines: Account, travel: Travel) -> None:
    video = video_of(ines)
    removing.remove(video=video, by=ines)
    with travel(timedelta(days=29)):
        assert removing.empty_the_bins() == 0
    with travel(timedelta(days=31)):
        assert removing.empty_the_bins() == 1
    assert not Video.objects.exists() and not Asset.objects.exists()


def test_what_was_known_of_its_audience_goes_with_a_video(
    ines: Account, committed: Callable[[], AbstractContextManager[None]], work_off: Callable[[], None]
) -> None:
    video, other = video_of(ines), video_of(ines, "Autre")
    for one in (video, other):
        DailyFigures.objects.create(subject_kind=KIND, subject_id=one.pk, date=clock.today(), started=1)
    with committed():
        removing.erase(video=video)
    work_off()
    assert [row.subject_id for row in DailyFigures.objects.all()] == [other.pk]


def test_nobody_deletes_for_another(ines: Account, lea: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(lea)
    for path in ("remove", "restore", "erase", "withdraw", "dismiss", "poster", "retry"):
        assert client.post(f"/studio/{video.code}/{path}").status_code == 404
    video.refresh_from_db()
    assert video.state == State.PUBLISHED


def test_the_replies_of_an_erased_video_stay(ines: Account, karim: Account) -> None:
    original = video_of(ines)
    reply = video_of(karim, "Réponse", reply_to=original)
    removing.erase(video=original)
    reply.refresh_from_db()
    assert reply.reply_to is None


def test_an_erased_member_leaves_nothing_unless_they_wish(ines: Account, karim: Account) -> None:
    for visibility in Visibility.values:
        video_of(ines, visibility, visibility=visibility)
    video_of(ines, "brouillon", state=State.DRAFT)
    liked = video_of(karim)
    liking.like(video=liked, by=ines)
    sending.send(video=liked, by=ines, to=karim)
    leaving.forget_member(account_id=ines.pk, keeps_posts=True)
    leaving.forget_member(account_id=ines.pk, keeps_posts=True)
    assert set(Video.objects.filter(author=ines).values_list("visibility", flat=True)) == {"public", "unlisted"}
    assert not Like.objects.exists() and not Sending.objects.exists()
    liked.refresh_from_db()
    assert liked.likes_count == 0
    leaving.forget_member(account_id=ines.pk, keeps_posts=False)
    assert not Video.objects.filter(author=ines).exists()


def test_a_copy_of_one_s_data_holds_one_s_videos(ines: Account, karim: Account) -> None:
    video_of(ines, "La mer", description="Bleue", tags=("été",))
    theirs = video_of(karim, "Pas à elle")
    liking.like(video=theirs, by=ines)
    files = {file.name: b"".join(file.parts).decode() for file in exporting.collect(ines)}
    assert "La mer" in files["videos.json"] and "été" in files["videos.json"]
    assert "Pas à elle" not in files["videos.json"]
    assert theirs.code in files["likes.json"]
