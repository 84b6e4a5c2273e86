"""A talk as one visitor sees it: comments with all that is shown of them, read with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.comments import policies
from bouquet.capabilities.comments.actions.addressing import talk_path
from bouquet.capabilities.comments.actions.talks import Talk, talks_of
from bouquet.capabilities.comments.actions.tallying import rules_of
from bouquet.capabilities.comments.forms import CommentForm, RulesForm
from bouquet.capabilities.comments.models import Comment, TalkRules
from bouquet.capabilities.comments.models.paging import Page, answers_from, cursor_after, page_at, page_of
from bouquet.capabilities.comments.models.reading import CommentQuerySet
from bouquet.capabilities.comments.models.states import Sort, State
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Standing, Subject

MOST_OWN_UNSEEN = 10


@dataclass
class Shown:
    """A comment on a page. `more_label` says how many answers are not shown with it; empty when all are."""

    comment: Comment
    talk: Talk
    address: str
    # What its other addresses begin with.
    path: str
    person: str
    is_mine: bool = False
    is_by_author: bool = False
    is_pinned: bool = False
    is_kept: bool = False
    is_folded: bool = False
    is_target: bool = False
    is_open: bool = False
    answers_name: str = ""
    answers: list[Shown] = field(default_factory=list)
    # Whether this visitor reads its words; else its place is empty.
    is_read: bool = True
    earlier_address: str = ""
    more_address: str = ""
    more_label: str = ""

    @property
    def everything(self) -> tuple[Hashable, ...]:
        """All that its template shows, and all that decides what it shows: whoever has the same, sees the same."""
        comment, author = self.comment, self.comment.author
        return (
            *(comment.pk, comment.root_id, comment.html, comment.posted_at, comment.edited_at),
            *(comment.is_shown, comment.state, comment.standing, comment.label),
            *(author.handle, author.display_name, author.avatar_key),
            *(self.talk.reactions, self.talk.is_for_member, self.address, self.path, self.person, self.answers_name),
            *(self.is_mine, self.is_by_author, self.is_pinned, self.is_kept, self.is_folded, self.is_target),
            *(self.is_open, self.is_read),
        )


class Reader:
    """One visitor reading one talk: whom they see, and what they may do."""

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        self.visitor, self.subject = visitor_of(request), subject
        self.rules: TalkRules = rules_of(subject.ref)
        self.hidden, self.muted = hidden_from(self.visitor), muted_by(self.visitor)
        self.is_keeper = policies.keeps(self.visitor, subject)
        self.target: UUID | None = None
        self.shut = self._shut()
        # Said once, not for each comment: saying an address costs more than anything else on the page.
        self._talk_path = talk_path(subject.ref)
        self._own_path = reverse("comments:thread", args=(UUID(int=0),))
        self._person_path = reverse("accounts:profile", args=("-",))

    @property
    def comments(self) -> CommentQuerySet:
        """What is said, without those the visitor and they keep apart from."""
        rows = Comment.objects.about(self.subject.ref).for_pages()
        return rows.exclude(author__in=self.hidden) if self.hidden else rows

    def answers(self, root: Comment) -> CommentQuerySet:
        """Of one thread, likewise."""
        rows = Comment.objects.filter(root=root, is_placed=True, is_shown=True).for_pages()
        return rows.exclude(author__in=self.hidden) if self.hidden else rows

    def shown(self, heads: Iterable[Comment]) -> list[Shown]:
        """Threads with their first answers: three queries, four for a member."""
        heads = list(heads)
        keys = [UUID(hex=key) for head in heads for key in head.first_answers]
        found = Comment.objects.filter(pk__in=keys).shown().exclude(author__in=self.hidden).for_pages()
        by_root: dict[UUID, list[Comment]] = {}
        for answer in sorted(found, key=lambda one: (one.posted_at, one.pk)) if keys else []:
            by_root.setdefault(answer.root_id, []).append(answer)  # type: ignore[arg-type]
        return self.with_answers([(head, by_root.get(head.pk, [])) for head in heads])

    def with_answers(self, threads: Collection[tuple[Comment, list[Comment]]]) -> list[Shown]:
        """The same, for answers at hand."""
        everything = [one for head, answers in threads for one in (head, *answers)]
        talks = talks_of([one.ref for one in everything], self.visitor)
        result = []
        for head, answers in threads:
            thread = self._shown(head, talks[head.ref])
            thread.answers = [self._shown(answer, talks[answer.ref]) for answer in answers]
            rest = head.answers_count - len(answers)
            if rest > 0:
                thread.more_address = thread_path(head, answers[-1] if answers else None)
                thread.more_label = more_label(rest)
            result.append(thread)
        return result

    def one(self, comment: Comment) -> Shown:
        """A single comment, as it is shown after it changed."""
        return self._shown(comment, talks_of([comment.ref], self.visitor)[comment.ref])

    def _shown(self, comment: Comment, talk: Talk) -> Shown:
        answered = comment.answers_to
        is_mine = isinstance(self.visitor, Account) and comment.author_id == self.visitor.pk
        names = answered is not None and answered.pk != comment.root_id and answered.author_id not in self.hidden
        return Shown(
            comment,
            talk,
            address=f"{self._talk_path}?comment={comment.pk}#comment-{comment.pk}",
            path=self._own_path.replace(f"{UUID(int=0)}/thread", str(comment.pk)),
            person="" if comment.author.is_erased else self._person_path.replace("/-/", f"/{comment.author.handle}/"),
            is_read=comment.is_shown or (is_mine and _still_has(comment)) or (self.is_keeper and comment.is_waiting),
            is_mine=is_mine,
            is_by_author=comment.author_id == self.subject.author_id,
            is_pinned=comment.pk == self.rules.pinned_id,
            is_kept=self.is_keeper,
            is_folded=comment.author_id in self.muted,
            is_target=comment.pk == self.target,
            is_open=self.shut is None and isinstance(self.visitor, Account),
            answers_name=answered.author.display_name if answered is not None and names and answered.is_shown else "",
        )

    def _shut(self) -> policies.Shut | None:
        now = clock.now()
        if isinstance(self.visitor, Account):
            return policies.shut_for(self.visitor, self.subject, self.rules, at=now)
        return policies.shut_for_everyone(self.subject, self.rules, at=now)


def talk_context(request: HttpRequest, subject: Subject, *, target: Comment | None = None) -> dict[str, Any]:
    """Everything the talk's template shows. `?sort ?after ?before` choose the page; `target` the page it is on."""
    reader = Reader(request, subject)
    reader.target = target.pk if target else None
    sort = _sort(request)
    page = _page(request, reader, sort, target)
    threads = reader.shown(page.comments)
    if target is not None and target.root is not None:
        _open_around(reader, threads, target)
    path = talk_path(subject.ref)
    return {
        **about_context(reader),
        "talk_path": path,
        "sort": sort.value,
        "sorts": [(one.value, one.label) for one in Sort],
        "threads": threads,
        "own_unseen": [reader.one(comment) for comment in _own_unseen(reader)],
        "count": count_for(reader),
        "waiting_count": Comment.objects.about(subject.ref).waiting().count() if reader.is_keeper else 0,
        "before_address": f"{path}?sort={sort}&before={page.before}" if page.before else "",
        "after_address": f"{path}?sort={sort}&after={page.after}" if page.after else "",
        "form": new_form(),
        "rules_form": RulesForm(
            initial={"is_closed": reader.rules.is_closed, "asks_approval": reader.rules.asks_approval}
        ),
    }


def about_context(reader: Reader) -> dict[str, Any]:
    """What every template of a talk shows of what it is about, and of who reads."""
    return {
        "subject": reader.subject,
        "kind": reader.subject.ref.kind,
        "key": reader.subject.ref.key,
        "member": reader.visitor if isinstance(reader.visitor, Account) else None,
        "is_keeper": reader.is_keeper,
        "rules": reader.rules,
        "shut": reader.shut,
    }


def new_form(answered: Comment | None = None) -> CommentForm:
    """An empty one."""
    return CommentForm(initial={"answers_to": answered.pk if answered else None})


def count_for(reader: Reader) -> int:
    """How many comments the visitor could read, without those of people kept apart."""
    total = talks_of([reader.subject.ref], None)[reader.subject.ref].comments_count
    if not reader.hidden or not total:
        return total
    unseen = Q(author__in=reader.hidden) | Q(root__author__in=reader.hidden)
    return total - Comment.objects.about(reader.subject.ref).shown().filter(unseen).count()


def thread_path(head: Comment, last: Comment | None) -> str:
    """Where the answers of a thread go on after `last`."""
    address = reverse("comments:thread", args=(head.pk,))
    return f"{address}?after={cursor_after(last)}" if last else address


def more_label(rest: int) -> str:
    """What the link to further answers says."""
    return ngettext("Show %(n)s more answer", "Show %(n)s more answers", rest) % {"n": rest}


def _sort(request: HttpRequest) -> Sort:
    asked = request.GET.get("sort", "")
    return Sort(asked) if asked in Sort.values else Sort.NEWEST


def _page(request: HttpRequest, reader: Reader, sort: Sort, target: Comment | None) -> Page:
    """The pinned comment stands above the first page, and nowhere else."""
    ref, heads, pinned = reader.subject.ref, reader.comments.heads(), reader.rules.pinned
    if pinned is not None and (not pinned.is_shown or pinned.author_id in reader.hidden):
        pinned = None
    if pinned is not None:
        heads = heads.exclude(pk=pinned.pk)
    root = (target.root or target) if target else None
    if root is not None and root != pinned:
        page = page_at(heads, ref, sort, root)
    else:
        page = page_of(heads, ref, sort, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    if pinned is not None and not page.before:
        return Page([pinned, *page.comments], page.before, page.after)
    return page


def _open_around(reader: Reader, threads: list[Shown], target: Comment) -> None:
    """The thread of an answer that is not among its first shows the answers from there on."""
    for number, thread in enumerate(threads):
        if thread.comment.pk != target.root_id or any(one.is_target for one in thread.answers):
            continue
        around = answers_from(reader.answers(thread.comment), target)
        opened = reader.with_answers([(thread.comment, around.comments)])[0]
        opened.earlier_address = thread_path(thread.comment, None)
        opened.more_address = thread_path(thread.comment, around.comments[-1]) if around.after else ""
        opened.more_label = _("Show more answers") if around.after else ""
        threads[number] = opened


def _still_has(comment: Comment) -> bool:
    """Whether its author goes on reading it when others do not."""
    return comment.state not in (State.DELETED, State.ERASED) and comment.standing != Standing.REMOVED


def _own_unseen(reader: Reader) -> list[Comment]:
    """What the member said here and only they see: it waits, or was hidden."""
    if not isinstance(reader.visitor, Account):
        return []
    rows = Comment.objects.about(reader.subject.ref).filter(author=reader.visitor).seen_by_its_author_only()
    return list(rows.filter(is_placed=False).for_pages().order_by("-posted_at", "-id")[:MOST_OWN_UNSEEN])
