"""Who hears of what: followers of posts, writers of followers and mentions."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs.actions.addressing import BLOG, POST
from bouquet.sites.blogs.models import Author, Follower, Mention, Post, Sight
from bouquet.sites.blogs.models.states import EDITING

_AT_ONCE = 1000


def tell_of_post(*, post_id: UUID, after: UUID | None = None) -> UUID | None:
    """Tell a thousand followers; the last one's key when there may be more. Safe to repeat."""
    post = Post.objects.shown().select_related("blog", "author").filter(pk=post_id, is_page=False).first()
    if post is None:
        return None
    followers = Follower.objects.filter(blog=post.blog_id, account__isnull=False).order_by("pk")
    if after is not None:
        followers = followers.filter(pk__gt=after)
    rows = list(followers.values_list("pk", "account")[:_AT_ONCE])
    tell(
        kind="blogs.post",
        recipients=[account for _key, account in rows if account],
        actor=post.author.account_id,
        about=Ref(POST, post.pk),
        fact=f"blogs.post:{post.pk}",
        data={"blog": post.blog.name},
    )
    return rows[-1][0] if len(rows) == _AT_ONCE else None


def tell_of_follower(*, blog_id: UUID, follower_id: UUID) -> None:
    """The editors hear of a member who follows."""
    follower = Follower.objects.filter(pk=follower_id, account__isnull=False).first()
    if follower is not None:
        tell(
            kind="blogs.followed",
            recipients=_editors(blog_id),
            actor=follower.account_id,
            about=Ref(BLOG, blog_id),
            fact=f"blogs.followed:{follower.pk}",
            group=f"blogs.followed:{blog_id}",
        )


def tell_of_mention(*, mention_id: UUID) -> None:
    """The author and the editors hear of a page that mentions the post, once it was found to."""
    mention = Mention.objects.select_related("post__author").filter(pk=mention_id, sight=Sight.SHOWN).first()
    if mention is None:
        return
    writer = mention.post.author.account_id
    tell(
        kind="blogs.mention",
        recipients={*_editors(mention.post.blog_id), *([writer] if writer else [])},
        actor=None,
        about=Ref(POST, mention.post_id),
        fact=f"blogs.mention:{mention.pk}",
        data={"site": mention.site},
    )


def _editors(blog_id: UUID) -> list[UUID]:
    people = Author.objects.filter(blog=blog_id, role__in=EDITING, account__isnull=False)
    return [key for key in people.values_list("account", flat=True) if key]
