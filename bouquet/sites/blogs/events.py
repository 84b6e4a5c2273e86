"""What happens in blogs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BlogOpened:
    """There is a new blog, with its owner in it."""

    blog_id: UUID


@dataclass(frozen=True)
class BlogChanged:
    """Its words, look, domain, people, shelves, standing or life are not what they were."""

    blog_id: UUID


@dataclass(frozen=True)
class BlogFollowed:
    """Somebody follows a blog from now on."""

    blog_id: UUID
    follower_id: UUID


@dataclass(frozen=True)
class BlogUnfollowed:
    """A member follows a blog no more."""

    blog_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class AuthorAsked:
    """A member is asked to write in a blog."""

    asked_id: UUID


@dataclass(frozen=True)
class ArticlePublished:
    """A post may be read from now on, by everybody."""

    post_id: UUID


@dataclass(frozen=True)
class ArticleChanged:
    """Its words, its place, or whether it shows, are not what they were."""

    post_id: UUID


@dataclass(frozen=True)
class ArticleErased:
    """The row is gone."""

    post_id: UUID


@dataclass(frozen=True)
class MentionReceived:
    """A page elsewhere says that it speaks of a post; nobody has read it yet."""

    mention_id: UUID


@dataclass(frozen=True)
class ImportAsked:
    """A file of another blog was brought, to be looked through."""

    import_id: UUID


@dataclass(frozen=True)
class ImportConfirmed:
    """What the file holds is to be brought into the blog."""

    import_id: UUID


@dataclass(frozen=True)
class PicturesWanted:
    """Posts of a blog show pictures that still lie where they came from."""

    blog_id: UUID


@dataclass(frozen=True)
class CopyOfBlogAsked:
    """The owner of a blog wants all of it in one file."""

    copy_id: UUID
