"""From a file that arrives to a video people watch."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import changing
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import drafting, publishing, replacing
from bouquet.sites.videos.models import State, Video, Visibility
from bouquet.sites.videos.tests.making import asset_of, video_of

Committed = Callable[[], AbstractContextManager[None]]


def arrived(
    owner: Account,
    tmp_path: Path,
    *,
    purpose: str = drafting.NEW,
    name: str = "mes_vacances.mp4",
    origin: str = "upload",
) -> Asset:
    """A file of `owner` was received."""
    path = tmp_path / "file"
    path.write_bytes(b"not looked at yet")
    return receive_file(path=path, owner=owner, purpose=purpose, file_name=name, origin=origin)


def plays(asset: Asset) -> None:
    """The pipeline says that the first quality is there."""
    for state in (Asset.State.PROBED, Asset.State.TRANSCODING):
        changing.enter(asset, state)
    changing.enter(asset, Asset.State.PLAYABLE, playable_at=clock.now(), duration_seconds=12.0, master="master.m3u8")


def test_a_received_file_is_a_draft_named_after_it(ines: Account, tmp_path: Path, committed: Committed) -> None:
    with committed():
        asset = arrived(ines, tmp_path)
    video = Video.objects.get(asset=asset)
    assert (video.title, video.author, video.state) == ("mes vacances", ines, State.DRAFT)
    assert video.visibility == Visibility.PUBLIC
    assert drafting.draft_from(asset=asset) == video


def test_what_comes_by_mail_is_private_until_its_author_says_otherwise(
    ines: Account, tmp_path: Path, committed: Committed
) -> None:
    with committed():
        asset = arrived(ines, tmp_path, origin="mail")
    assert Video.objects.get(asset=asset).visibility == Visibility.PRIVATE


def test_under_18s_speak_to_their_followers_unless_they_choose(
    ines: Account, tmp_path: Path, committed: Committed
) -> None:
    Account.objects.filter(pk=ines.pk).update(is_private=True)
    with committed():
        asset = arrived(ines, tmp_path)
    assert Video.objects.get(asset=asset).visibility == Visibility.FOLLOWERS


def test_files_sent_for_something_else_are_left_alone(ines: Account, tmp_path: Path, committed: Committed) -> None:
    with committed():
        arrived(ines, tmp_path, purpose="music.new")
    assert not Video.objects.exists()


def test_published_while_it_is_prepared_it_shows_once_it_plays(
    ines: Account, tmp_path: Path, committed: Committed
) -> None:
    with committed():
        asset = arrived(ines, tmp_path)
        video = drafting.draft_from(asset=asset)
        publishing.publish(video=video, by=ines)
    video.refresh_from_db()
    assert video.state == State.WAITING
    assert not Video.objects.public().exists()
    with committed():
        plays(asset)
    video.refresh_from_db()
    assert (video.state, video.duration_label) == (State.PUBLISHED, "0:12")
    assert Asset.objects.get(pk=asset.pk).is_public


def test_a_draft_does_not_publish_itself(ines: Account, tmp_path: Path, committed: Committed) -> None:
    with committed():
        asset = arrived(ines, tmp_path)
    with committed():
        plays(asset)
    assert Video.objects.get().state == State.DRAFT
    assert not Asset.objects.get(pk=asset.pk).is_public


def test_a_scheduled_video_shows_at_its_hour(
    ines: Account, travel: Callable[[timedelta], AbstractContextManager[None]]
) -> None:
    video = video_of(ines, state=State.DRAFT)
    publishing.publish(video=video, by=ines, at=clock.now() + timedelta(hours=2))
    with travel(timedelta(hours=1)):
        assert publishing.show_what_is_due() == 0
    with travel(timedelta(hours=3)):
        assert publishing.show_what_is_due() == 1
        assert publishing.show_what_is_due() == 0
    video.refresh_from_db()
    assert video.state == State.PUBLISHED


def test_a_draft_again_is_nobody_s_but_keeps_its_address(ines: Account, client: Client) -> None:
    video = video_of(ines)
    publishing.withdraw(video=video, by=ines)
    assert client.get(video.path).status_code == 404
    publishing.publish(video=Video.objects.get(pk=video.pk), by=ines)
    assert client.get(video.path).status_code == 200


def test_a_stranger_cannot_publish_for_another(ines: Account, lea: Account) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        publishing.publish(video=video_of(ines, state=State.DRAFT), by=lea)


def test_the_old_file_stays_until_the_new_one_plays(ines: Account, tmp_path: Path, committed: Committed) -> None:
    video = video_of(ines)
    old, address = video.asset, video.path
    with committed():
        new = arrived(ines, tmp_path, purpose=f"{replacing.REPLACE}{video.pk}")
    video.refresh_from_db()
    assert (video.asset, video.next_asset) == (old, new)
    assert Video.objects.count() == 1
    with committed():
        plays(new)
    video.refresh_from_db()
    assert (video.asset, video.next_asset, video.path) == (new, None, address)
    assert not Asset.objects.filter(pk=old.pk).exists()
    assert Asset.objects.get(pk=new.pk).is_public


def test_nobody_replaces_the_file_of_another(ines: Account, lea: Account, tmp_path: Path, committed: Committed) -> None:
    video = video_of(ines)
    with committed():
        arrived(lea, tmp_path, purpose=f"{replacing.REPLACE}{video.pk}")
    video.refresh_from_db()
    assert video.next_asset is None


def test_a_new_file_that_is_refused_can_be_given_up(ines: Account, client: Client) -> None:
    video = video_of(ines, next_asset=asset_of(ines, state=Asset.State.REFUSED, refusal_code="not_a_video"))
    client.force_login(ines)
    assert "n’est pas une vidéo" in client.get(f"/studio/{video.code}").content.decode()
    client.post(f"/studio/{video.code}/keep-old-file")
    video.refresh_from_db()
    assert video.next_asset is None


def test_the_form_describes_and_publishes_at_once(ines: Account, client: Client) -> None:
    asset = asset_of(ines, state=Asset.State.RECEIVED)
    client.force_login(ines)
    typed = {
        "asset": str(asset.pk), "title": "Été à Nîmes !", "description": "**Chaud** à 0:05", "tags": "Été, arènes",
        "category": "travel", "language": "fr", "licence": "cc-by", "visibility": "public", "publish": "1",
        "allows_embedding": "on",
    }  # fmt: skip
    answer = client.post("/publish", typed)
    video = Video.objects.get()
    assert answer.headers["Location"] == f"/studio/{video.code}"
    assert (video.slug, video.state) == ("ete-a-nimes", State.WAITING)
    assert [tag["name"] for tag in video.tag_list] == ["Été", "arènes"]
    assert '<a href="?t=5" data-seconds="5"' in video.description_html


def test_the_form_keeps_what_was_typed_when_no_file_came(ines: Account, client: Client) -> None:
    client.force_login(ines)
    answer = client.post("/publish", {"title": "Été", "licence": "reserved", "visibility": "public", "asset": ""})
    assert answer.status_code == 422
    assert 'value="Été"' in answer.content.decode()
    assert not Video.objects.exists()


def test_the_file_of_another_cannot_be_described(ines: Account, lea: Account, client: Client) -> None:
    client.force_login(lea)
    typed = {"title": "À moi", "licence": "reserved", "visibility": "public", "asset": str(asset_of(ines).pk)}
    assert client.post("/publish", typed).status_code == 422
    assert not Video.objects.exists()


def test_a_password_video_needs_a_password(ines: Account, client: Client) -> None:
    video = video_of(ines, state=State.DRAFT)
    client.force_login(ines)
    typed = {"title": "Secret", "licence": "reserved", "visibility": "password", "save": "1"}
    assert client.post(f"/studio/{video.code}", typed).status_code == 422
    assert client.post(f"/studio/{video.code}", typed | {"password": "sésame"}).status_code == 302
    video.refresh_from_db()
    assert video.opens_with("sésame") and "sésame" not in video.password
    lock = video.lock_code
    assert client.post(f"/studio/{video.code}", typed | {"title": "Autre"}).status_code == 302
    video.refresh_from_db()
    assert video.lock_code == lock


def test_a_file_goes_up_without_script(ines: Account, client: Client) -> None:
    client.force_login(ines)
    answer = client.post("/publish/plain", {"file": SimpleUploadedFile("chat.mp4", b"x" * 100)})
    video = Video.objects.get()
    assert answer.headers["Location"] == f"/studio/{video.code}"
    assert (video.title, video.asset.size_bytes) == ("chat", 100)


def test_a_field_left_wrong_is_told_in_the_pages_words(ines: Account, client: Client) -> None:
    client.force_login(ines)
    page = client.get("/publish").content.decode()
    for form in ("uploader-import", "publish-form"):
        words = page[page.index(f'{form}"') :].split("</form>")[0]
        assert 'data-url="Écrivez une adresse complète' in words, form


def test_a_phone_shares_a_file(ines: Account, client: Client) -> None:
    client.force_login(ines)
    sent = {"video": SimpleUploadedFile("chat.mp4", b"x"), "title": "Mon chat"}
    assert client.post("/publish/share", sent, HTTP_SEC_FETCH_SITE="none").status_code == 302
    assert Video.objects.get().title == "Mon chat"


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_a_foreign_page_cannot_share_for_somebody(ines: Account, client: Client, site: str) -> None:
    client.force_login(ines)
    sent = {"video": SimpleUploadedFile("chat.mp4", b"x")}
    assert client.post("/publish/share", sent, HTTP_SEC_FETCH_SITE=site).status_code == 403
    assert not Video.objects.exists()


def test_a_refusal_is_said_and_dismissed(ines: Account, client: Client) -> None:
    asset = asset_of(ines, state=Asset.State.REFUSED, refusal_code="not_a_video")
    video = video_of(ines, state=State.WAITING, asset=asset)
    client.force_login(ines)
    for path in ("/studio", f"/studio/{video.code}", "/publish"):
        assert "n’est pas une vidéo" in client.get(path).content.decode(), path
    client.post(f"/studio/{video.code}/dismiss")
    assert not Video.objects.exists() and not Asset.objects.exists()


def test_dismissing_never_takes_a_published_video(ines: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(ines)
    client.post(f"/studio/{video.code}/dismiss")
    assert Video.objects.filter(pk=video.pk).exists()


def test_progress_is_live_while_something_moves(ines: Account, client: Client) -> None:
    video = video_of(
        ines, state=State.WAITING, asset=asset_of(ines, state=Asset.State.TRANSCODING, percent=42, seconds_left=80)
    )
    client.force_login(ines)
    text = client.get(f"/studio/{video.code}/state").content.decode()
    assert "42" in text and "1:20" in text and "every 2s" in text
    Asset.objects.update(state=Asset.State.READY, playable_at=clock.now())
    Video.objects.update(state=State.PUBLISHED)
    assert "every 2s" not in client.get(f"/studio/{video.code}/state").content.decode()


def test_a_warning_is_told(ines: Account, client: Client) -> None:
    video = video_of(ines, asset=asset_of(ines, warnings=["sound_unreadable"]))
    client.force_login(ines)
    assert "muette" in client.get(f"/studio/{video.code}").content.decode().lower()
