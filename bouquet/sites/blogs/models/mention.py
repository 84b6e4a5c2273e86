"""Who elsewhere speaks of a post, and whom posts speak of (Webmention)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.blogs.models.post import Post


class Sight(models.TextChoices):
    """What became of a mention that came in."""

    WAITING = "waiting", pgettext_lazy("mention", "To be read")
    SHOWN = "shown", pgettext_lazy("mention", "Shown")
    HIDDEN = "hidden", pgettext_lazy("mention", "Hidden")
    GONE = "gone", pgettext_lazy("mention", "Gone")


class Mention(models.Model):
    """A page elsewhere (`source`) says that it links to the post. It shows once we read that page and found the
    link; `title` and `site` are the page's own words."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    source = models.URLField(max_length=500)
    target = models.URLField(max_length=500)
    sight = models.CharField(max_length=8, choices=Sight, default=Sight.WAITING)
    title = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "source"], name="blogs_mention_once")]

    def __str__(self) -> str:
        return f"{self.source} → {self.post_id}"


class SentMention(models.Model):
    """A page the post links to was told of it; `status` is what its endpoint answered, 0 while nothing did."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="sent_mentions")
    target = models.URLField(max_length=500)
    endpoint = models.URLField(max_length=500, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    # The post's edition it was told of.
    edition = models.PositiveIntegerField(default=0)
    is_linked = models.BooleanField(default=True)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "target"], name="blogs_sent_once")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.target}"


class PastComment(models.Model):
    """What was said below a post where it stood before: brought along by an import, and nobody's account here."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="past_comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    # Its key in the file it came from: bringing it twice makes one.
    origin = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    site = models.URLField(max_length=500, blank=True)
    html = models.TextField()
    said_at = models.DateTimeField()
    is_shown = models.BooleanField(default=True)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint(fields=["post", "origin"], name="blogs_past_comment_once")]

    def __str__(self) -> str:
        return f"{self.name} below {self.post_id}"
