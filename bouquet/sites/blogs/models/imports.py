"""What was brought along from another blog host."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.blogs.models.blog import Blog
from bouquet.sites.blogs.models.post import Post

# How long the file and its report are kept; a file that was never brought in goes sooner.
REPORT_KEPT = timedelta(days=30)
FILE_KEPT = timedelta(days=2)


class Import(models.Model):
    """A file of another blog: looked through, then brought into the blog once somebody said yes.

    `report` is what `engine.incoming.reports.Report` says; `refusal` says why the file cannot be read, as
    {"reason", "detail", "line", "column"}. `done_count` of `total_count` entries are written.
    """

    class State(models.TextChoices):
        """Where it stands. From each of them a worker can begin again."""

        CHECKING = "checking", pgettext_lazy("import", "Being looked through")
        CHECKED = "checked", pgettext_lazy("import", "Looked through")
        RUNNING = "running", pgettext_lazy("import", "Being brought in")
        DONE = "done", pgettext_lazy("import", "Brought in")
        REFUSED = "refused", pgettext_lazy("import", "Cannot be read")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.CHECKING)
    file_name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField(default=0)
    # Where the old blog was, when its export does not say.
    address = models.URLField(max_length=300, blank=True)
    # The login there of whoever brings it here.
    me = models.CharField(max_length=200, blank=True)
    report: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    refusal: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["blog", "-asked_at"], name="blogs_imports_of")]

    def __str__(self) -> str:
        return f"{self.file_name} into {self.blog_id}"

    @property
    def key(self) -> str:
        """Where the file lies in the store; never under `public/`."""
        return f"imports/{self.pk}"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in (self.State.CHECKING, self.State.RUNNING)


class Imported(models.Model):
    """A post came from `source` (an old blog), where it was called `key`: bringing it again makes no second one.

    `waits` says that pictures it shows are still to be fetched from there.
    """

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="imported")
    source = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="imported")
    waits = models.BooleanField(default=False)
    # The address of its cover there, until we have a copy.
    cover = models.CharField(max_length=2000, blank=True)
    cover_alt = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "source", "key"], name="blogs_imported_once")]
        indexes = [models.Index(fields=["blog"], condition=models.Q(waits=True), name="blogs_imported_waiting")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class ImportedPicture(models.Model):
    """A picture of an old blog: where it lay, and our copy of it; why there is none, once it was tried."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="imported_pictures")
    digest = models.CharField(max_length=32)
    address = models.TextField()
    photo = models.ForeignKey("media.Photo", on_delete=models.SET_NULL, null=True, related_name="+")
    failure = models.CharField(max_length=40, blank=True)
    tries_count = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "digest"], name="blogs_imported_picture_once")]

    def __str__(self) -> str:
        return self.address


class BlogCopy(models.Model):
    """All of a blog in one file, for its owner: asked for, made by a task, kept for some days, then gone."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="copies")
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)
    size_bytes = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["blog", "-asked_at"], name="blogs_copies_of")]

    def __str__(self) -> str:
        return f"{self.blog_id} {self.asked_at:%Y-%m-%d}"

    @property
    def key(self) -> str:
        """Where the ZIP lies in the store; never under `public/`."""
        return f"blog-copies/{self.pk}.zip"


def digest_of(address: str) -> str:
    """What a picture's address is looked up by, however long it is."""
    return blake2b(address.encode(), digest_size=16).hexdigest()
