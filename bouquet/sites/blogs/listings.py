"""What can be found of blogs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from bouquet.capabilities.discovery.kinds import EVERYONE, Listing
from bouquet.capabilities.media.models.photo import Frame
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.text.safe_html import plain_text
from bouquet.sites.blogs.actions.addressing import BLOG, POST, blog_address, post_address
from bouquet.sites.blogs.models import Blog, Post


def collect_blogs(keys: Collection[UUID]) -> list[Listing]:
    """Blogs that show and want to be found."""
    return [_of_blog(blog) for blog in Blog.objects.shown().filter(pk__in=keys, is_listed=True)]


def collect_posts(keys: Collection[UUID]) -> list[Listing]:
    """Posts and pages that show, of blogs that want to be found."""
    posts = Post.objects.shown().filter(pk__in=keys, blog__is_listed=True).defer("document", "draft", "html", "sought")
    return [_of_post(post) for post in posts.select_related("blog").with_shelves()]


def _of_blog(blog: Blog) -> Listing:
    return Listing(
        ref=Ref(BLOG, blog.pk),
        type="blog",
        title=blog.name,
        address=blog_address(blog),
        made_at=blog.created_at,
        audience=(EVERYONE,),
        teaser=blog.teaser,
        body=plain_text(blog.about),
        picture=f"/media/public/{blog.header}/{blog.header_widths[0]}.webp" if blog.header else "",
        language=blog.language,
        popularity=blog.followers_count,
    )


def _of_post(post: Post) -> Listing:
    return Listing(
        ref=Ref(POST, post.pk),
        type="article",
        title=post.title or post.teaser or post.blog.name,
        address=post_address(post),
        made_at=post.published_at or post.created_at,
        audience=(EVERYONE,),
        teaser=f"{post.blog.name} · {post.author.shown_name}",
        body=f"{post.teaser}\n{post.words}",
        tags=tuple(tag.name for tag in post.tags.all()),
        picture=Frame(post.cover).address(320) if post.cover else "",
        language=post.language or post.blog.language,
        author_id=post.author.account_id,
    )
