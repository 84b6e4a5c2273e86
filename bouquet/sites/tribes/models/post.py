"""The post."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.brands.current import language_prefix
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.text.safe_html import safe_html, teaser
from bouquet.foundation.text.tidying import tidied_text
from bouquet.sites.tribes.models.reading_posts import PostQuerySet
from bouquet.sites.tribes.models.states import OPENLY, Audience, Standings
from bouquet.sites.tribes.models.tribe import Tribe

LONGEST_TEXT = 8_000


class Post(models.Model):
    """What somebody says, in a tribe or (without one) on their own page. Lists go by key, in the order of time.

    `html` and `teaser` are prepared when the text is written, and so is `attached`: what the card shows of what the
    post carries, put there by what carries it. `is_shown` sums up why it might not show: its author took it away
    (`removed_at`), is away, or a decision stands (`standing`). `shared_kind`, `shared_key`: the thing it passes on.
    `version` goes up with every change of what its card shows.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=11, unique=True, default=new_code, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    tribe = models.ForeignKey(Tribe, on_delete=models.CASCADE, null=True, related_name="posts")
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.TRIBE)

    text = models.TextField(blank=True, max_length=LONGEST_TEXT)
    html = models.TextField(blank=True)
    teaser = models.CharField(max_length=200, blank=True)
    attached = models.JSONField(default=dict)
    shared_kind = models.CharField(max_length=40, blank=True)
    shared_key = models.UUIDField(null=True)

    posted_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    is_away = models.BooleanField(default=False)
    standing = models.CharField(max_length=8, choices=Standings, default=Standings.SHOWN)
    label = models.CharField(max_length=200, blank=True)
    is_shown = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tribe=None, audience__in=("everyone", "followers", "friends"))
                | Q(tribe__isnull=False, audience="tribe"),
                name="tribes_post_stands_somewhere",
            )
        ]
        indexes = [
            # The feeds: each tribe, each author's own page. What sub-selects need is in them.
            models.Index(fields=["tribe", "is_shown", "-id"], name="tribes_feed"),
            models.Index(fields=["author", "tribe", "is_shown", "-id"], name="tribes_of_author"),
            models.Index(fields=["tribe", "-pinned_at"], condition=Q(pinned_at__isnull=False), name="tribes_pinned"),
            models.Index(fields=["removed_at"], condition=Q(removed_at__isnull=False), name="tribes_removed"),
            models.Index(
                fields=["shared_kind", "shared_key"], condition=Q(shared_key__isnull=False), name="tribes_shared"
            ),
        ]

    def __str__(self) -> str:
        return self.teaser or self.code

    @property
    def path(self) -> str:
        """The address of its page on the brand's host, in the language of the moment."""
        return f"{language_prefix()}/p/{self.code}"

    @property
    def shared(self) -> Ref | None:
        """The thing it passes on."""
        return Ref(self.shared_kind, self.shared_key) if self.shared_key else None

    @property
    def carries_anything(self) -> bool:
        """Photos, a video, a poll, an event, a link, or a thing passed on."""
        return bool(self.attached or self.shared_kind)

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

    def say(self, text: str, *, mentions: Mapping[str, str] | None = None) -> None:
        """Take new words, and prepare what pages show of them; `mentions` are the addresses of people, by handle."""
        self.text = tidied_text(text)[:LONGEST_TEXT].strip()
        self.html = safe_html(self.text, mentions=mentions)
        self.teaser = teaser(self.text, length=200)

    def settle(self) -> None:
        """Work out whether it shows, after one of the reasons changed; the caller saves."""
        self.is_shown = self.removed_at is None and not self.is_away and self.standing in OPENLY
        self.version += 1
