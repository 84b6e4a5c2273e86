"""Posts and pages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.sites.blogs.models.author import Author
from bouquet.sites.blogs.models.blog import Blog
from bouquet.sites.blogs.models.classing import Category, Series, Tag
from bouquet.sites.blogs.models.reading_posts import BlogPostQuerySet
from bouquet.sites.blogs.models.states import OPENLY, Standings, State

LONGEST_TITLE = 200
LONGEST_EXCERPT = 500
# Posts that show, for lists.
_LISTED = Q(is_page=False, is_shown=True)


class Post(models.Model):
    """Something written in a blog. A page (`is_page`) stands in the blog's menu instead of among its posts.

    `document` is the editor's JSON, the truth; `html` (sanitised), `words` (plain text, for the search), `teaser` and
    `minutes` are prepared from it when it is written (`engine.document`). `draft` is what was written since and does
    not show yet, as {"title", "document", "excerpt"}; None when there is nothing. `edition` goes up with every save
    of the words, whoever saves: who saves on top of another edition has a conflict.
    `is_shown` sums up why it might not show, but for its blog; `version` goes up with everything a card shows.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    # For addresses that stay whatever the title: previews, the editor.
    code = models.CharField(max_length=11, unique=True, default=new_code, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="posts")
    is_page = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    slug = models.SlugField(max_length=90)

    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    document = models.JSONField(default=dict)
    html = models.TextField(blank=True)
    words = models.TextField(blank=True)
    # Title and words, folded: what the blog's search looks in.
    sought = models.TextField(blank=True)
    # As its author wrote it; `teaser` is that, or the first words.
    excerpt = models.CharField(max_length=LONGEST_EXCERPT, blank=True)
    teaser = models.CharField(max_length=LONGEST_EXCERPT, blank=True)
    minutes = models.PositiveSmallIntegerField(default=1)
    draft = models.JSONField(null=True)
    edition = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=5, blank=True)
    # Where it was published first, when that is elsewhere: its canonical address.
    origin = models.URLField(max_length=500, blank=True)

    cover_photo = models.ForeignKey("media.Photo", on_delete=models.SET_NULL, null=True, related_name="+")
    # `Photo.to_frame` of it, or empty.
    cover = models.JSONField(default=dict)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="posts")
    tags = models.ManyToManyField(Tag, related_name="posts")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, related_name="posts")
    series_position = models.PositiveSmallIntegerField(default=0)
    menu_position = models.PositiveSmallIntegerField(default=0)

    takes_comments = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    # When it goes, while it is scheduled.
    scheduled_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # When words that show changed last, after it was published.
    updated_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    is_away = models.BooleanField(default=False)
    standing = models.CharField(max_length=8, choices=Standings, default=Standings.SHOWN)
    label = models.CharField(max_length=200, blank=True)
    is_shown = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    # When followers were written to about it.
    mailed_at = models.DateTimeField(null=True)

    objects = BlogPostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "slug"], name="blogs_slug_once")]
        indexes = [
            # SQLite takes no column for `NOT is_page`; both databases take a part for the very same words.
            models.Index(fields=["blog", "-published_at", "-id"], condition=_LISTED, name="blogs_listed"),
            models.Index(fields=["blog", "category", "-published_at", "-id"], condition=_LISTED, name="blogs_filed"),
            models.Index(fields=["blog", "menu_position"], condition=Q(is_page=True, is_shown=True), name="blogs_menu"),
            models.Index(fields=["blog", "-pinned_at"], condition=Q(pinned_at__isnull=False), name="blogs_pinned"),
            models.Index(fields=["author", "is_shown", "-published_at"], name="blogs_of_author"),
            models.Index(fields=["blog", "state", "-changed_at"], name="blogs_desk"),
            models.Index(fields=["-published_at"], condition=Q(is_shown=True), name="blogs_newest"),
            models.Index(fields=["scheduled_at"], condition=Q(state="scheduled"), name="blogs_due"),
            models.Index(fields=["removed_at"], condition=Q(removed_at__isnull=False), name="blogs_removed"),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def path(self) -> str:
        """The address of its page on the blog's host, without a language."""
        return f"/{self.slug}"

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None

    @property
    def is_labelled(self) -> bool:
        return self.standing == Standings.LABELLED

    @property
    def is_held_back(self) -> bool:
        """Whether a decision keeps it from others."""
        return self.standing not in OPENLY

    def settle(self) -> None:
        """Work out whether it shows, after one of the reasons changed; the caller saves."""
        self.is_shown = self.is_published and self.removed_at is None and not self.is_away and self.standing in OPENLY
        self.version += 1


class PostPhoto(models.Model):
    """A photo the words of a post show, or showed in a revision one may go back to."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("media.Photo", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "photo"], name="blogs_photo_once")]

    def __str__(self) -> str:
        return f"{self.photo_id} in {self.post_id}"
