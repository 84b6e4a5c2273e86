"""Say something below a subject, and change or take back what one said."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.comments import policies
from bouquet.capabilities.comments.actions.placing import locked, place
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.actions.tallying import make_rules, rules_of
from bouquet.capabilities.comments.actions.wording import html_of, require_words
from bouquet.capabilities.comments.events import CommentEdited, CommentRemoved, CommentWaiting
from bouquet.capabilities.comments.models import Comment, Revision
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.comments.models.states import State
from bouquet.capabilities.moderation.actions import holding
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.capabilities.moderation.actions.screening import Screening, Verdict, screen
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Subject


class TalkShut(Exception):
    """Nobody, or not this member, can comment here; `why` says which."""

    def __init__(self, why: policies.Shut) -> None:
        super().__init__(why)
        self.why = why


class WordsRefused(Exception):
    """The house does not publish these words."""


@transaction.atomic
def post(*, ref: Ref, by: Account, text: str, answers_to: Comment | None = None, sent_with: str = "") -> Comment:
    """`by` says `text` about `ref`, or answers a comment there. The same `sent_with` makes no second comment.

    Raises PermissionDenied where they may not look, TalkShut, ValidationError for the text, TooFast, WordsRefused.
    The comment may have to wait: see its `state`.
    """
    if sent_with and (sent := Comment.objects.filter(author=by, sent_with=sent_with).first()):
        return sent
    subject = _subject_for(ref, by)
    _require_open(subject, by)
    _require_answerable(answers_to, ref, by)
    words = require_words(text)
    require_pace(account=by, verb="comment")
    found = _screened(words, by)
    comment = Comment(
        kind=ref.kind,
        key=ref.key,
        root=answers_to and (answers_to.root or answers_to),
        answers_to=answers_to,
        author=by,
        text=words,
        html=html_of(words, by=by, subject=subject),
        sent_with=sent_with,
        state=_first_state(subject, by, found),
    )
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one made it.
        return Comment.objects.get(author=by, sent_with=sent_with)
    make_rules(ref)
    holding.settle(found, ref=comment.ref, by=by)
    if comment.is_waiting:
        announce(CommentWaiting(comment.pk))
    place(comment.pk)
    comment.refresh_from_db()
    return comment


@transaction.atomic
def edit(*, comment: Comment, by: Account, text: str) -> None:
    """Its author finds better words; what it said before is kept. Refusals as for `post`."""
    kept = _own(comment, by)
    subject = _subject_for(kept.about, by)
    _require_open(subject, by)
    words = require_words(text)
    if words == kept.text or kept.state not in (State.POSTED, State.WAITING):
        return
    require_pace(account=by, verb="edit")
    found = _screened(words, by, previous=kept.text)
    now = clock.now()
    written_at = kept.edited_at or kept.posted_at
    Revision.objects.create(comment=kept, text=kept.text, html=kept.html, written_at=written_at, until=now)
    kept.text, kept.html, kept.edited_at = words, html_of(words, by=by, subject=subject), now
    if found.verdict == Verdict.HOLD:
        kept.state = State.HELD
    kept.save(update_fields=["text", "html", "edited_at", "state"])
    holding.settle(found, ref=kept.ref, by=by)
    place(kept.pk)
    announce(CommentEdited(kept.pk))


@transaction.atomic
def delete(*, comment: Comment, by: Account) -> None:
    """Its author takes it away: answers stay readable below an empty place. It can come back for thirty days."""
    kept = _own(comment, by)
    if kept.state in (State.DELETED, State.ERASED):
        return
    kept.removed_from, kept.state, kept.removed_at = kept.state, State.DELETED, clock.now()
    kept.save(update_fields=["state", "removed_from", "removed_at"])
    place(kept.pk)
    announce(CommentRemoved(kept.pk))


@transaction.atomic
def restore(*, comment: Comment, by: Account) -> None:
    """It is as it was before its author deleted it."""
    kept = _own(comment, by)
    if kept.state != State.DELETED:
        return
    kept.state, kept.removed_from, kept.removed_at = State(kept.removed_from), "", None
    kept.save(update_fields=["state", "removed_from", "removed_at"])
    place(kept.pk)


@transaction.atomic
def approve(*, comment: Comment, by: Account) -> None:
    """Somebody who keeps the talk lets a waiting comment in. PermissionDenied for others."""
    _settle(comment, by, State.POSTED)


@transaction.atomic
def refuse(*, comment: Comment, by: Account) -> None:
    """Somebody who keeps the talk does not let it in: only its author goes on seeing it."""
    _settle(comment, by, State.REFUSED)


def _settle(comment: Comment, by: Account, state: State) -> None:
    subject = registry.subject(comment.about)
    if subject is None or not policies.keeps(by, subject):
        raise PermissionDenied
    kept = locked(comment.pk)
    if kept is not None and kept.is_waiting:
        kept.state = state
        kept.save(update_fields=["state"])
        place(kept.pk)
        purge_comments(kept.about)


def _subject_for(ref: Ref, by: Account) -> Subject:
    subject = registry.visible_subjects([ref], by).get(ref) if policies.can_be_spoken_of(ref) else None
    if subject is None:
        raise PermissionDenied
    return subject


def _require_open(subject: Subject, by: Account) -> None:
    if why := policies.shut_for(by, subject, rules_of(subject.ref), at=clock.now()):
        raise TalkShut(why)


def _require_answerable(answers_to: Comment | None, ref: Ref, by: Account) -> None:
    if answers_to is None:
        return
    if answers_to.about != ref or not answers_to.is_shown or answers_to.author_id in hidden_from(by):
        raise PermissionDenied


def _screened(words: str, by: Account, *, previous: str = "") -> Screening:
    found = screen(text=words, by=by, ref_kind=KIND, previous=previous)
    if found.verdict == Verdict.REFUSE:
        raise WordsRefused(found.reason)
    return found


def _first_state(subject: Subject, by: Account, found: Screening) -> State:
    if found.verdict == Verdict.HOLD:
        return State.HELD
    waits = rules_of(subject.ref).asks_approval and not policies.keeps(by, subject)
    return State.WAITING if waits else State.POSTED


def _own(comment: Comment, by: Account) -> Comment:
    kept = locked(comment.pk)
    if kept is None or kept.author_id != by.pk:
        raise PermissionDenied
    return kept
