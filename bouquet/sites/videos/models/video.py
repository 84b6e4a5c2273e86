"""The video: what people publish, watch and exchange."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import models
from django.utils.translation import get_language, ngettext

from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.brands.current import language_prefix
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Standing
from bouquet.foundation.text.safe_html import safe_html, teaser
from bouquet.sites.videos.engine.durations import clock_label, iso_duration
from bouquet.sites.videos.engine.numbers import short_number
from bouquet.sites.videos.engine.slugs import slug_of
from bouquet.sites.videos.models.card import Card, card_of
from bouquet.sites.videos.models.category import Category
from bouquet.sites.videos.models.licence import Licence
from bouquet.sites.videos.models.reading import VideoQuerySet
from bouquet.sites.videos.models.states import State, Visibility
from bouquet.sites.videos.models.tag import Tag, Tagging

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 10_000


class Video(models.Model):
    """A video keeps its address (`code`) whatever happens to its title, its file or its visibility.

    `description_html`, `teaser`, `slug`, `duration_label` and `tag_list` are prepared when they are written.
    `lock_code` is new whenever the password is: browsers that gave the old one are locked out.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=11, unique=True, default=new_code, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="videos")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="videos")
    next_asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="videos_to_come")

    title = models.CharField(max_length=LONGEST_TITLE)
    slug = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True, max_length=LONGEST_DESCRIPTION)
    description_html = models.TextField(blank=True)
    teaser = models.CharField(max_length=160, blank=True)
    tags = models.ManyToManyField(Tag, through=Tagging, related_name="videos")
    tag_list = models.JSONField(default=list)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="videos")
    language = models.CharField(max_length=10, blank=True)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.RESERVED)

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    password = models.CharField(max_length=128, blank=True)
    lock_code = models.CharField(max_length=24, blank=True)
    allows_download = models.BooleanField(default=False)
    allows_embedding = models.BooleanField(default=True)
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replies")

    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    publish_at = models.DateTimeField(null=True)
    # People wait for it together, before its hour and after, in a room beside it.
    is_premiere = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    # The state it goes back to: from the bin, when its author is back, when moderators show it again.
    removed_from = models.CharField(max_length=10, choices=State, blank=True)
    # What moderators decided, and the warning they put before it.
    standing = models.CharField(max_length=10, default=Standing.SHOWN)
    standing_label = models.CharField(max_length=200, blank=True)

    duration_seconds = models.FloatField(default=0)
    duration_label = models.CharField(max_length=12, blank=True)
    likes_count = models.PositiveIntegerField(default=0)
    replies_count = models.PositiveIntegerField(default=0)
    views_count = models.PositiveBigIntegerField(default=0)
    week_views = models.PositiveIntegerField(default=0)
    related_ids = models.JSONField(default=list)
    related_at = models.DateTimeField(null=True)

    objects = VideoQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "visibility", "-published_at", "-id"], name="videos_newest"),
            models.Index(fields=["state", "visibility", "-week_views", "-id"], name="videos_most_watched"),
            models.Index(fields=["category", "state", "visibility", "-published_at", "-id"], name="videos_of_category"),
            models.Index(fields=["state", "visibility", "-views_count", "-id"], name="videos_most_viewed"),
            models.Index(fields=["category", "state", "visibility", "-week_views", "-id"], name="videos_shelf_watched"),
            models.Index(fields=["author", "state", "-published_at", "-id"], name="videos_of_author"),
            models.Index(fields=["author", "-id"], name="videos_in_studio"),
            models.Index(fields=["reply_to", "state", "-published_at"], name="videos_replies"),
            models.Index(fields=["state", "publish_at"], name="videos_due"),
            models.Index(fields=["state", "removed_at"], name="videos_in_the_bin"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """The address of its page on the brand's host, in the language of the moment."""
        return f"{self.short_path}/{self.slug}" if self.slug else self.short_path

    @property
    def short_path(self) -> str:
        """The shortest address of its page, as it is dictated or printed."""
        return f"{language_prefix()}/v/{self.code}"

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED and self.visibility == Visibility.PUBLIC

    @property
    def is_listed(self) -> bool:
        """Whether any list shows it, to everybody or to followers."""
        return self.state == State.PUBLISHED and self.visibility in (Visibility.PUBLIC, Visibility.FOLLOWERS)

    @property
    def is_shared_openly(self) -> bool:
        """Whether everybody who has the address may watch it."""
        return self.state == State.PUBLISHED and self.visibility in (Visibility.PUBLIC, Visibility.UNLISTED)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_removed(self) -> bool:
        return self.state == State.REMOVED

    @property
    def is_withheld(self) -> bool:
        """Whether moderators hide it: whatever its author does, others do not see it."""
        return self.standing in (Standing.HIDDEN, Standing.REMOVED)

    @property
    def own_state(self) -> str:
        """Where its author left it, whoever hides it meanwhile."""
        return self.removed_from if self.state in (State.AWAY, State.HELD) else self.state

    def restate(self) -> None:
        """Agree with what moderators decided and whether the author is away. A draft and the bin are the author's."""
        own = self.own_state
        if own not in (State.PUBLISHED, State.WAITING):
            return
        if self.is_withheld or self.author.is_away:
            self.state, self.removed_from = State.HELD if self.is_withheld else State.AWAY, own
        else:
            self.state, self.removed_from = own, ""

    @property
    def licence_address(self) -> str:
        return Licence(self.licence).address

    @property
    def iso_duration(self) -> str:
        """ISO 8601 duration."""
        return iso_duration(self.duration_seconds)

    @property
    def views_label(self) -> str:
        """« 1,2 k vues », in the language of the moment."""
        number = short_number(self.views_count, language=get_language() or "fr")
        return ngettext("%(number)s view", "%(number)s views", self.views_count) % {"number": number}

    @property
    def likes_label(self) -> str:
        return short_number(self.likes_count, language=get_language() or "fr")

    @property
    def card(self) -> Card:
        """What lists show of it."""
        return card_of(self, language_prefix=language_prefix())

    def describe(self, *, title: str, description: str) -> None:
        """Take new words, and prepare what pages show of them."""
        self.title = tidied(title)[:LONGEST_TITLE].strip()
        self.slug = slug_of(self.title)
        self.description = description.strip()
        self.description_html = safe_html(self.description, timestamps=True)
        self.teaser = teaser(self.description)

    def lock(self, *, hashed: str) -> None:
        """Ask for another password from now on, also from those who gave the last one."""
        self.password, self.lock_code = hashed, new_code(24)

    def opens_with(self, password: str) -> bool:
        """Whether `password` is the one. Slow on purpose: a key is derived."""
        return bool(self.password) and check_password(password, self.password)

    def lasts(self, seconds: float) -> None:
        """Take the duration of the file."""
        self.duration_seconds, self.duration_label = seconds, clock_label(seconds) if seconds else ""

    def may_show_at(self, moment: datetime) -> bool:
        """Whether a waiting video is due at `moment` and plays."""
        due = self.publish_at is None or self.publish_at <= moment
        return self.is_waiting and due and self.asset.is_playable
