"""Titles, texts and words on videos and playlists are looked at before they are kept."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.models import WatchedWord
from bouquet.sites.videos.actions import collecting
from bouquet.sites.videos.models import Playlist, Video
from bouquet.sites.videos.tests.making import video_of

HOST = "wideo.m6.localhost"
WORDS = {
    "title": "La plage",
    "description": "",
    "tags": "",
    "language": "fr",
    "licence": "reserved",
    "visibility": "public",
}


@pytest.fixture(autouse=True)
def zigoto(db: None) -> WatchedWord:
    return WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.REFUSE)


def browser(person: Account) -> Client:
    client = Client(HTTP_HOST=HOST, headers={"accept-language": "fr"})
    client.force_login(person)
    return client


@pytest.mark.parametrize("field", ["title", "description", "tags"])
def test_no_video_says_it_and_what_was_typed_is_kept(ines: Account, field: str) -> None:
    video = video_of(ines, "La mer")
    answer = browser(ines).post(f"/studio/{video.code}", {**WORDS, field: "Z1gôto"})
    assert answer.status_code == 422
    assert "autrement" in answer.content.decode()
    assert "Z1gôto" in answer.content.decode()
    assert Video.objects.get(pk=video.pk).title == "La mer"
    assert browser(ines).post(f"/studio/{video.code}", WORDS).status_code == 302


def test_what_stood_there_before_the_word_was_watched_may_stay(ines: Account, zigoto: WatchedWord) -> None:
    video = video_of(ines, "Zigoto")
    assert browser(ines).post(f"/studio/{video.code}", {**WORDS, "title": "Zigoto"}).status_code == 302


def test_no_playlist_says_it(ines: Account) -> None:
    client = browser(ines)
    answer = client.post("/playlists", {"title": "Zigoto", "description": "", "visibility": "public"})
    assert answer.status_code == 422
    assert not Playlist.objects.exists()
    playlist = collecting.make(by=ines, title="Une soirée")
    told = {"title": "Une soirée", "description": "pour les zigoto", "visibility": "public"}
    answer = client.post(f"{playlist.path}/edit", told)
    assert answer.status_code == 422
    assert "autrement" in answer.content.decode()
    assert Playlist.objects.get().description == ""
