"""Who follows a blog, and what was sent to whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key, new_secret
from bouquet.sites.blogs.models.blog import Blog
from bouquet.sites.blogs.models.post import Post

# After so many letters in a row that came back, no more are sent.
MOST_BOUNCES = 3


class Follower(models.Model):
    """A member, or an address somebody gave: that one counts from `confirmed_at` on, when its owner said yes.

    `secret` is in the addresses to confirm and to unsubscribe. `by_mail`: wants new posts in letters.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="followers")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="followed_blogs"
    )
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="fr")
    secret = models.CharField(max_length=40, unique=True, default=new_secret)
    by_mail = models.BooleanField(default=True)
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    bounces_count = models.PositiveSmallIntegerField(default=0)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(email="", account=None), name="blogs_follower_is_somebody"),
            models.UniqueConstraint(fields=["blog", "account"], name="blogs_follower_account_once"),
            models.UniqueConstraint(
                fields=["blog", "email"], condition=Q(account=None), name="blogs_follower_email_once"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="blogs_unconfirmed")]

    def __str__(self) -> str:
        return f"{self.account_id or self.email} of {self.blog_id}"


class Letter(models.Model):
    """One post was sent to one follower: made before the mail goes, so that nobody gets it twice."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="letters")
    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="letters")
    # In the return path: a letter that comes back tells which it was.
    token = models.CharField(max_length=40, unique=True, default=new_secret)
    sent_at = models.DateTimeField(default=clock.now)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "follower"], name="blogs_letter_once")]

    def __str__(self) -> str:
        return f"{self.post_id} to {self.follower_id}"
