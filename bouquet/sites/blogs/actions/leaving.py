"""A member is away, comes back, or is erased."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs.actions import publishing
from bouquet.sites.blogs.events import ArticleChanged, BlogChanged
from bouquet.sites.blogs.models import Asked, Author, Blog, Follower, Post, Role, State
from bouquet.sites.blogs.models.states import OPENLY


@transaction.atomic
def hide_or_show(*, account_id: UUID) -> None:
    """What a member wrote agrees with whether they are away (leaving, suspended); a blog with its owner. Safe to
    repeat, in any order."""
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        return
    mine = Author.objects.filter(account=account)
    owned = Blog.objects.filter(authors__in=mine.filter(role=Role.OWNER))
    Blog.objects.filter(pk__in=owned.values("pk")).update(is_away=account.is_away, version=F("version") + 1)
    posts = Post.objects.filter(author__in=mine)
    if account.is_away:
        posts.filter(is_away=False).update(is_away=True, is_shown=False, version=F("version") + 1)
    else:
        there = Q(removed_at=None, standing__in=OPENLY, state=State.PUBLISHED)
        posts.filter(there, is_away=True).update(is_away=False, is_shown=True, version=F("version") + 1)
        posts.filter(is_away=True).update(is_away=False)
    for blog_id in mine.values_list("blog", flat=True):
        publishing.recount(blog_id)
        announce(BlogChanged(blog_id))
    for key in posts.values_list("pk", flat=True):
        announce(ArticleChanged(key))


@transaction.atomic
def forget_member(*, account_id: UUID, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind. Safe to repeat. A blog goes to its first editor; without one it goes
    with its owner, unless what they wrote is kept: then it stays as it is, and nobody writes in it."""
    Follower.objects.filter(account=account_id).delete()
    Asked.objects.filter(Q(account=account_id) | Q(by=account_id)).delete()
    for author in Author.objects.filter(account=account_id).select_related("blog"):
        _forget_author(author, keeps_posts=keeps_posts)


def _forget_author(author: Author, *, keeps_posts: bool) -> None:
    blog = author.blog
    heir = blog.authors.filter(role=Role.EDITOR, account__is_active=True).order_by("since_at").first()
    was_owner = author.role == Role.OWNER
    if not keeps_posts:
        for post in Post.objects.filter(author=author):
            publishing.erase(post=post)
    if was_owner and heir is None and not keeps_posts:
        for post in Post.objects.filter(blog=blog):
            publishing.erase(post=post)
        key = blog.pk
        blog.delete()
        announce(BlogChanged(key))
        return
    author.role, author.account, author.bio = Role.PAST, None, ""
    author.save(update_fields=["role", "account", "bio"])
    if was_owner and heir is not None:
        heir.role = Role.OWNER
        heir.save(update_fields=["role"])
    Blog.objects.filter(pk=blog.pk).update(is_away=False, version=F("version") + 1)
    there = Q(removed_at=None, standing__in=OPENLY, state=State.PUBLISHED)
    Post.objects.filter(there, author=author).update(is_away=False, is_shown=True, version=F("version") + 1)
    publishing.recount(blog.pk)
    announce(BlogChanged(blog.pk))
