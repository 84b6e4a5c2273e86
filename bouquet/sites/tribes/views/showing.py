"""Posts as pages show them: with what they carry, how much is said about them, and why they are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions.talks import Talk, talks_of
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.carrying import Carried, carried_by
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.models import Post


@dataclass(frozen=True)
class Shown:
    """One card. `reason` says why it is there, on pages that gather from several places."""

    post: Post
    talk: Talk
    carried: Carried
    is_mine: bool
    is_kept: bool
    reason: str = ""

    @property
    def ref(self) -> Ref:
        return Ref(POST, self.post.pk)

    @property
    def top(self) -> str | None:
        """All that the upper part shows, to be drawn once for whom it looks the same. None for those with a menu of
        their own, and where the whole card is drawn once.
        """
        return self._head if self.post.carries_anything else None

    @property
    def whole(self) -> str | None:
        """All that the card shows, as `top` does; None when it carries something, which looks different to many."""
        if self.post.carries_anything or self._head is None:
            return None
        talk = self.talk
        chosen = " ".join(f"{one.emoji}{one.count}{one.is_mine:d}" for one in talk.reactions)
        return f"{self._head}\0{talk.comments_count} {talk.is_for_member:d} {chosen}"

    @cached_property
    def _head(self) -> str | None:
        if self.is_mine or self.is_kept:
            return None
        post, author = self.post, self.post.author
        tribe = f"{post.tribe_id} {post.tribe.version}" if post.tribe else ""
        who = f"{author.handle}\0{author.display_name}\0{author.avatar_key}"
        return f"{post.pk} {post.version} {tribe} {who}\0{self.reason}"


def shown(
    posts: Sequence[Post],
    visitor: Visitor,
    *,
    kept: bool = False,
    reasons: Mapping[UUID, str] | None = None,
) -> list[Shown]:
    """Cards for `posts`, in their order. Two queries for the talks, and those of what they carry.

    `kept`: `visitor` looks after the tribe whose page this is.
    """
    talks = talks_of([Ref(POST, post.pk) for post in posts], visitor)
    carried = carried_by(posts, visitor)
    mine = visitor.pk if isinstance(visitor, Account) else None
    return [
        Shown(
            post=post,
            talk=talks[Ref(POST, post.pk)],
            carried=carried[post.pk],
            is_mine=post.author_id == mine,
            is_kept=kept,
            reason=(reasons or {}).get(post.pk, ""),
        )
        for post in posts
    ]
