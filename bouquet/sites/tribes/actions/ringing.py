"""Tell people: who was invited, asked, let in, made keeper; who rings the bell, of every post."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.comments.actions.wording import mentioned
from bouquet.capabilities.notifications.actions.forgetting import forget_fact
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.models import Ask, FriendAsk, Invitation, Membership, Post, Role, Verdict

TRIBE = "tribes.tribe"
ACCOUNT = "accounts.account"
BATCH = 1000


def tell_of_post(*, post_id: UUID, after: UUID | None = None) -> UUID | None:
    """Tell a thousand of those who ring the bell, from the account `after` on; returns where to go on, if anywhere.

    Safe to repeat: a fact reaches a member once.
    """
    post = Post.objects.select_related("author", "tribe").filter(pk=post_id, is_shown=True).first()
    if post is None or post.tribe_id is None:
        return None
    ringing = Membership.objects.filter(tribe=post.tribe_id, rings_bell=True, is_away=False)
    if after is not None:
        ringing = ringing.filter(account__gt=after)
    people = list(ringing.order_by("account").values_list("account", flat=True)[:BATCH])
    if people:
        tell(
            kind="tribes.post",
            recipients=people,
            actor=post.author_id,
            about=Ref(POST, post.pk),
            fact=f"tribes.post:{post.pk}",
            group=f"tribe:{post.tribe_id}",
            data={"tribe": post.tribe.name if post.tribe else ""},
        )
    return people[-1] if len(people) == BATCH else None


def tell_mentioned(*, post_id: UUID) -> None:
    """Those whom a post names, if they may read it."""
    post = Post.objects.select_related("author").filter(pk=post_id, is_shown=True).first()
    if post is None:
        return
    people = [person.pk for person in mentioned(post.text, by=post.author)]
    if people:
        tell(
            kind="tribes.mention",
            recipients=people,
            actor=post.author_id,
            about=Ref(POST, post.pk),
            fact=f"tribes.mention:{post.pk}",
        )


def tell_of_ask(*, ask_id: UUID) -> None:
    """The founder and the keepers: somebody waits for an answer."""
    ask = Ask.objects.filter(pk=ask_id, verdict=Verdict.WAITING).first()
    if ask is None:
        return
    keepers = Membership.objects.keeping().filter(tribe=ask.tribe_id).values_list("account", flat=True)
    tell(
        kind="tribes.asked",
        recipients=list(keepers),
        actor=ask.account_id,
        about=Ref(TRIBE, ask.tribe_id),
        fact=f"tribes.asked:{ask.pk}",
        group=f"asks:{ask.tribe_id}",
    )


def tell_of_answer(*, ask_id: UUID) -> None:
    """Who asked: you are in. A refusal is said on the page of the tribe, not sent after anybody."""
    ask = Ask.objects.filter(pk=ask_id, verdict=Verdict.ACCEPTED).first()
    if ask is not None:
        tell(
            kind="tribes.accepted",
            recipients=[ask.account_id],
            actor=ask.decided_by_id,
            about=Ref(TRIBE, ask.tribe_id),
            fact=f"tribes.accepted:{ask.pk}",
        )


def tell_of_invitation(*, invitation_id: UUID) -> None:
    """Who was invited."""
    invitation = Invitation.objects.filter(pk=invitation_id, declined_at=None).first()
    if invitation is not None:
        tell(
            kind="tribes.invited",
            recipients=[invitation.account_id],
            actor=invitation.by_id,
            about=Ref(TRIBE, invitation.tribe_id),
            fact=f"tribes.invited:{invitation.pk}",
        )


def tell_of_role(*, tribe_id: UUID, account_id: UUID, role: str, appointment_id: UUID) -> None:
    """Who looks after the tribe from now on."""
    if Membership.objects.filter(tribe=tribe_id, account=account_id, role=Role(role)).exists():
        tell(
            kind="tribes.role",
            recipients=[account_id],
            actor=None,
            about=Ref(TRIBE, tribe_id),
            fact=f"tribes.role:{appointment_id}",
            data={"role": role},
        )


def tell_of_friend_ask(*, ask_id: UUID) -> None:
    """Who was asked to be friends."""
    ask = FriendAsk.objects.filter(pk=ask_id).first()
    if ask is not None:
        tell(
            kind="tribes.friend_asked",
            recipients=[ask.asked_id],
            actor=ask.asker_id,
            about=Ref(ACCOUNT, ask.asker_id),
            fact=_asked(ask.pk),
            group="friend_asks",
        )


def tell_of_no_friend_ask(*, ask_id: UUID) -> None:
    """It waits no more: the inbox of who was asked says so no longer."""
    forget_fact(_asked(ask_id))


def _asked(ask_id: UUID) -> str:
    return f"tribes.friend_asked:{ask_id}"


def tell_of_friendship(*, asker_id: UUID, asked_id: UUID) -> None:
    """Who asked: the other one said yes."""
    tell(
        kind="tribes.friends",
        recipients=[asker_id],
        actor=asked_id,
        about=Ref(ACCOUNT, asked_id),
        fact=f"tribes.friends:{asker_id}:{asked_id}",
        group="friends",
    )
