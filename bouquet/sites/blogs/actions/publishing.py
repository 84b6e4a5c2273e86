"""When a post shows: published, scheduled, withdrawn, pinned, removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import holding, limiting, screening
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions.addressing import POST
from bouquet.sites.blogs.events import ArticleChanged, ArticleErased, ArticlePublished
from bouquet.sites.blogs.models import Blog, Post, State

# What its writer took away may be taken back for so long.
KEPT_REMOVED = timedelta(days=30)


class Refused(ValueError):
    """The words may not be published; the reason is for their author."""


class TooEarly(ValueError):
    """A time that has passed."""

    def __str__(self) -> str:
        return gettext("This moment has passed. Choose a later one, or publish now.")


@transaction.atomic
def publish(*, post: Post, by: Account) -> None:
    """Everybody may read it from now on. Raises PermissionDenied, Refused and `limiting.TooFast`."""
    policies.require_can_publish(by, post)
    if post.state == State.PUBLISHED:
        return
    limiting.require_pace(account=by, verb="publish")
    _screen(post, by)
    _bring_out(post, at=clock.now())


@transaction.atomic
def schedule(*, post: Post, by: Account, at: datetime) -> None:
    """Have it published at `at`, by the house. Raises PermissionDenied, Refused and TooEarly."""
    policies.require_can_publish(by, post)
    if at <= clock.now():
        raise TooEarly
    _screen(post, by)
    post.state, post.scheduled_at = State.SCHEDULED, at
    _settle(post, "state", "scheduled_at")


@transaction.atomic
def withdraw(*, post: Post, by: Account) -> None:
    """Back to a draft: nobody but its writers sees it. Raises PermissionDenied."""
    policies.require_can_publish(by, post)
    post.state, post.scheduled_at = State.DRAFT, None
    _settle(post, "state", "scheduled_at")


@transaction.atomic
def pin(*, post: Post, by: Account, is_pinned: bool) -> None:
    """On top of the blog, or not. Editors may. Raises PermissionDenied."""
    policies.require_editing(by, post.blog)
    post.pinned_at = (post.pinned_at or clock.now()) if is_pinned else None
    _settle(post, "pinned_at")


@transaction.atomic
def remove(*, post: Post, by: Account) -> None:
    """Away from every page, for thirty days to take back; then for good. Raises PermissionDenied."""
    policies.require_can_edit(by, post)
    post.removed_at = clock.now()
    _settle(post, "removed_at")


@transaction.atomic
def restore(*, post: Post, by: Account) -> None:
    """As it was before it was removed. Raises PermissionDenied."""
    author = policies.require_writing(by, post.blog)
    if not author.is_editing and post.author_id != author.pk:
        policies.require_editing(by, post.blog)
    post.removed_at = None
    _settle(post, "removed_at")


def publish_due() -> None:
    """The keeper's chore: what was scheduled until now. Safe to repeat."""
    due = Post.objects.filter(state=State.SCHEDULED, scheduled_at__lte=clock.now(), removed_at=None)
    for key in due.values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            post = Post.objects.select_for_update(of=("self",)).filter(pk=key, state=State.SCHEDULED).first()
            if post is not None and post.scheduled_at is not None:
                _bring_out(post, at=post.scheduled_at)


def erase_old() -> None:
    """The keeper's chore: what was removed long ago goes for good."""
    old = Post.objects.filter(removed_at__lt=clock.now() - KEPT_REMOVED)
    for post in old[:200]:
        erase(post=post)


@transaction.atomic
def erase(*, post: Post) -> None:
    """The row goes, and with it its revisions and letters; others hear of it. Safe to repeat."""
    key, blog_id = post.pk, post.blog_id
    Post.objects.filter(pk=key).delete()
    recount(blog_id)
    announce(ArticleErased(key))


def recount(blog_id: UUID) -> None:
    """How many posts of the blog show, and when the last came."""
    shown = Post.objects.filter(blog=blog_id, is_page=False, is_shown=True)
    last = shown.aggregate(last=Max("published_at"))["last"]
    Blog.objects.filter(pk=blog_id).update(posts_count=shown.count(), last_post_at=last)


def _screen(post: Post, by: Account) -> None:
    found = screening.screen(text=f"{post.title}\n{post.words}", by=by, ref_kind=POST)
    if found.verdict == screening.Verdict.REFUSE:
        raise Refused(found.reason)
    holding.settle(found, ref=Ref(POST, post.pk), by=by)
    post.refresh_from_db(fields=["standing", "label"])


def _bring_out(post: Post, *, at: datetime) -> None:
    is_first = post.published_at is None
    post.state, post.scheduled_at = State.PUBLISHED, None
    if is_first:
        post.published_at = at
    _settle(post, "state", "scheduled_at", "published_at")
    if post.is_shown:
        announce(ArticlePublished(post.pk))


def _settle(post: Post, *fields: str) -> None:
    post.settle()
    post.changed_at = clock.now()
    post.save(update_fields=[*fields, "is_shown", "version", "changed_at"])
    recount(post.blog_id)
    announce(ArticleChanged(post.pk))
