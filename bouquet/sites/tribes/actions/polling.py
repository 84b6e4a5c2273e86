"""Vote in a poll: once, however many requests come at the same time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.purging import purge_counts
from bouquet.sites.tribes.engine.attachments import PollChange
from bouquet.sites.tribes.models import Poll, PollVote, Post
from bouquet.sites.tribes.models.poll import MOST_OPTIONS

# Of a poll whose end nobody could be told in time (everything stood still), people are told no more.
_TOO_LATE = timedelta(days=2)


class PollIsOver(ValueError):
    """Its end has come; the counts stay."""


class HasVotes(ValueError):
    """Somebody voted: what they chose among stays."""


class NotAChoice(ValueError):
    """An answer that is not there, or several where one may be chosen."""


@transaction.atomic
def vote(*, post: Post, by: Account, options: Collection[int]) -> Poll:
    """`by` chooses these answers (numbers from 0) in place of those before; none takes the vote back. Safe to repeat.

    Raises PermissionDenied, PollIsOver or NotAChoice.
    """
    policies.require_can_take_part(by, post)
    poll = Poll.objects.select_for_update().get(pk=post.pk)
    if poll.is_over:
        raise PollIsOver
    chosen = set(options)
    if not chosen <= set(range(len(poll.options))) or (len(chosen) > 1 and not poll.is_multiple):
        raise NotAChoice
    before = set(PollVote.objects.filter(poll=poll, account=by).values_list("option", flat=True))
    if before != chosen:
        _replace(poll, by.pk, before, chosen)
        purge_counts(post)
    return poll


@transaction.atomic
def extend(*, post: Post, more: PollChange) -> None:
    """More answers, or another end, as long as nobody voted; who asks has been looked at by who calls.

    Raises PollIsOver or HasVotes, and NotAChoice when there would be too many answers.
    """
    poll = Poll.objects.select_for_update().get(pk=post.pk)
    if poll.is_over:
        raise PollIsOver
    if poll.voters_count:
        raise HasVotes
    options = [*poll.options, *more.options]
    if len(options) > MOST_OPTIONS:
        raise NotAChoice
    poll.options, poll.counts = options, [0] * len(options)
    if more.moves_end:
        poll.ends_at = more.ends_at
    poll.save(update_fields=["options", "counts", "ends_at"])


@transaction.atomic
def forget_votes(*, account_id: UUID) -> None:
    """An erased member's votes go. What was decided stays decided: counts of polls that are over do not change."""
    for key in PollVote.objects.filter(account=account_id).values_list("poll", flat=True).distinct():
        poll = Poll.objects.select_for_update().get(pk=key)
        votes = PollVote.objects.filter(poll=poll, account=account_id)
        if poll.is_over:
            votes.delete()
        else:
            _replace(poll, account_id, set(votes.values_list("option", flat=True)), set())


def polls_to_tell() -> list[UUID]:
    """Polls that ended, of which nobody was told yet."""
    ended = Poll.objects.filter(ends_at__lte=clock.now(), ends_at__gt=clock.now() - _TOO_LATE, told_at=None)
    return list(ended.values_list("pk", flat=True)[:200])


def tell_result(*, post_id: UUID) -> None:
    """The author and those who voted learn that the poll is over. Safe to repeat: a fact reaches a member once."""
    poll = Poll.objects.select_related("post").filter(pk=post_id, told_at=None).first()
    if poll is None or not poll.is_over:
        return
    if poll.post.is_shown:
        voters = PollVote.objects.filter(poll=poll).values_list("account", flat=True).distinct()
        tell(
            kind="tribes.poll_over",
            recipients=[poll.post.author_id, *voters],
            actor=None,
            about=Ref(POST, poll.pk),
            fact=f"tribes.poll_over:{poll.pk}",
            data={"question": poll.question},
        )
    Poll.objects.filter(pk=poll.pk).update(told_at=clock.now())


def _replace(poll: Poll, account_id: UUID, before: set[int], chosen: set[int]) -> None:
    """Under the lock on the poll's row, which makes the counts exact; the votes' own constraint refuses what is not."""
    PollVote.objects.filter(poll=poll, account=account_id, option__in=before - chosen).delete()
    PollVote.objects.bulk_create(
        PollVote(poll=poll, account_id=account_id, option=option, slot=option if poll.is_multiple else 0)
        for option in sorted(chosen - before)
    )
    for option in before ^ chosen:
        poll.counts[option] += 1 if option in chosen else -1
    poll.voters_count += bool(chosen) - bool(before)
    poll.save(update_fields=["counts", "voters_count"])
