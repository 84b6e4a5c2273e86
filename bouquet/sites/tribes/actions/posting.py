"""Post, edit, take away, bring back, pin, pass on."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions.addressing import person_path
from bouquet.capabilities.comments.actions.wording import mentioned
from bouquet.capabilities.moderation.actions import limiting
from bouquet.capabilities.moderation.actions.holding import settle
from bouquet.capabilities.moderation.actions.screening import Screening, Verdict, screen
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import letting_go, purging
from bouquet.sites.tribes.events import PostChanged, PostErased, PostPublished
from bouquet.sites.tribes.models import Audience, Post, Profile, Tribe

POST = "tribes.post"
DAYS_IN_THE_BIN = 30
MOST_PINNED = 3


class Refused(ValueError):
    """The words hold what this network does not take; `reason` is a sentence for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingSaid(ValueError):
    """No words, and nothing that comes with them."""


class TooManyPinned(ValueError):
    """Three posts are pinned already."""


@transaction.atomic
def publish(
    *,
    by: Account,
    tribe: Tribe | None,
    text: str,
    audience: str = Audience.TRIBE,
    shared: Ref | None = None,
    carries_more: bool = False,
) -> Post:
    """Say something in a tribe, or on one's own page (`tribe` None, `audience` says for whom).

    `carries_more`: photos, a poll or an event come with it, so that it may have no words.
    What the screening doubts is held for a moderator: its author sees it, nobody else does yet.
    Raises PermissionDenied, `limiting.TooFast`, Refused or NothingSaid.
    """
    if tribe is not None:
        policies.require_can_post(by, tribe)
    if not text.strip() and shared is None and not carries_more:
        raise NothingSaid
    limiting.require_pace(account=by, verb="post")
    screening = _screened(text, by)
    post = Post(author=by, tribe=tribe, audience=Audience.TRIBE if tribe else audience)
    if shared is not None:
        post.shared_kind, post.shared_key = shared.kind, shared.key
    post.say(text, mentions=_mentions(text, by))
    post.save(force_insert=True)
    refresh_last(post)
    settle(screening, ref=Ref(POST, post.pk), by=by)
    post.refresh_from_db(fields=["standing", "is_shown", "version"])
    announce(PostPublished(post.pk))
    return post


@transaction.atomic
def edit(*, post: Post, by: Account, text: str, audience: str | None = None) -> None:
    """Other words, or another audience on one's own page. Raises PermissionDenied, Refused or NothingSaid."""
    policies.require_can_edit(by, post)
    if not text.strip() and not post.shared_key and not post.attached:
        raise NothingSaid
    said_before = post.text
    screening = _screened(text, by, previous=said_before)
    post.say(text, mentions=_mentions(text, by))
    if audience is not None and post.tribe_id is None:
        post.audience = Audience(audience)
    if post.text != said_before:
        post.edited_at = clock.now()
    _settle(post)
    settle(screening, ref=Ref(POST, post.pk), by=by)
    post.refresh_from_db(fields=["standing", "is_shown", "version"])


@transaction.atomic
def remove(*, post: Post, by: Account) -> None:
    """Take one's post away; it may be brought back for thirty days."""
    if post.author_id != by.pk:
        raise PermissionDenied
    post.removed_at, post.pinned_at = clock.now(), None
    _settle(post)


@transaction.atomic
def restore(*, post: Post, by: Account) -> None:
    """Bring one's post back."""
    if post.author_id != by.pk:
        raise PermissionDenied
    post.removed_at = None
    _settle(post)


@transaction.atomic
def pin(*, post: Post, by: Account) -> None:
    """Keep a post on top of its tribe. Raises TooManyPinned."""
    tribe = _tribe_kept(post, by)
    pinned = Post.objects.select_for_update().filter(tribe=tribe, pinned_at__isnull=False).exclude(pk=post.pk)
    if len(pinned) >= MOST_PINNED:
        raise TooManyPinned
    post.pinned_at = clock.now()
    post.version += 1
    post.save(update_fields=["pinned_at", "version"])
    purging.purge_post(post_id=post.pk)


@transaction.atomic
def unpin(*, post: Post, by: Account) -> None:
    """Let it go down with the others."""
    _tribe_kept(post, by)
    post.pinned_at = None
    post.version += 1
    post.save(update_fields=["pinned_at", "version"])
    purging.purge_post(post_id=post.pk)


@transaction.atomic
def share(*, ref: Ref, by: Account, tribe: Tribe | None, text: str, audience: str = Audience.TRIBE) -> Post:
    """Pass a thing on: what `by` may see, with words of their own. Sharing a share passes on what it shared.

    Raises PermissionDenied for what they may not see.
    """
    if ref not in registry.visible([ref], by):
        raise PermissionDenied
    if ref.kind == POST:
        post = Post.objects.filter(pk=ref.key).first()
        if (
            post is not None
            and post.shared is not None
            and not post.text
            and post.shared in registry.visible([post.shared], by)
        ):
            ref = post.shared
    return publish(by=by, tribe=tribe, text=text, audience=audience, shared=ref)


def erase_old() -> int:
    """What was taken away thirty days ago goes for ever; returns how many."""
    before = clock.now() - timedelta(days=DAYS_IN_THE_BIN)
    gone = list(Post.objects.filter(removed_at__lte=before)[:500])
    for post in gone:
        erase(post=post)
    return len(gone)


@transaction.atomic
def erase(*, post: Post) -> None:
    """The row goes."""
    key = post.pk
    letting_go.let_go(post=post)
    post.delete()
    if post.is_shown:
        refresh_last(post)
        purging.purge_everything()
    announce(PostErased(key))


def refresh_last(post: Post) -> None:
    """The newest post that shows, of its tribe or of its author's page: feeds begin there."""
    shown = Post.objects.filter(is_shown=True)
    if post.tribe_id is not None:
        last = shown.filter(tribe=post.tribe_id).order_by("-pk").values_list("pk", flat=True).first()
        Tribe.objects.filter(pk=post.tribe_id).update(last_post_id=last)
    else:
        last = shown.filter(author=post.author_id, tribe=None).order_by("-pk").values_list("pk", flat=True).first()
        Profile.objects.update_or_create(account_id=post.author_id, defaults={"last_post_id": last})


def _settle(post: Post) -> None:
    post.settle()
    post.save()
    refresh_last(post)
    announce(PostChanged(post.pk))


def _screened(text: str, by: Account, *, previous: str = "") -> Screening:
    screening = screen(text=text, by=by, ref_kind=POST, previous=previous)
    if screening.verdict == Verdict.REFUSE:
        raise Refused(screening.reason)
    return screening


def _mentions(text: str, by: Account) -> dict[str, str]:
    return {person.handle: person_path(person.handle) for person in mentioned(text, by=by)}


def _tribe_kept(post: Post, by: Account) -> Tribe:
    if post.tribe is None or not post.is_shown:
        raise PermissionDenied
    policies.require_keeping(by, post.tribe)
    return post.tribe
