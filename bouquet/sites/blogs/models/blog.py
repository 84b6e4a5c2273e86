"""The blog."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.brands.current import address_at, language_prefix, network
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key, new_secret
from bouquet.foundation.text.safe_html import safe_html, teaser
from bouquet.sites.blogs.engine.slugs import LONGEST_LABEL
from bouquet.sites.blogs.models.reading_blogs import BlogQuerySet
from bouquet.sites.blogs.models.states import OPENLY, Standings

SITE = "blogs"
LONGEST_NAME = 80
LONGEST_ABOUT = 2_000
HEADER_WIDTHS = (640, 1280, 2560)


class Blog(models.Model):
    """A place to write. It answers at `slug` below the brand's host, and at its own `domain` once that was checked.

    `about_html` and `teaser` are prepared when they are written; `posts_count`, `followers_count` and `last_post_at`
    are kept by the actions. `is_away`: its owner is leaving or suspended. `version` goes up with everything its pages
    show around the posts.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.CharField(max_length=LONGEST_LABEL, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    tagline = models.CharField(max_length=160, blank=True)
    about = models.TextField(blank=True, max_length=LONGEST_ABOUT)
    about_html = models.TextField(blank=True)
    teaser = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="fr")
    theme = models.CharField(max_length=20, default="table")
    # The store's folder of the header picture, or empty.
    header = models.CharField(max_length=100, blank=True)
    header_width = models.PositiveSmallIntegerField(default=0)

    # The domain somebody wants; it answers from `domain_checked_at` on, when its DNS record was seen.
    domain = models.CharField(max_length=253, blank=True)
    domain_secret = models.CharField(max_length=40, default=new_secret)
    domain_checked_at = models.DateTimeField(null=True)
    domain_looked_at = models.DateTimeField(null=True)

    is_listed = models.BooleanField(default=True)
    takes_comments = models.BooleanField(default=True)
    takes_mentions = models.BooleanField(default=True)
    sends_newsletter = models.BooleanField(default=True)

    standing = models.CharField(max_length=8, choices=Standings, default=Standings.SHOWN)
    label = models.CharField(max_length=200, blank=True)
    is_away = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=0)
    posts_count = models.PositiveIntegerField(default=0)
    followers_count = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)

    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, through="blogs.Author", related_name="blogs")

    objects = BlogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], condition=Q(domain_checked_at__isnull=False), name="blogs_domain_once"
            )
        ]
        indexes = [
            models.Index(fields=["is_listed", "-last_post_at"], name="blogs_liveliest"),
            models.Index(fields=["domain"], condition=~Q(domain=""), name="blogs_wanting_domain"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether anybody but its writers may read it."""
        return self.standing in OPENLY and not self.is_away and self.closed_at is None

    @property
    def own_host(self) -> str:
        """Its host below the brand's: `ines.shaaz.example`."""
        return f"{self.slug}.{network().brand_showing(SITE).host}"

    @property
    def host(self) -> str:
        """The host its addresses are written with: its domain once checked."""
        return self.domain if self.domain and self.domain_checked_at else self.own_host

    def address(self, path: str = "/") -> str:
        """The absolute address of `path` (from the root, without a language) on its host, in the language of the
        moment."""
        return address_at(self.host, f"{language_prefix()}{path}")

    @property
    def front(self) -> str:
        """The address of its front page without the slash at its end: paths of its pages follow."""
        return self.address("")

    def canonical(self, path: str = "/") -> str:
        """As `address`, in the blog's own language: one address for every machine."""
        return address_at(self.host, f"{language_prefix(self.language)}{path}")

    @property
    def header_widths(self) -> list[int]:
        """The widths the header exists in, in pixels, the smallest first."""
        return [width for width in HEADER_WIDTHS if width <= max(self.header_width, HEADER_WIDTHS[0])]

    @property
    def header_set(self) -> str:
        """The header as a `srcset`."""
        return ", ".join(f"/media/public/{self.header}/{width}.webp {width}w" for width in self.header_widths)

    @property
    def header_largest(self) -> str:
        return f"/media/public/{self.header}/{self.header_widths[-1]}.webp"

    def describe(self, *, name: str, tagline: str, about: str) -> None:
        """Take new words, and prepare what pages show of them."""
        self.name, self.tagline, self.about = name.strip()[:LONGEST_NAME], tagline.strip()[:160], about.strip()
        self.about_html = safe_html(self.about)
        self.teaser = self.tagline or teaser(self.about, length=200)


class BlogrollLink(models.Model):
    """A place the blog recommends; `position` counts from 0."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="blogroll")
    name = models.CharField(max_length=80)
    address = models.URLField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["blog", "address"], name="blogs_roll_once")]

    def __str__(self) -> str:
        return self.name
