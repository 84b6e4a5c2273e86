"""What is kept for each subject that people speak of: what its author wishes, and the counters."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.capabilities.comments.models.comment import Comment
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref

# Among a thing's counters, beside those of the emoji.
COMMENTS = "comments"


class TalkRules(models.Model):
    """The talk below one subject, once somebody spoke or its author decided something.

    `arrivals` only grows: how many comments were ever shown. A page that knows it can tell how many are new.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    is_closed = models.BooleanField(default=False)
    asks_approval = models.BooleanField(default=False)
    pinned = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")
    arrivals = models.PositiveIntegerField(default=0)
    looked_after_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="comments_one_talk")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)


class Tally(models.Model):
    """How many comments (`COMMENTS`), or reactions with one emoji, a subject has. Exact: see `actions.tallying`."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    what = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "what"], name="comments_one_tally")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.count} × {self.what}"


class SubjectReaction(models.Model):
    """One member's reaction to one thing; another emoji takes its place."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions")
    emoji = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "account"], name="comments_one_reaction")]
        indexes = [
            models.Index(fields=["account", "-made_at"], name="comments_reactions_of"),
            models.Index(fields=["kind", "key", "-made_at"], name="comments_reactions_to"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.emoji} {self.kind} {self.key}"


class LikesStep(models.Model):
    """How many reactions the first comment of a thread had before `at`, kept for an hour or so.

    Somebody who reads on from page to page of the most liked sees them in the order of when they began.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    before = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "at"], name="comments_likes_steps"),
            models.Index(fields=["at"], name="comments_likes_steps_old"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before} before {self.at}"
