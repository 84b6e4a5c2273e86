"""What the blogs site does when something happens."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.events import (
    AccountChanged,
    AccountErased,
    AccountLeaving,
    AccountReinstated,
    AccountStaying,
    AccountSuspended,
)
from bouquet.capabilities.affinity.actions import signals
from bouquet.capabilities.comments.actions.purging import purge_comments, purge_comments_of
from bouquet.capabilities.comments.events import SubjectReacted
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.capabilities.messaging.actions import placing
from bouquet.foundation.events.announcing import announce, subscribe
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs import tasks
from bouquet.sites.blogs.actions import authors, leaving, purging, telling
from bouquet.sites.blogs.actions.addressing import BLOG, POST
from bouquet.sites.blogs.events import (
    ArticleChanged,
    ArticleErased,
    ArticlePublished,
    AuthorAsked,
    BlogChanged,
    BlogFollowed,
    BlogOpened,
    BlogUnfollowed,
    CopyOfBlogAsked,
    ImportAsked,
    ImportConfirmed,
    MentionReceived,
    PicturesWanted,
)
from bouquet.sites.blogs.models import Blog, Follower, Post


@subscribe(BlogOpened)
def let_the_blog_be_found(event: BlogOpened) -> None:
    _list(BLOG, event.blog_id)


@subscribe(BlogChanged)
def let_the_blog_show_as_it_is(event: BlogChanged) -> None:
    """Also what may be found of it, and whether strangers may read what is said below its posts."""
    purging.purge_blog(event.blog_id)
    purge_comments_of(POST)
    placing.settle(Ref(BLOG, event.blog_id))
    if not Blog.objects.filter(pk=event.blog_id).exists():
        signals.forget_ref(Ref(BLOG, event.blog_id))
    _list(BLOG, event.blog_id)
    tasks.list_posts.enqueue(str(event.blog_id))
    tasks.catalogue.enqueue(str(event.blog_id))


@subscribe(BlogFollowed)
def tell_of_the_follower(event: BlogFollowed) -> None:
    telling.tell_of_follower(blog_id=event.blog_id, follower_id=event.follower_id)


@subscribe(BlogFollowed)
def learn_from_the_follower(event: BlogFollowed) -> None:
    """Kept only of members who allow it: affinity asks them. Addresses of mail are nobody it knows."""
    account_id = Follower.objects.filter(pk=event.follower_id).values_list("account", flat=True).first()
    if account_id is not None:
        signals.record(account_id=account_id, ref=Ref(BLOG, event.blog_id), verb="follow")


@subscribe(BlogUnfollowed)
def learn_from_the_farewell(event: BlogUnfollowed) -> None:
    signals.take_back(account_id=event.account_id, ref=Ref(BLOG, event.blog_id), verb="follow")


@subscribe(SubjectReacted)
def learn_from_the_reaction(event: SubjectReacted) -> None:
    """A post somebody likes speaks for its blog."""
    if event.kind != POST:
        return
    blog_id = Post.objects.shown().filter(pk=event.key).values_list("blog", flat=True).first()
    if blog_id is not None:
        signals.record(account_id=event.account_id, ref=Ref(BLOG, blog_id), verb="like")


@subscribe(AuthorAsked)
def tell_the_asked(event: AuthorAsked) -> None:
    authors.tell_of_ask(asked_id=event.asked_id)


@subscribe(ArticlePublished)
def tell_of_the_post(event: ArticlePublished) -> None:
    """Followers hear of it once, however often it comes back; feeds and pages elsewhere, each time."""
    post_id = str(event.post_id)
    tasks.tell_followers.enqueue(post_id)
    tasks.tell_the_room.enqueue(post_id)
    if Post.objects.filter(pk=event.post_id, mailed_at=None, is_page=False).exists():
        tasks.send_letters.enqueue(post_id)
    _show(event.post_id)
    for blog_id in Post.objects.filter(pk=event.post_id).values_list("blog", flat=True):
        tasks.catalogue.enqueue(str(blog_id))


@subscribe(ArticleChanged)
def let_the_post_show_as_it_is(event: ArticleChanged) -> None:
    tasks.follow_the_post.enqueue(str(event.post_id))
    _show(event.post_id)


@subscribe(ArticleErased)
def forget_the_post(event: ArticleErased) -> None:
    _list(POST, event.post_id)
    tasks.forget_post.enqueue(str(event.post_id))


@subscribe(MentionReceived)
def read_the_mention(event: MentionReceived) -> None:
    tasks.read_mention.enqueue(str(event.mention_id))


@subscribe(ImportAsked)
def look_through_the_file(event: ImportAsked) -> None:
    tasks.look_through_import.enqueue(str(event.import_id))


@subscribe(ImportConfirmed)
def bring_in_the_file(event: ImportConfirmed) -> None:
    tasks.bring_in.enqueue(str(event.import_id))


@subscribe(PicturesWanted)
def fetch_the_pictures(event: PicturesWanted) -> None:
    tasks.fetch_pictures.enqueue(str(event.blog_id))


@subscribe(CopyOfBlogAsked)
def make_the_copy(event: CopyOfBlogAsked) -> None:
    tasks.make_copy_of_blog.enqueue(str(event.copy_id))


@subscribe(AccountLeaving)
def hide_what_they_wrote(event: AccountLeaving) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountStaying)
def show_what_they_wrote(event: AccountStaying) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountSuspended)
def hide_what_the_suspended_wrote(event: AccountSuspended) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountReinstated)
def show_what_the_reinstated_wrote(event: AccountReinstated) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id), event.keeps_posts)


@subscribe(AccountChanged)
def show_the_writer_as_they_are(event: AccountChanged) -> None:
    purging.purge_of_author(event.account_id)


def _show(post_id: UUID) -> None:
    purging.purge_post(post_id)
    purge_comments(Ref(POST, post_id))
    _list(POST, post_id)
    post = Post.objects.filter(pk=post_id, published_at__isnull=False).values_list("is_page").first()
    if post is not None:
        tasks.ping_hub.enqueue(str(post_id))
        tasks.send_mentions.enqueue(str(post_id))


def _list(kind: str, key: UUID) -> None:
    with transaction.atomic():
        announce(ListingChanged(kind, key))
