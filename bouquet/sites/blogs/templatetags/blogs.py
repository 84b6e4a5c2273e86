"""Addresses that pages of blogs print."""

from __future__ import annotations

from django import template

from bouquet.capabilities.media.models.photo import Frame
from bouquet.foundation.brands.current import address_at
from bouquet.sites.blogs.actions.addressing import desk_address
from bouquet.sites.blogs.models import Blog, Post

register = template.Library()


@register.simple_tag
def absolute_of(blog: Blog, path: str) -> str:
    """`path` on the blog's host, without a language: files."""
    return address_at(blog.host, path)


@register.simple_tag
def desk_of(blog: Blog) -> str:
    """Where its writers work."""
    return desk_address(blog)


@register.filter
def cover_of(post: Post) -> Frame | None:
    """Its picture, if it has one."""
    return Frame(post.cover) if post.cover else None
