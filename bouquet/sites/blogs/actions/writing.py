"""A post is written: begun, saved while one types, shown, taken back to what it was.

What the editor saves is `Post.draft` until somebody has it shown. Every save goes on top of an edition its writer has
seen; when another came meanwhile nothing is overwritten: there is a Conflict, and a person decides.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos as photo_actions
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.moderation.actions import holding, screening
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import filing, publishing, showing_drafts, wording
from bouquet.sites.blogs.actions.addressing import POST
from bouquet.sites.blogs.actions.publishing import Refused
from bouquet.sites.blogs.engine.schema import EMPTY, Document, checked
from bouquet.sites.blogs.engine.words import pictures_in
from bouquet.sites.blogs.events import ArticleChanged
from bouquet.sites.blogs.models import Blog, Post, PostPhoto, Revision, State
from bouquet.sites.blogs.models.post import LONGEST_EXCERPT, LONGEST_TITLE

# What the editor saves by itself in this time is one revision.
_ONE_SITTING: Final = timedelta(minutes=5)
MOST_AUTO: Final = 60


class Conflict(Exception):
    """Somebody else, or the same person elsewhere, saved another edition; `post` is as it is now."""

    def __init__(self, post: Post) -> None:
        super().__init__(f"edition {post.edition} of {post.pk}")
        self.post = post


class Untitled(ValueError):
    """A post without a title cannot be found by anybody."""


@dataclass(frozen=True)
class Words:
    """All of a post that is written. `document` is in its normal form."""

    title: str
    document: Document
    excerpt: str = ""

    @property
    def tidied(self) -> Words:
        """As they are kept."""
        title = " ".join(self.title.split())[:LONGEST_TITLE]
        return Words(title, self.document, " ".join(self.excerpt.split())[:LONGEST_EXCERPT])


def words_of(post: Post) -> Words:
    """What its writers see: with everything that does not show yet."""
    kept = post.draft or {"title": post.title, "document": post.document, "excerpt": post.excerpt}
    return Words(kept["title"], kept["document"] or EMPTY, kept.get("excerpt", ""))


@transaction.atomic
def begin(*, blog: Blog, by: Account, is_page: bool = False, words: Words | None = None) -> Post:
    """An empty draft in `blog`, or one of `words`. Raises PermissionDenied."""
    author = policies.require_writing(by, blog)
    key, code = new_key(), new_code()
    # Until it has a title its address is its code.
    post = Post.objects.create(
        pk=key, code=code, blog=blog, author=author, is_page=is_page, slug=code.lower(), language=blog.language
    )
    if words is not None:
        return save(post=post, by=by, on=0, words=words)
    return post


@transaction.atomic
def save(*, post: Post, by: Account, on: int, words: Words, is_auto: bool = False) -> Post:
    """Keep `words` on top of edition `on`; nobody but writers sees them yet. Saving the same again changes nothing.

    Raises PermissionDenied, and Conflict when the post has another edition that says something else.
    """
    post = _locked(post, by)
    words = words.tidied
    if words == words_of(post):
        if not is_auto:
            Revision.objects.filter(post=post, edition=post.edition).update(is_auto=False)
        return post
    if post.edition != on:
        raise Conflict(post)
    return _keep(post, by, words, is_auto=is_auto)


@transaction.atomic
def show(*, post: Post, by: Account) -> Post:
    """What was written is what shows from now on; a draft is only made ready. Raises PermissionDenied, Untitled,
    `publishing.Refused`.
    """
    post = _locked(post, by)
    if post.state != State.DRAFT:
        policies.require_can_publish(by, post)
    words, before = words_of(post), f"{post.title}\n{post.words}"
    if not words.title:
        raise Untitled
    edition = post.edition
    wording.word(post, title=words.title, document=words.document, excerpt=words.excerpt)
    if post.published_at is None and post.slug == post.code.lower():
        post.slug = filing.free_slug(post.blog, post.title, post=post)
    if post.is_published:
        _screen(post, by, before)
        post.updated_at = clock.now()
    post.version += 1
    post.changed_at = clock.now()
    post.save()
    if not Revision.objects.filter(post=post, edition=edition).update(edition=post.edition, is_auto=False):
        _record(post, by, words, is_auto=False)
    announce(ArticleChanged(post.pk))
    return post


def look_ahead(post: Post) -> None:
    """Have `post` say what it would say if it were shown now, for a preview; it must not be saved."""
    words = words_of(post)
    post.title, post.excerpt = words.title, words.excerpt
    post.html = showing_drafts.html_of(post, words.document)


@transaction.atomic
def bring_out(*, post: Post, by: Account, at: datetime | None = None) -> Post:
    """Everybody may read what was written from now on, or from `at` on. All of it or nothing; raises what `show`,
    `publishing.publish` and `publishing.schedule` raise.
    """
    policies.require_can_publish(by, post)
    post = show(post=post, by=by)
    if at is not None and not post.is_published:
        publishing.schedule(post=post, by=by, at=at)
    else:
        publishing.publish(post=post, by=by)
    return post


@transaction.atomic
def discard(*, post: Post, by: Account, on: int) -> Post:
    """What shows is what its writers see again; what was written since stays among the revisions. Raises
    PermissionDenied, Conflict.
    """
    shown = Words(post.title, post.document or EMPTY, post.excerpt)
    post = save(post=post, by=by, on=on, words=shown)
    post.draft = None
    post.save(update_fields=["draft"])
    return post


@transaction.atomic
def restore(*, post: Post, by: Account, revision: Revision, on: int) -> Post:
    """Write again what `revision` says; what is there now stays a revision. Raises PermissionDenied, Conflict."""
    if revision.post_id != post.pk:
        raise ValueError("The revision is another post's.")
    words = Words(revision.title, checked(revision.document or EMPTY), revision.excerpt)
    return save(post=post, by=by, on=on, words=words)


@transaction.atomic
def give_way(*, post: Post, by: Account, on: int, mine: Words) -> Post:
    """In a conflict, what is there stays what the post says, and `mine` is kept among its revisions. Raises
    PermissionDenied, Conflict when there is yet another edition.
    """
    post = _locked(post, by)
    if post.edition != on:
        raise Conflict(post)
    theirs = words_of(post)
    post = _keep(post, by, mine.tidied, is_auto=False)
    return _keep(post, by, theirs, is_auto=False)


def _locked(post: Post, by: Account) -> Post:
    """The row as it is now, to be changed by nobody else meanwhile. Raises PermissionDenied."""
    found = Post.objects.select_for_update(of=("self",)).select_related("blog", "author").get(pk=post.pk)
    policies.require_can_edit(by, found)
    return found


def _keep(post: Post, by: Account, words: Words, *, is_auto: bool) -> Post:
    previous = post.edition
    post.edition += 1
    post.draft = asdict(words)
    if post.state == State.DRAFT and post.published_at is None:
        # For the lists of those who write here.
        post.title = words.title
    post.changed_at = clock.now()
    post.save(update_fields=["draft", "title", "edition", "changed_at"])
    _lend_photos(post, by, words.document)
    last = Revision.objects.filter(post=post, edition=previous, is_auto=True, by=by).first()
    if is_auto and last is not None and last.saved_at > clock.now() - _ONE_SITTING:
        last.edition, last.title, last.document, last.excerpt = (
            post.edition, words.title, words.document, words.excerpt,
        )  # fmt: skip
        last.save(update_fields=["edition", "title", "document", "excerpt"])
    else:
        _record(post, by, words, is_auto=is_auto)
    return post


def _record(post: Post, by: Account, words: Words, *, is_auto: bool) -> None:
    Revision.objects.create(
        post=post,
        by=by,
        edition=post.edition,
        title=words.title,
        document=words.document,
        excerpt=words.excerpt,
        is_auto=is_auto,
    )
    old = Revision.objects.filter(post=post, is_auto=True).order_by("-edition").values_list("pk", flat=True)[MOST_AUTO:]
    Revision.objects.filter(pk__in=list(old)).delete()


def _lend_photos(post: Post, by: Account, document: Document) -> None:
    """Photos of a draft are kept for it, and open to nobody else yet."""
    named = {UUID(picture.photo) for picture in pictures_in(document) if picture.photo}
    if not named:
        return
    sent = list(Photo.objects.owned_by(by).filter(pk__in=named, kept_at=None).exclude(widths=[]))
    photo_actions.keep(sent, is_public=False)
    PostPhoto.objects.bulk_create([PostPhoto(post=post, photo=photo) for photo in sent], ignore_conflicts=True)


def _screen(post: Post, by: Account, before: str) -> None:
    found = screening.screen(text=f"{post.title}\n{post.words}", by=by, ref_kind=POST, previous=before)
    if found.verdict == screening.Verdict.REFUSE:
        raise Refused(found.reason)
    post.save()
    holding.settle(found, ref=Ref(POST, post.pk), by=by)
    post.refresh_from_db(fields=["standing", "label", "is_shown", "version"])
