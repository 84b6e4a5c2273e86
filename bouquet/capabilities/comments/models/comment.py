"""The comment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.capabilities.comments.engine.cursors import Place
from bouquet.capabilities.comments.models.reading import CommentQuerySet
from bouquet.capabilities.comments.models.states import State
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref, Standing
from bouquet.foundation.text.safe_html import teaser

KIND = "comments.comment"
LONGEST = 2000
# Of a thread, the page of a talk shows so many answers before one asks for more.
FIRST_ANSWERS = 3


class Comment(models.Model):
    """What somebody said below a subject, or below such a comment (`root`). An answer to an answer joins the thread and
    names whom it answers (`answers_to`).

    `html` is prepared when the words are written. `is_shown` and `is_placed` are what lists go by, kept true by
    `actions.placing`: shown, it is read by everybody; placed, it has its place in the list, if only as the empty
    place above answers. `is_counted` is what the counters know. `first_answers` are the keys a page of the talk shows.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    root = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    answers_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=LONGEST)
    html = models.TextField()
    # A form sent twice makes one comment.
    sent_with = models.CharField(max_length=32, blank=True)

    state = models.CharField(max_length=10, choices=State, default=State.POSTED)
    # The state it goes back to, when its author takes the deletion back.
    removed_from = models.CharField(max_length=10, choices=State, blank=True)
    standing = models.CharField(max_length=10, default=Standing.SHOWN)
    label = models.CharField(max_length=200, blank=True)
    is_away = models.BooleanField(default=False)

    is_shown = models.BooleanField(default=False)
    is_placed = models.BooleanField(default=False)
    is_counted = models.BooleanField(default=False)
    likes_count = models.PositiveIntegerField(default=0)
    answers_count = models.PositiveIntegerField(default=0)
    first_answers = models.JSONField(default=list)

    posted_at = models.DateTimeField(default=clock.now)
    # When others read it first; a comment that comes back is no news.
    shown_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "sent_with"], condition=~Q(sent_with=""), name="comments_sent_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "key", "posted_at", "id"],
                name="comments_by_time",
                condition=Q(root=None, is_placed=True),
            ),
            models.Index(
                fields=["kind", "key", "likes_count", "posted_at", "id"],
                name="comments_by_likes",
                condition=Q(root=None, is_placed=True),
            ),
            models.Index(fields=["root", "is_placed", "posted_at", "id"], name="comments_of_thread"),
            models.Index(fields=["author", "kind", "key"], name="comments_of_author"),
            models.Index(fields=["kind", "key", "state", "posted_at"], name="comments_waiting"),
            models.Index(fields=["removed_at"], name="comments_to_erase", condition=Q(state=State.DELETED)),
        ]

    def __str__(self) -> str:
        return teaser(self.text, length=60)

    @property
    def ref(self) -> Ref:
        """This comment, for what acts on anything."""
        return Ref(KIND, self.pk)

    @property
    def about(self) -> Ref:
        """What it stands below."""
        return Ref(self.kind, self.key)

    @property
    def place(self) -> Place:
        return Place(self.likes_count, self.posted_at, self.pk)

    @property
    def is_answer(self) -> bool:
        return self.root_id is not None

    @property
    def is_deleted(self) -> bool:
        return self.state == State.DELETED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator decided that others do not read it."""
        return self.standing in (Standing.HIDDEN, Standing.REMOVED)

    @property
    def is_labelled(self) -> bool:
        return self.standing == Standing.LABELLED

    def ought_to_be_shown(self) -> bool:
        """Whether everybody may read it, going by what was decided."""
        return self.state == State.POSTED and not self.is_hidden and not self.is_away


class Revision(models.Model):
    """What a comment said until `until`."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until:%Y-%m-%d %H:%M}"
