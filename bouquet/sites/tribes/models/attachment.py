"""What hangs on a post by its own row: photos, a video, a page that is linked to."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.ids.keys import new_key
from bouquet.sites.tribes.models.post import Post


class PostPhoto(models.Model):
    """One photo of a post; `position` counts from 0. What the card shows of it is kept with the post."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="photos")
    photo = models.OneToOneField("media.Photo", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["post", "position"], name="tribes_photo_position")]

    def __str__(self) -> str:
        return f"photo {self.position} of {self.post_id}"


class PostVideo(models.Model):
    """The video of a post."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="video")
    asset = models.OneToOneField("media.Asset", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"video of {self.post_id}"


class PostLink(models.Model):
    """The page a post links to: it is shown once somebody has asked the page what it is."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="link")
    page = models.ForeignKey("media.LinkedPage", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.post_id} → {self.page_id}"
