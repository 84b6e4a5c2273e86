"""The poll."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.tribes.models.post import Post

LONGEST_QUESTION: Final = 200
LONGEST_OPTION: Final = 100
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 10


class Poll(models.Model):
    """A question with a few answers. `options` are texts; `counts` are how many chose each, kept with the votes under
    a lock on this row. `voters_count` are people: in a poll with several answers one may have chosen many.

    Nobody learns who chose what. With `hides_results` nobody sees counts before they voted or it ended.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="poll")
    question = models.CharField(max_length=LONGEST_QUESTION)
    options = models.JSONField()
    counts = models.JSONField()
    voters_count = models.PositiveIntegerField(default=0)
    is_multiple = models.BooleanField(default=False)
    hides_results = models.BooleanField(default=False)
    # None: it stays open.
    ends_at = models.DateTimeField(null=True)
    # When people were told that it is over.
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = gettext_lazy("poll")
        verbose_name_plural = gettext_lazy("polls")
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=models.Q(told_at__isnull=True, ends_at__isnull=False),
                name="tribes_polls_ending",
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_over(self) -> bool:
        """Whether nobody can vote any more: it closes by itself, at its moment."""
        return self.ends_at is not None and self.ends_at <= clock.now()


class PollVote(models.Model):
    """One answer one member chose. `slot` is 0 where one answer may be chosen, else the answer's number: so the
    database itself refuses a second vote, however many requests come at once.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    option = models.PositiveSmallIntegerField()
    slot = models.PositiveSmallIntegerField()
    voted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "poll", "slot"], name="tribes_votes_once")]

    def __str__(self) -> str:
        return f"a vote in {self.poll_id}"
