"""Videos in an order of one's own."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import none_apart
from bouquet.foundation.brands.current import language_prefix
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Standing

LONGEST_TITLE = 100
LONGEST_DESCRIPTION = 1000


class PlaylistVisibility(models.TextChoices):
    """Who may open a playlist. What each sees in it are the videos they may watch."""

    PUBLIC = "public", _("Public")
    UNLISTED = "unlisted", _("Unlisted: whoever has the address")
    PRIVATE = "private", _("Private: only me")


class PlaylistQuerySet(models.QuerySet["Playlist"]):
    """Reads over playlists, always through the person who asks."""

    def visible_to(self, visitor: Visitor) -> PlaylistQuerySet:
        """What `visitor` may open when they have the address."""
        may = self._shown() & Q(visibility__in=(PlaylistVisibility.PUBLIC, PlaylistVisibility.UNLISTED))
        if isinstance(visitor, Account):
            may |= Q(owner=visitor) & ~Q(standing=Standing.REMOVED)
        return self.filter(may).filter(none_apart(visitor, "owner"))

    def public(self, *, among: Collection[UUID] | None = None) -> PlaylistQuerySet:
        """What anybody may be shown: public, and not empty."""
        found = self if among is None else self.filter(pk__in=list(among))
        return found.filter(self._shown(), visibility=PlaylistVisibility.PUBLIC, entries_count__gt=0)

    def of(self, owner: Account) -> PlaylistQuerySet:
        """Those of `owner`: what waits to be watched first, then the last changed."""
        return self.filter(owner=owner).exclude(standing=Standing.REMOVED).order_by("-is_watch_later", "-changed_at")

    def _shown(self) -> Q:
        here = Q(owner__is_active=True, owner__leaves_at=None, owner__erased_at=None)
        return Q(standing__in=(Standing.SHOWN, Standing.LABELLED)) & here


class Playlist(models.Model):
    """`is_watch_later` is the one everybody has: it is made with its first video, bears no title of its own and stays
    private. `entries_count` is kept by the actions."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=11, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="playlists")
    own_title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    description = models.TextField(blank=True, max_length=LONGEST_DESCRIPTION)
    visibility = models.CharField(max_length=10, choices=PlaylistVisibility, default=PlaylistVisibility.PRIVATE)
    is_watch_later = models.BooleanField(default=False)
    entries_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    standing = models.CharField(max_length=10, default=Standing.SHOWN)
    standing_label = models.CharField(max_length=200, blank=True)

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_watch_later=True), name="videos_one_watch_later_each"
            )
        ]
        indexes = [models.Index(fields=["owner", "-changed_at"], name="videos_playlists_of")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return gettext("Watch later") if self.is_watch_later else self.own_title

    @property
    def path(self) -> str:
        """The address of its page, in the language of the moment."""
        return f"{language_prefix()}/playlists/{self.code}"

    @property
    def is_public(self) -> bool:
        return self.visibility == PlaylistVisibility.PUBLIC and self.standing in (Standing.SHOWN, Standing.LABELLED)

    @property
    def is_private(self) -> bool:
        return self.visibility == PlaylistVisibility.PRIVATE


class PlaylistEntry(models.Model):
    """A video in a playlist. `place` orders them; places may have gaps."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="entries")
    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="playlist_entries")
    place = models.IntegerField()
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playlist", "video"], name="videos_once_in_a_playlist")]
        indexes = [models.Index(fields=["playlist", "place", "id"], name="videos_playlist_order")]

    def __str__(self) -> str:
        return f"{self.playlist_id} {self.place}: {self.video_id}"
