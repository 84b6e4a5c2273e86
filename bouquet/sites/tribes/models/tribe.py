"""The tribe."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.foundation.brands.current import language_prefix
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.text.safe_html import safe_html, teaser
from bouquet.sites.tribes.engine.stickers import GLYPHS, sticker_of
from bouquet.sites.tribes.models.reading_tribes import TribeQuerySet
from bouquet.sites.tribes.models.states import Openness, Standings

LONGEST_NAME = 60
LONGEST_SLUG = 60
LONGEST_ABOUT = 4_000
MOST_QUESTIONS = 5
MOST_TAGS = 8
EMBLEM_WIDTHS = (96, 192, 512)
BANNER_WIDTHS = (640, 1280, 2560)


class Tribe(models.Model):
    """People who gather. Its address is `slug`, which stays when the name changes.

    `about_html`, `rules_html` and `teaser` are prepared when they are written; `members_count`, `posts_count`,
    `last_post_id` (the newest post that shows), `week_posts` and `week_joins` are kept by the actions and a chore.
    A closed tribe that is not `is_listed` is known by its address only. `questions` are asked of who wants to join.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    openness = models.CharField(max_length=8, choices=Openness, default=Openness.OPEN)
    is_listed = models.BooleanField(default=True)

    about = models.TextField(blank=True, max_length=LONGEST_ABOUT)
    about_html = models.TextField(blank=True)
    teaser = models.CharField(max_length=160, blank=True)
    rules = models.TextField(blank=True, max_length=LONGEST_ABOUT)
    rules_html = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="fr")
    place = models.CharField(max_length=80, blank=True)
    questions = models.JSONField(default=list)

    # The store's folder of the picture, or empty: a sticker is drawn then.
    emblem = models.CharField(max_length=100, blank=True)
    sticker = models.CharField(max_length=40, blank=True, choices=[(glyph, glyph) for glyph in GLYPHS])
    colour = models.PositiveSmallIntegerField(default=0)
    banner = models.CharField(max_length=100, blank=True)
    banner_width = models.PositiveSmallIntegerField(default=0)

    standing = models.CharField(max_length=8, choices=Standings, default=Standings.SHOWN)
    label = models.CharField(max_length=200, blank=True)
    # Read only since then.
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    # Goes up with every change of what cards show.
    version = models.PositiveIntegerField(default=0)

    members_count = models.PositiveIntegerField(default=0)
    posts_count = models.PositiveIntegerField(default=0)
    last_post_id = models.UUIDField(null=True)
    week_posts = models.PositiveIntegerField(default=0)
    week_joins = models.PositiveIntegerField(default=0)

    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="tribes.Membership", related_name="tribes")

    objects = TribeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["openness", "is_listed", "-id"], name="tribes_newest"),
            models.Index(fields=["openness", "is_listed", "-week_posts", "-id"], name="tribes_liveliest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The address of its page on the brand's host, in the language of the moment."""
        return f"{language_prefix()}/t/{self.slug}"

    @property
    def is_open(self) -> bool:
        return self.openness == Openness.OPEN

    @property
    def is_closed(self) -> bool:
        return self.openness == Openness.CLOSED

    @property
    def is_secret(self) -> bool:
        return self.openness == Openness.SECRET

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_findable(self) -> bool:
        """Whether lists, search and recommendations may name it to people who are not in it."""
        return (
            self.openness != Openness.SECRET
            and self.is_listed
            and not self.is_archived
            and self.standing in (Standings.SHOWN, Standings.LABELLED)
        )

    @property
    def tint(self) -> int:
        """Its colour, one of the twelve rounds."""
        return self.colour % 12

    @property
    def glyph(self) -> str:
        """The icon of its sticker."""
        return self.sticker or sticker_of(self.slug)

    def emblem_address(self, width: int) -> str:
        """Where the round picture of at least `width` pixels is served; empty when a sticker stands for it."""
        if not self.emblem:
            return ""
        return f"/media/public/{self.emblem}/{next((w for w in EMBLEM_WIDTHS if w >= width), EMBLEM_WIDTHS[-1])}.webp"

    @property
    def emblem_small(self) -> str:
        return self.emblem_address(96)

    @property
    def emblem_large(self) -> str:
        return self.emblem_address(512)

    @property
    def emblem_set(self) -> str:
        """The emblem as a `srcset`."""
        return ", ".join(f"/media/public/{self.emblem}/{width}.webp {width}w" for width in EMBLEM_WIDTHS)

    @property
    def banner_widths(self) -> list[int]:
        """The widths the banner exists in, in pixels, the smallest first."""
        return [width for width in BANNER_WIDTHS if width <= max(self.banner_width, BANNER_WIDTHS[0])]

    @property
    def banner_set(self) -> str:
        """The banner as a `srcset`."""
        return ", ".join(f"/media/public/{self.banner}/{width}.webp {width}w" for width in self.banner_widths)

    @property
    def banner_largest(self) -> str:
        return f"/media/public/{self.banner}/{self.banner_widths[-1]}.webp"

    def describe(self, *, name: str, about: str, rules: str) -> None:
        """Take new words, and prepare what pages show of them."""
        self.name = tidied(name)[:LONGEST_NAME].strip()
        self.about, self.rules = about.strip(), rules.strip()
        self.about_html, self.rules_html = safe_html(self.about), safe_html(self.rules)
        self.teaser = teaser(self.about)


class TribeTag(models.Model):
    """One affinity of a tribe, by its slug. `affinity` knows what it is called; `name` is as its keepers wrote it."""

    tribe = models.ForeignKey(Tribe, on_delete=models.CASCADE, related_name="tags")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tribe", "slug"], name="tribes_tag_once")]
        indexes = [models.Index(fields=["slug", "tribe"], name="tribes_with_a_tag")]

    def __str__(self) -> str:
        return f"{self.tribe_id} #{self.slug}"

    @property
    def said(self) -> str:
        return self.name or self.slug
