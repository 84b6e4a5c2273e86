"""Jobs of the blogs site."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django_tasks import task

from bouquet.capabilities.affinity.actions import cataloguing
from bouquet.capabilities.comments.actions.forgetting import forget_subject
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.capabilities.messaging.actions import placing
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs.actions import (
    exporting,
    fetching_pictures,
    importing,
    leaving,
    mentioning,
    newsletter,
    pinging,
    talking,
    telling,
)
from bouquet.sites.blogs.actions.addressing import BLOG, POST
from bouquet.sites.blogs.models import Post


@task()
def tell_followers(post_id: str, after: str = "") -> None:
    """Tell members who follow the blog, a thousand at a time."""
    further = telling.tell_of_post(post_id=UUID(post_id), after=UUID(after) if after else None)
    if further is not None:
        tell_followers.enqueue(post_id, str(further))


@task()
def send_letters(post_id: str) -> None:
    """Write to those who follow by mail, a few hundred at a time."""
    if newsletter.send_letters(post_id=UUID(post_id)):
        send_letters.enqueue(post_id)


@task()
def tell_the_room(post_id: str) -> None:
    """Say in the blog's room that the post is there."""
    talking.tell_the_room(post_id=UUID(post_id))


@task()
def follow_the_post(post_id: str) -> None:
    """The post's room, and what the blog's room says of it, follow the post."""
    talking.follow_the_post(post_id=UUID(post_id))


@task()
def ping_hub(post_id: str) -> None:
    """Feeds have changed."""
    pinging.ping(post_id=UUID(post_id))


@task()
def send_mentions(post_id: str) -> None:
    """Tell the pages the post links to."""
    mentioning.send(post_id=UUID(post_id))


@task()
def read_mention(mention_id: str) -> None:
    """Read the page that says it mentions a post."""
    mentioning.read(mention_id=UUID(mention_id))
    telling.tell_of_mention(mention_id=UUID(mention_id))


@task()
def catalogue(blog_id: str) -> None:
    """What may be suggested follows the blog."""
    cataloguing.refresh(kind=BLOG, keys=[UUID(blog_id)])


@task()
def list_posts(blog_id: str) -> None:
    """What may be found follows the blog."""
    for key in Post.objects.filter(blog=UUID(blog_id)).values_list("pk", flat=True).iterator(chunk_size=500):
        with transaction.atomic():
            announce(ListingChanged(POST, key))


@task()
def forget_post(post_id: str) -> None:
    """What was said of a post that is gone, and who was told of it."""
    ref = Ref(POST, UUID(post_id))
    forget_subject(ref)
    forget(ref)
    placing.forget(ref)


@task()
def forget_member(account_id: str, keeps_posts: bool) -> None:
    """What an erased member leaves behind."""
    leaving.forget_member(account_id=UUID(account_id), keeps_posts=keeps_posts)


@task()
def look_through_import(import_id: str) -> None:
    """Say what an export holds."""
    importing.look_through(import_id=UUID(import_id))


@task()
def bring_in(import_id: str) -> None:
    """Write what an export holds."""
    importing.bring_in(import_id=UUID(import_id))


@task()
def fetch_pictures(blog_id: str) -> None:
    """Fetch some pictures of an old blog, then let others have the worker."""
    if fetching_pictures.fetch_some(blog_id=UUID(blog_id)):
        fetch_pictures.enqueue(blog_id)


@task()
def make_copy_of_blog(copy_id: str) -> None:
    """Write all of a blog into one file."""
    exporting.make_copy(copy_id=UUID(copy_id))
