"""Addresses of the blogs site as the outside world writes them, and who answers at a host."""

from __future__ import annotations

from bouquet.foundation.brands.current import site_address
from bouquet.foundation.brands.guests import Guest
from bouquet.sites.blogs.models import Blog, Post

SITE = "blogs"
BLOG, POST = "blogs.blog", "blogs.post"


def blog_address(blog: Blog) -> str:
    """The front page of a blog, in the language of the moment."""
    return blog.address()


def post_address(post: Post) -> str:
    """The page of a post, in the language of the moment."""
    return post.blog.address(post.path)


def canonical_address(post: Post) -> str:
    """The one address machines know of it: where it stood first, or its page in the blog's language."""
    return post.origin or post.blog.canonical(post.path)


def desk_address(blog: Blog) -> str:
    """Where its writers work."""
    return site_address(SITE, "blogs:desk", blog.slug)


def guest_at(host: str, brand_host: str) -> Guest | None:
    """The blog that answers at `host`. One query; none for a host that can be no blog's."""
    if "." not in host or len(host) > 253:
        return None
    blog = Blog.objects.at_host(host, brand_host=brand_host).first()
    return Guest(SITE, blog.own_host, blog.host, blog) if blog else None
