"""Blogs and posts, to those who cannot know what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models.photo import Frame
from bouquet.capabilities.messaging.kinds import Place, Plan
from bouquet.foundation.brands.current import address_at, network
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject
from bouquet.sites.blogs.actions import moderating
from bouquet.sites.blogs.actions.addressing import BLOG, POST, SITE, blog_address, post_address
from bouquet.sites.blogs.models import Author, Blog, Post
from bouquet.sites.blogs.models.states import EDITING, Role


class BlogKind(Kind):
    """A blog: reported as a whole, found, and what a room may belong to. Its editors are its keepers."""

    name = BLOG
    label = _("a blog")
    icon = "notebook-pen"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        blogs = Blog.objects.filter(pk__in=keys)
        people = editors_of(keys)
        return {blog.pk: _of_blog(blog, people[blog.pk]) for blog in blogs}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(Blog.objects.visible_to(visitor).filter(pk__in=keys).values_list("pk", flat=True))

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """To members, where they may look."""
        return self.visible_to(visitor, keys) if isinstance(visitor, Account) else set()

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.put_blog(key=key, standing=standing, label=label)


class PostKind(Kind):
    """A post or a page of a blog: commented, reported, found."""

    name = POST
    label = _("a blog post")
    icon = "newspaper"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        posts = Post.objects.filter(pk__in=keys).defer("document", "draft", "html", "sought")
        found = list(posts.select_related("blog", "author"))
        people = editors_of({post.blog_id for post in found})
        return {post.pk: _of_post(post, people[post.blog_id]) for post in found}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(Post.objects.visible_to(visitor).filter(pk__in=keys).values_list("pk", flat=True))

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """To members, once it shows."""
        if not isinstance(visitor, Account):
            return set()
        return set(Post.objects.shown().filter(pk__in=keys).values_list("pk", flat=True))

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.put_post(key=key, standing=standing, label=label)


class BlogPlace(Place):
    """The room of a blog: whoever reads the blog reads it, members speak."""

    kind = BLOG

    def plan(self, key: UUID) -> Plan | None:
        blog = Blog.objects.filter(pk=key).first()
        return Plan(blog.name, blog.tagline) if blog else None


class PostPlace(Place):
    """The room of a post. Pages have none: they are not news."""

    kind = POST

    def plan(self, key: UUID) -> Plan | None:
        post = Post.objects.filter(pk=key, is_page=False).only("title", "teaser").first()
        return Plan(post.title or post.teaser) if post else None


def editors_of(blogs: Iterable[UUID]) -> dict[UUID, list[Author]]:
    """Who looks after each of these blogs, the owner first. One query."""
    found: dict[UUID, list[Author]] = defaultdict(list)
    people = Author.objects.filter(blog__in=list(blogs), role__in=EDITING, account__isnull=False)
    for author in people.order_by("since_at"):
        found[author.blog_id].insert(0 if author.role == Role.OWNER else len(found[author.blog_id]), author)
    return found


def _of_blog(blog: Blog, people: list[Author]) -> Subject:
    return Subject(
        ref=Ref(BLOG, blog.pk),
        title=blog.name,
        address=blog_address(blog),
        author_id=people[0].account_id if people else None,
        made_at=blog.created_at,
        text=f"{blog.name}\n{blog.tagline}\n{blog.about}".strip(),
        pictures=(_picture(blog.header_largest),) if blog.header else (),
        language=blog.language,
        standing=Standing(blog.standing),
        keepers=_keys(people),
    )


def _of_post(post: Post, people: list[Author]) -> Subject:
    blog = post.blog
    is_closed = not (post.takes_comments and blog.takes_comments) or blog.closed_at is not None
    return Subject(
        ref=Ref(POST, post.pk),
        title=post.title or post.teaser or gettext("A post of %(blog)s") % {"blog": blog.name},
        address=post_address(post),
        author_id=post.author.account_id,
        made_at=post.published_at or post.created_at,
        text=f"{post.title}\n{post.words}".strip(),
        pictures=(_picture(Frame(post.cover).largest),) if post.cover else (),
        language=post.language or blog.language,
        standing=Standing(post.standing),
        keepers=_keys(people),
        comments_close_at=post.created_at if is_closed else None,
        part_of=Ref(BLOG, blog.pk),
    )


def _picture(path: str) -> str:
    """On the brand's own host: pages of the network's other brands load pictures from brands only, not from every
    blog."""
    return address_at(network().brand_showing(SITE).host, path)


def _keys(people: Iterable[Author]) -> frozenset[UUID]:
    return frozenset(author.account_id for author in people if author.account_id)
