"""The asset: a received file, and everything made from it."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy

from bouquet.capabilities.media.engine.posters import SIZES as POSTER_WIDTHS
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.models.sentences import failure_sentence, refusal_sentence, warning_sentence
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.live.signing import signed_media_path

if TYPE_CHECKING:
    from bouquet.capabilities.accounts.models import Account


def new_folder() -> str:
    """An unguessable folder name: 24 symbols of 46, 132 bits."""
    return new_code(24)


class AssetQuerySet(models.QuerySet["Asset"]):
    """Reads over assets."""

    def owned_by(self, account: Account) -> AssetQuerySet:
        """Those of one member."""
        return self.filter(owner=account)

    def under_way(self) -> AssetQuerySet:
        """Those that something still has to happen to."""
        return self.filter(state__in=Asset.UNDER_WAY)

    def bytes_received(self) -> int:
        """What the originals take, in bytes: what a quota counts."""
        return self.aggregate(total=Sum("size_bytes"))["total"] or 0


class Asset(models.Model):
    """A received file and what became of it. Its machine is `TRANSITIONS`; a retry leads from any state to RECEIVED."""

    class State(models.TextChoices):
        RECEIVED = "received"
        PROBED = "probed"
        TRANSCODING = "transcoding"
        PLAYABLE = "playable"
        READY = "ready"
        REFUSED = "refused"
        FAILED = "failed"

    class Origin(models.TextChoices):
        UPLOAD = "upload"
        MAIL = "mail"
        IMPORT = "import"
        COMMAND = "command"

    UNDER_WAY = (State.RECEIVED, State.PROBED, State.TRANSCODING, State.PLAYABLE)
    TRANSITIONS: dict[str, frozenset[str]] = {
        State.RECEIVED: frozenset({State.PROBED, State.REFUSED, State.FAILED}),
        State.PROBED: frozenset({State.TRANSCODING, State.REFUSED, State.FAILED, State.RECEIVED}),
        State.TRANSCODING: frozenset({State.PLAYABLE, State.REFUSED, State.FAILED, State.RECEIVED}),
        State.PLAYABLE: frozenset({State.READY, State.FAILED, State.RECEIVED}),
        State.READY: frozenset({State.RECEIVED}),
        State.REFUSED: frozenset({State.RECEIVED}),
        State.FAILED: frozenset({State.PLAYABLE, State.RECEIVED}),
    }

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    key = models.CharField(max_length=40, unique=True, default=new_folder)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="media_assets"
    )
    # What the site that asked for the file wants it for; only that site reads it.
    purpose = models.CharField(max_length=200)
    title_hint = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    size_bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)

    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    refusal_code = models.CharField(max_length=30, blank=True)
    refusal_params = models.JSONField(default=dict, blank=True)
    failure_code = models.CharField(max_length=30, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    dismissed_at = models.DateTimeField(null=True)

    probe_json = models.TextField(blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    duration_seconds = models.FloatField(default=0)
    fps = models.FloatField(default=0)

    is_public = models.BooleanField(default=False)
    # Files that are replaced get a new name each time: what was public once may be kept by caches for ever.
    master = models.CharField(max_length=40, blank=True)
    poster = models.CharField(max_length=40, blank=True)
    poster_candidates = models.JSONField(default=list, blank=True)
    has_storyboard = models.BooleanField(default=False)
    original_download = models.CharField(max_length=60, blank=True)
    original_download_bytes = models.BigIntegerField(default=0)
    bytes_stored = models.BigIntegerField(default=0)

    percent = models.PositiveSmallIntegerField(default=0)
    seconds_left = models.PositiveIntegerField(null=True)
    # Which job works on it, and when it last said so: two jobs never work on one asset.
    claim = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    # The folder a job is putting files into, so that none is left behind when the asset moves meanwhile.
    writing_to = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Pixels to code in all (millions), and how long that took: what the next video's time left is told from.
    work_megapixels = models.FloatField(default=0)
    work_seconds = models.FloatField(default=0)

    received_at = models.DateTimeField(default=clock.now)
    playable_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    state_changed_at = models.DateTimeField(default=clock.now)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("received file")
        verbose_name_plural = gettext_lazy("received files")
        indexes = [
            models.Index(fields=["owner", "-received_at"], name="media_assets_of_member"),
            models.Index(
                fields=["state_changed_at"],
                name="media_assets_under_way",
                condition=Q(state__in=("received", "probed", "transcoding", "playable")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name or self.pk} ({self.state})"

    @property
    def folder(self) -> str:
        """Where the files that may be served lie in the store."""
        return f"{'public' if self.is_public else 'private'}/{self.key}"

    @property
    def originals(self) -> str:
        """Where the untouched file lies; nothing below it ever has an address."""
        return f"originals/{self.pk}"

    @property
    def original(self) -> str:
        """The store's key of the untouched file."""
        return f"{self.originals}/original"

    @property
    def is_playable(self) -> bool:
        """Whether at least one quality plays (also while others are made, or after making them failed)."""
        return self.playable_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether something is still going to happen without anyone asking."""
        return self.state in self.UNDER_WAY

    @property
    def probe(self) -> Probe:
        """What the file is; ValueError before it was probed."""
        return Probe.from_json(self.probe_json)

    @property
    def signature_lasts(self) -> timedelta:
        """How long a private address serves: the length of the video twice, half an hour at least."""
        return timedelta(seconds=max(1800.0, 2 * self.duration_seconds))

    def address(self, file: str) -> str:
        """Where a browser fetches `file` of this asset, as a path: for ever when public, else signed for a while.

        `master.m3u8` is the playlist of all qualities, under the name it has now.
        """
        name = self.master if file == "master.m3u8" else file
        if self.is_public:
            return f"/media/public/{self.key}/{name}"
        until = clock.timestamp() + self.signature_lasts.total_seconds()
        # The same address for some minutes, so that a page loaded again finds its pictures in the browser's cache.
        return signed_media_path(self.key, name, expires_at=ceil(until / 600) * 600)

    def poster_address(self, width: int = 640, kind: str = "webp") -> str:
        """The picture shown before playing, at least `width` pixels wide if the video is; empty while there is none.

        `kind` is `webp`, or `jpg` for those who cannot read it.
        """
        if not self.poster:
            return ""
        fitting = next((known for known in POSTER_WIDTHS if known >= width), POSTER_WIDTHS[-1])
        return self.address(f"{self.poster}/{fitting}.{kind}")

    def poster_choices(self) -> list[tuple[int, str]]:
        """The frames a member can choose from: index for `choose_poster`, address of the picture."""
        return [(index, self.address(f"poster/{name}")) for index, name in enumerate(self.poster_candidates)]

    def storyboard_address(self) -> str:
        """WebVTT whose cues name parts of sheets of small pictures; empty while there is none."""
        return self.address("storyboard/storyboard.vtt") if self.has_storyboard else ""

    def chapters_address(self) -> str:
        """The WebVTT chapters track; empty when the video has none."""
        return self.address("chapters.vtt") if self.is_playable and self.chapters.exists() else ""

    def caption_tracks(self) -> list[tuple[str, str, str]]:
        """Language tag, label and address of each caption file."""
        return [(caption.language, caption.title, self.address(caption.file)) for caption in self.captions.all()]

    def downloads(self) -> list[tuple[str, str, int]]:
        """Label, address and bytes of what can be saved: each quality, best first, then the original without tags.

        Add `?download=<name>` to an address to have the browser save it under that name.
        """
        made = [rendition for rendition in self.renditions.all() if rendition.download]
        files = [(row.name, row.download, row.download_bytes) for row in reversed(made)]
        if self.original_download and self.original_download not in {file for _, file, _ in files}:
            files.append(("original", self.original_download, self.original_download_bytes))
        return [(label, self.address(file), size) for label, file, size in files]

    def can_become(self, state: str) -> bool:
        """Whether the machine leads from the present state to `state`."""
        return state in self.TRANSITIONS[self.State(self.state)]

    def refusal_sentence(self) -> str:
        """What is wrong with this file, in the language of the moment; empty when it was not refused."""
        return refusal_sentence(self.refusal_code, self.refusal_params, file_name=self.file_name)

    def failure_sentence(self) -> str:
        """What went wrong on our side, in the language of the moment; empty when nothing did."""
        return failure_sentence(self.failure_code)

    def warning_sentences(self) -> list[str]:
        """What was lost though the video is published, in the language of the moment."""
        return [warning_sentence(code) for code in self.warnings]

    def state_values(self, state: str) -> dict[str, Any]:
        """The columns that change when the asset enters `state`."""
        return {"state": state, "state_changed_at": clock.now()}
