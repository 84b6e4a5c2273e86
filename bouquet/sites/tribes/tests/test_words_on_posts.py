"""What hangs on a post is screened as its words are, also when it is changed later."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import LinkedPage, Photo
from bouquet.capabilities.moderation.models import Case, Pace, WatchedWord
from bouquet.sites.tribes.models import Post, PostPhoto
from bouquet.sites.tribes.tests.gatherings import HOST, drafts, gathered, photo_of, posted, question


@pytest.fixture
def signed_in(ines: Account) -> Client:
    client = Client(HTTP_HOST=HOST)
    client.force_login(ines)
    return client


def with_a_photo(ines: Account, alt: str) -> tuple[Post, Photo]:
    post = posted(ines, gathered(ines), "Le mur", photos=drafts(photo_of(ines), alt=alt))
    return post, PostPhoto.objects.get(post=post).photo


def test_a_description_that_is_refused_comes_back_with_the_reason(ines: Account, signed_in: Client, place: Any) -> None:
    post, photo = with_a_photo(ines, "Le mur")
    WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.REFUSE)
    answer = signed_in.post(f"/p/{post.code}/photos", {f"alt-{photo.pk}": "Quel z1goto"})
    assert answer.status_code == 422
    assert "Quel z1goto" in answer.content.decode()
    photo.refresh_from_db()
    assert photo.alt == "Le mur"


def test_a_description_that_was_there_already_is_not_held_again(ines: Account, signed_in: Client, place: Any) -> None:
    post, photo = with_a_photo(ines, "Quel zigoto")
    WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.HOLD)
    signed_in.post(f"/p/{post.code}/photos", {f"alt-{photo.pk}": "Quel zigoto, vraiment"})
    post.refresh_from_db()
    assert post.is_shown
    assert not Case.objects.exists()


def test_a_word_that_is_only_flagged_brings_a_poll_onto_the_desk(ines: Account, place: Any) -> None:
    WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.FLAG)
    post = posted(ines, gathered(ines), "Votez", poll=question(options=("Oui", "Zigoto")))
    post.refresh_from_db()
    assert post.is_shown
    assert Case.objects.open().filter(key=post.pk).exists()


def test_no_page_is_asked_past_the_pace_by_looking_again(ines: Account, signed_in: Client) -> None:
    for number in range(40):
        signed_in.get("/compose/link", {"text": f"https://phare.example/{number}", "looks": "3"})
    assert LinkedPage.objects.count() == Pace.objects.get(account=ines, verb="tribes.preview").acts < 40
