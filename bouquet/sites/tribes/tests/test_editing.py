"""A post is edited as a whole: words, photos, poll."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Photo
from bouquet.foundation.clock import clock
from bouquet.foundation.storage.store import store
from bouquet.sites.tribes.actions import attaching, changing, polling, posting
from bouquet.sites.tribes.engine.attachments import PhotoDraft, PollChange
from bouquet.sites.tribes.models import Audience, Openness, Poll, Post, PostPhoto
from bouquet.sites.tribes.tests.gatherings import HOST, drafts, gathered, photo_of, posted, question

pytestmark = pytest.mark.usefixtures("place")


def visitor(account: Account) -> Client:
    client = Client(HTTP_HOST=HOST)
    client.force_login(account)
    return client


def jpeg() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(file, "JPEG")
    return SimpleUploadedFile("vert.jpg", file.getvalue(), "image/jpeg")


def shown(post: Post) -> list[tuple[str, str]]:
    """Key and words of each photo, as cards show them."""
    post.refresh_from_db()
    return [(kept["id"], kept["alt"]) for kept in post.attached.get("photos", ())]


def test_photos_are_added_taken_off_described_and_put_in_another_order(
    ines: Account, karim: Account, settled: Callable[..., Any]
) -> None:
    first, second, third = (photo_of(ines, colour) for colour in ("red", "blue", "green"))
    post = settled(lambda: posted(ines, gathered(ines, karim), "Hier", photos=drafts(first, second)))
    page = visitor(ines)
    opened = page.get(f"{post.path}/edit").content.decode()
    assert opened.index(str(first.pk)) < opened.index(str(second.pk))
    sent = {"text": "Hier soir", "with": "photos", "photo": [third.pk, second.pk], f"alt-{second.pk}": "La mer"}
    assert settled(lambda: page.post(f"{post.path}/edit", {**sent, f"alt-{third.pk}": "Le pré"})).status_code == 302
    assert shown(post) == [(str(third.pk), "Le pré"), (str(second.pk), "La mer")]
    assert [row.photo_id for row in PostPhoto.objects.filter(post=post)] == [third.pk, second.pk]
    assert post.text == "Hier soir"
    assert post.edited_at is not None
    assert not Photo.objects.filter(pk=first.pk).exists(), "what was taken off is gone"
    third.refresh_from_db()
    assert third.kept_at is not None, "no chore forgets it"
    assert third.is_public, "anyone may see a post of an open tribe"
    assert store().exists(f"public/{third.key}/320.webp")


def test_without_script_a_photo_comes_with_the_form_and_another_is_ticked_off(ines: Account, karim: Account) -> None:
    kept, gone = photo_of(ines), photo_of(ines, "blue")
    post = posted(ines, gathered(ines, karim), photos=drafts(kept, gone))
    sent = {"text": "", "with": "photos", "photo": [kept.pk, gone.pk], f"off-{gone.pk}": "1", f"alt-{kept.pk}": "Mur"}
    assert visitor(ines).post(f"{post.path}/edit", {**sent, "photos": jpeg()}).status_code == 302
    assert [words for _key, words in shown(post)] == ["Mur", ""]
    assert str(gone.pk) not in dict(shown(post))


def test_words_alone_leave_photos_and_poll_as_they_are(ines: Account, karim: Account) -> None:
    post = posted(ines, gathered(ines, karim), "Hier", photos=drafts(photo_of(ines)), poll=question())
    before = shown(post)
    assert visitor(ines).post(f"{post.path}/edit", {"text": "Autrement"}).status_code == 302
    assert shown(post) == before
    assert post.text == "Autrement"
    assert Poll.objects.get(post=post).options == ["Mardi", "Jeudi", "Dimanche"]


def test_a_post_that_would_say_nothing_stays_whole(ines: Account, karim: Account) -> None:
    post = posted(ines, gathered(ines, karim), photos=drafts(photo_of(ines)))
    before = shown(post)
    answer = visitor(ines).post(f"{post.path}/edit", {"text": " ", "with": "photos"})
    assert answer.status_code == 422
    assert shown(post) == before
    assert PostPhoto.objects.filter(post=post).count() == 1


def test_nobody_else_edits_and_nobody_takes_anothers_photo(ines: Account, karim: Account) -> None:
    tribe = gathered(ines, karim)
    post, theirs = posted(ines, tribe, "Hier"), photo_of(karim)
    assert visitor(karim).get(f"{post.path}/edit").status_code == 404
    with pytest.raises(PermissionDenied):
        changing.change(post=post, by=karim, text="Moi", photos=())
    with pytest.raises(attaching.NotThere):
        changing.change(post=post, by=ines, text="Hier", photos=[PhotoDraft(theirs.pk)])
    other = posted(ines, tribe, photos=drafts(photo_of(ines)))
    with pytest.raises(attaching.NotThere):
        changing.change(post=post, by=ines, text="Hier", photos=[PhotoDraft(Photo.objects.get(owner=ines).pk)])
    assert len(shown(other)) == 1


def test_photos_close_with_the_audience_in_the_same_moment(ines: Account) -> None:
    old, new = photo_of(ines), photo_of(ines, "blue")
    post = posted(ines, None, "Ma page", photos=drafts(old))
    assert post.attached["photos"][0]["open"]
    changing.change(post=post, by=ines, text="Ma page", audience=Audience.FRIENDS, photos=drafts(old, new))
    post.refresh_from_db()
    assert [kept["open"] for kept in post.attached["photos"]] == [False, False]
    closed = posted(ines, gathered(ines, openness=Openness.CLOSED), "Ici")
    changing.change(post=closed, by=ines, text="Ici", photos=drafts(photo_of(ines, "green")))
    closed.refresh_from_db()
    assert not closed.attached["photos"][0]["open"]


def test_a_photos_words_are_screened_like_any_others(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = photo_of(ines)
    post = posted(ines, gathered(ines), "Hier", photos=drafts(photo))
    asked: list[str] = []
    monkeypatch.setattr(attaching, "screen_words", lambda _post, _by, words, **_more: asked.append(words))
    changing.change(post=post, by=ines, text="Hier", photos=[PhotoDraft(photo.pk, "Le grand mur")])
    assert asked == ["Le grand mur"]


# Polls


def test_a_poll_nobody_voted_in_takes_more_answers_and_another_end(ines: Account, karim: Account) -> None:
    post = posted(ines, gathered(ines, karim), poll=question())
    page = visitor(ines)
    assert "Réponse 4" in page.get(f"{post.path}/edit").content.decode()
    sent = {"text": "", "with": "poll", "poll-option_4": " Samedi ", "poll-lasts": "7"}
    assert page.post(f"{post.path}/edit", sent).status_code == 302
    poll = Poll.objects.get(post=post)
    assert poll.options == ["Mardi", "Jeudi", "Dimanche", "Samedi"]
    assert poll.counts == [0, 0, 0, 0]
    assert poll.ends_at is not None
    assert timedelta(days=6) < poll.ends_at - clock.now() <= timedelta(days=7)
    post.refresh_from_db()
    assert "Samedi" in post.attached["poll"]["words"]
    polling.vote(post=post, by=karim, options=[3])
    page.post(f"{post.path}/edit", {"text": "", "with": "poll", "poll-option_5": "Lundi", "poll-lasts": ""})
    assert Poll.objects.get(post=post).options == poll.options


def test_no_end_and_the_end_it_had(ines: Account) -> None:
    post = posted(ines, gathered(ines), poll=question())
    end = Poll.objects.get(post=post).ends_at
    visitor(ines).post(f"{post.path}/edit", {"text": "Bientôt", "with": "poll", "poll-lasts": ""})
    assert Poll.objects.get(post=post).ends_at == end
    visitor(ines).post(f"{post.path}/edit", {"text": "Bientôt", "with": "poll", "poll-lasts": "0"})
    assert Poll.objects.get(post=post).ends_at is None


def test_two_answers_that_are_the_same_are_told(ines: Account) -> None:
    post = posted(ines, gathered(ines), poll=question())
    answer = visitor(ines).post(f"{post.path}/edit", {"text": "", "with": "poll", "poll-option_4": "mardi"})
    assert answer.status_code == 422
    assert "Deux réponses sont identiques" in answer.content.decode()
    assert len(Poll.objects.get(post=post).options) == 3


def test_a_poll_somebody_voted_in_stays_and_says_why(ines: Account, karim: Account) -> None:
    post = posted(ines, gathered(ines, karim), poll=question())
    page = visitor(ines)
    polling.vote(post=post, by=karim, options=[0])
    opened = page.get(f"{post.path}/edit").content.decode()
    assert "Quelqu’un a déjà voté" in opened
    assert "poll-option_4" not in opened
    with pytest.raises(polling.HasVotes):
        changing.change(post=post, by=ines, text="", poll=PollChange(("Samedi",)))
    polling.vote(post=post, by=karim, options=[])
    assert "poll-option_4" in page.get(f"{post.path}/edit").content.decode()
    Poll.objects.filter(post=post).update(ends_at=clock.now())
    assert "Ce sondage est terminé" in page.get(f"{post.path}/edit").content.decode()
    with pytest.raises(polling.PollIsOver):
        changing.change(post=post, by=ines, text="", poll=PollChange(moves_end=True))


def test_a_vote_that_came_first_loses_nothing_of_the_rest(
    ines: Account, karim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = posted(ines, gathered(ines, karim), "Quand ?", poll=question())
    extend = polling.extend

    def late(**kwargs: Any) -> None:
        polling.vote(post=post, by=karim, options=[0])
        extend(**kwargs)

    monkeypatch.setattr(polling, "extend", late)
    answer = visitor(ines).post(
        f"{post.path}/edit", {"text": "Quand donc ?", "with": "poll", "poll-option_4": "Samedi"}
    )
    assert answer.status_code == 422
    assert "Quelqu’un a voté entre-temps" in answer.content.decode()
    assert "Quand donc ?" in answer.content.decode()
    post.refresh_from_db()
    assert post.text == "Quand ?"


def test_words_of_its_page_still_go_through_the_screening(ines: Account) -> None:
    post = posted(ines, gathered(ines), "Hier")
    with pytest.raises(posting.NothingSaid):
        changing.change(post=post, by=ines, text=" ")
