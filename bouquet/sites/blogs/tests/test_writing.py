"""What is written is kept, edition upon edition; nobody's words go under those of another."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.capabilities.media.models import Photo
from bouquet.foundation.clock import clock
from bouquet.sites.blogs.actions import opening, publishing, writing
from bouquet.sites.blogs.actions.writing import Conflict, Words
from bouquet.sites.blogs.engine.comparing import compared, is_changed
from bouquet.sites.blogs.models import Author, Blog, Post, Revision, Role, State

pytestmark = pytest.mark.django_db


def says(*lines: str, title: str = "Un titre") -> Words:
    content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return Words(title, {"type": "doc", "content": content})


@pytest.fixture
def blog(ines: Account, karim: Account) -> Blog:
    """Inès's, where Karim edits."""
    blog = opening.open_blog(by=ines, name="La table", slug="la-table")
    Author.objects.create(blog=blog, account=karim, role=Role.EDITOR, slug="karim")
    return blog


@pytest.fixture
def post(blog: Blog, ines: Account) -> Post:
    return writing.begin(blog=blog, by=ines)


def test_who_does_not_write_here_begins_and_saves_nothing(blog: Blog, post: Post, lea: Account) -> None:
    with pytest.raises(PermissionDenied):
        writing.begin(blog=blog, by=lea)
    with pytest.raises(PermissionDenied):
        writing.save(post=post, by=lea, on=0, words=says("a"))


def test_what_is_saved_shows_only_once_it_is_shown(post: Post, ines: Account) -> None:
    post = writing.save(post=post, by=ines, on=0, words=says("Bonjour"), is_auto=True)
    assert (post.edition, post.html, post.title) == (1, "", "Un titre")
    post = writing.bring_out(post=post, by=ines)
    assert post.is_shown and post.slug == "un-titre"
    assert "<p>Bonjour</p>" in post.html
    changed = writing.save(post=post, by=ines, on=post.edition, words=says("Bonsoir"))
    assert "Bonjour" in changed.html and writing.words_of(changed) == says("Bonsoir")
    assert "<p>Bonsoir</p>" in writing.show(post=changed, by=ines).html


def test_two_who_write_at_once_are_told_and_neither_is_overwritten(post: Post, ines: Account, karim: Account) -> None:
    writing.save(post=post, by=karim, on=0, words=says("De Karim"), is_auto=True)
    with pytest.raises(Conflict) as met:
        writing.save(post=post, by=ines, on=0, words=says("D’Inès"), is_auto=True)
    assert writing.words_of(met.value.post) == says("De Karim")
    post.refresh_from_db()
    assert post.edition == 1
    # Inès decides, and both are still to be found.
    mine = writing.save(post=post, by=ines, on=1, words=says("D’Inès"))
    assert writing.words_of(mine) == says("D’Inès")
    assert [row.document for row in Revision.objects.filter(post=post)] == [
        says("D’Inès").document,
        says("De Karim").document,
    ]


def test_who_gives_way_keeps_their_words_among_the_revisions(post: Post, ines: Account, karim: Account) -> None:
    writing.save(post=post, by=karim, on=0, words=says("De Karim"))
    post = writing.give_way(post=post, by=ines, on=1, mine=says("D’Inès"))
    assert writing.words_of(post) == says("De Karim")
    assert Revision.objects.get(post=post, by=ines, edition=2).document == says("D’Inès").document


def test_saving_the_same_again_is_no_conflict(post: Post, ines: Account) -> None:
    """The answer was lost on the way, and the editor asks again."""
    writing.save(post=post, by=ines, on=0, words=says("a"), is_auto=True)
    post = writing.save(post=post, by=ines, on=0, words=says("a"), is_auto=True)
    assert post.edition == 1


def test_one_sitting_is_one_revision_and_what_was_kept_on_purpose_stays(post: Post, ines: Account) -> None:
    for number in range(4):
        post = writing.save(post=post, by=ines, on=number, words=says(f"a{number}"), is_auto=True)
    assert Revision.objects.filter(post=post).count() == 1
    post = writing.save(post=post, by=ines, on=4, words=says("voulu"))
    post = writing.save(post=post, by=ines, on=5, words=says("suite"), is_auto=True)
    assert [(row.edition, row.is_auto) for row in Revision.objects.filter(post=post)] == [
        (6, True),
        (5, False),
        (4, True),
    ]


def test_a_revision_is_restored_on_top_of_what_there_is(post: Post, ines: Account) -> None:
    post = writing.save(post=post, by=ines, on=0, words=says("avant"))
    post = writing.save(post=post, by=ines, on=1, words=says("après"))
    old = Revision.objects.get(post=post, edition=1)
    post = writing.restore(post=post, by=ines, revision=old, on=2)
    assert writing.words_of(post) == says("avant") and post.edition == 3
    with pytest.raises(Conflict):
        writing.restore(post=post, by=ines, revision=Revision.objects.get(post=post, edition=2), on=1)


def test_changes_are_dropped_but_found_again(post: Post, ines: Account) -> None:
    post = writing.save(post=post, by=ines, on=0, words=says("dit"))
    post = writing.bring_out(post=post, by=ines)
    post = writing.save(post=post, by=ines, on=post.edition, words=says("changé"))
    post = writing.discard(post=post, by=ines, on=post.edition)
    assert post.draft is None and writing.words_of(post) == says("dit")
    assert Revision.objects.filter(post=post, document=says("changé").document).exists()


def test_a_post_without_a_title_is_not_brought_out_and_nothing_changes(post: Post, ines: Account) -> None:
    post = writing.save(post=post, by=ines, on=0, words=says("a", title=" "))
    with pytest.raises(writing.Untitled):
        writing.bring_out(post=post, by=ines)
    post.refresh_from_db()
    assert post.state == State.DRAFT and not post.html


def test_a_post_can_be_scheduled_with_what_was_written(post: Post, ines: Account) -> None:
    post = writing.save(post=post, by=ines, on=0, words=says("demain"))
    post = writing.bring_out(post=post, by=ines, at=clock.now() + timedelta(days=1))
    assert post.state == State.SCHEDULED and "<p>demain</p>" in post.html
    with pytest.raises(publishing.TooEarly):
        writing.bring_out(post=post, by=ines, at=clock.now() - timedelta(days=1))


def test_a_photo_of_a_draft_is_open_to_nobody_until_it_shows(
    post: Post, ines: Account, settings: Any, tmp_path: Any
) -> None:
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 0
    file = BytesIO()
    Image.new("RGB", (400, 300), "coral").save(file, "JPEG")
    photo = photos.receive(file=file, owner=ines, alt="Corail")
    figure = {"type": "figure", "attrs": {"photo": str(photo.pk), "src": "", "alt": "Corail", "size": "normal"}}
    post = writing.save(post=post, by=ines, on=0, words=Words("Corail", {"type": "doc", "content": [figure]}))
    kept = Photo.objects.get(pk=photo.pk)
    assert kept.kept_at is not None and not kept.is_public
    post = writing.bring_out(post=post, by=ines)
    kept = Photo.objects.get(pk=photo.pk)
    assert kept.is_public and f"/media/public/{kept.key}/400.webp" in post.html


def test_two_texts_are_compared_word_by_word() -> None:
    lines = compared(
        "un\ndeux trois\nquatre\ncinq\nsix\nsept\nhuit", "un\ndeux douze\nquatre\ncinq\nsix\nsept\nhuit\nneuf"
    )
    assert [line.kind for line in lines] == ["same", "changed", "same", "same", "skipped", "same", "same", "new"]
    assert [tuple(piece) for piece in lines[1].pieces] == [("same", "deux "), ("gone", "trois"), ("new", "douze")]
    assert is_changed(lines) and not is_changed(compared("a\nb", "a\nb"))
    far = compared("\n".join("abcdefgh"), "\n".join("abcdefgh") + "\ni")
    assert (far[0].kind, far[0].count) == ("skipped", 6)
