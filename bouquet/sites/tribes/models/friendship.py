"""Friends: one asked, the other said yes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class FriendAsk(models.Model):
    """`asker` would like to be friends with `asked`, who has not answered. A refusal is not told: it only goes."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="friend_asks")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="friend_asks_received")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker", "asked"], name="tribes_friend_asked_once"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="tribes_friends_with_others"),
        ]
        indexes = [models.Index(fields=["asked", "-id"], name="tribes_friend_asks")]

    def __str__(self) -> str:
        return f"{self.asker_id} asks {self.asked_id}"


class Friendship(models.Model):
    """`friend` is a friend of `account`. There are two rows, one each way: a list of friends reads one index."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="friendships")
    friend = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="friendships_back")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "friend"], name="tribes_friends_once")]
        indexes = [models.Index(fields=["account", "-id"], name="tribes_friends_of")]

    def __str__(self) -> str:
        return f"{self.account_id} ♥ {self.friend_id}"
