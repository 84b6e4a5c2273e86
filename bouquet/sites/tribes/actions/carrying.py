"""What posts carry, for their cards: a few queries for a whole page of posts, and only for sorts that occur on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import Block
from bouquet.capabilities.media.models import Asset, Frame
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Kind, Ref, Subject
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions.unfolding import REF
from bouquet.sites.tribes.models import Answer, Attendance, Event, Membership, Poll, PollVote, Post
from bouquet.sites.tribes.models.states import KEEPING

# Beyond these, a card says how many more there are.
MOST_SHOWN = 4


@dataclass(frozen=True)
class Choice:
    """One answer of a poll, as one person sees it; `count` and `percent` are None while results are hidden."""

    number: int
    text: str
    count: int | None
    percent: int | None
    is_mine: bool


class PollCard:
    """A poll, as one person sees it."""

    def __init__(self, poll: Poll, mine: Collection[int], *, may_take_part: bool) -> None:
        self.poll = poll
        self.is_over = poll.is_over
        self.has_voted = bool(mine)
        self.may_vote = may_take_part and not self.is_over
        self.shows_results = self.is_over or self.has_voted or not poll.hides_results
        self.choices = [self._choice(number, number in mine) for number in range(len(poll.options))]

    def _choice(self, number: int, is_mine: bool) -> Choice:
        poll, count = self.poll, self.poll.counts[number]
        text = poll.options[number]
        if not self.shows_results:
            return Choice(number, text, None, None, is_mine)
        return Choice(number, text, count, round(100 * count / poll.voters_count) if poll.voters_count else 0, is_mine)


class EventCard:
    """An event, as one person sees it. `answer` is what they said; `faces` are some who go."""

    def __init__(
        self, event: Event, answer: str, faces: Sequence[Account], *, may_take_part: bool, may_host: bool
    ) -> None:
        self.event, self.answer, self.faces = event, answer, faces
        self.may_change = may_host and not event.is_over and not event.is_cancelled
        self.may_answer = may_take_part and not event.is_over and not event.is_cancelled
        self.may_go = not event.is_full or answer == Answer.GOING

    @property
    def more_count(self) -> int:
        """How many go besides those whose faces are shown."""
        return max(0, self.event.going_count - len(self.faces))


class VideoCard:
    """A video, from what `showing_files.video_card` kept: no query."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.kept = kept
        self.is_playable: bool = kept["playable"]
        self.is_portrait: bool = kept["height"] > kept["width"]
        self.seconds: float = kept["seconds"]
        self.is_lost: bool = kept["state"] in {Asset.State.REFUSED, Asset.State.FAILED} and not self.is_playable

    @property
    def poster(self) -> str:
        """The picture before it plays; empty while there is none."""
        kept = self.kept
        asset = Asset(key=kept["key"], is_public=kept["open"], poster=kept["poster"], duration_seconds=kept["seconds"])
        return asset.poster_address(1280)


class LinkCard:
    """The page a post links to, from what `LinkedPage.to_card` kept: no query."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.address: str = kept["address"]
        self.title: str = kept["title"]
        self.description: str = kept["description"]
        self.site: str = kept["site"]
        self.picture = Frame(kept["picture"]) if kept["picture"] else None
        # A picture that is small or tall stands beside the words, a wide one above them.
        self.is_wide = self.picture is not None and self.picture.width >= 600 and not self.picture.is_tall


@dataclass
class Carried:
    """All that one post carries (`carried` in the templates of `tribes/post/`). `shared` is the thing it passes on or
    links to within this network, if `viewer` may see it; `shared_is_gone` when they may not, or nobody may any more.
    """

    post: Post
    poll: PollCard | None = None
    event: EventCard | None = None
    shared: Subject | None = None
    shared_is_gone: bool = False
    photos: list[Frame] = field(default_factory=list)

    @cached_property
    def video(self) -> VideoCard | None:
        kept = self.post.attached.get("video")
        return VideoCard(kept) if kept else None

    @cached_property
    def link(self) -> LinkCard | None:
        kept = self.post.attached.get("link")
        return LinkCard(kept) if kept else None

    @cached_property
    def shared_kind(self) -> Kind | None:
        """What sort of thing it passes on."""
        return registry.kind_called(self.shared.ref.kind) if self.shared else None

    @property
    def is_anything(self) -> bool:
        """Whether there is something to show."""
        return bool(self.photos or self.post.attached or self.post.shared_key)

    @property
    def is_single(self) -> bool:
        """One photo stands alone, as wide as the card."""
        return len(self.photos) == 1

    @property
    def lacks_words(self) -> bool:
        """Whether nobody said what is to be seen on one of the photos."""
        return any(not photo.alt for photo in self.photos)

    @property
    def shown_photos(self) -> list[Frame]:
        """Those a card has room for."""
        return self.photos[:MOST_SHOWN]

    @property
    def more_photos(self) -> int:
        """How many the card does not show."""
        return max(0, len(self.photos) - MOST_SHOWN)


def carried_by(posts: Iterable[Post], viewer: Visitor) -> dict[UUID, Carried]:
    """What each of `posts` carries, by its key, as `viewer` sees it. No query for text, photos, videos and links of the
    web; two for polls, two for events, one more for either, one or two for each kind of thing that is passed on.
    """
    found = {post.pk: Carried(post, photos=[Frame(kept) for kept in post.attached.get("photos", ())]) for post in posts}
    asking = [one.post for one in found.values() if "poll" in one.post.attached or "event" in one.post.attached]
    if asking:
        inside = _roles(asking, viewer)
        _add_polls(found, viewer, inside)
        _add_events(found, viewer, inside)
    _add_shared(found, viewer)
    return found


def pictures_of(post: Post) -> tuple[str, ...]:
    """Addresses of what is to be seen on it, for those who speak of the post."""
    photos = [Frame(kept).address(1280) for kept in post.attached.get("photos", ())]
    video = post.attached.get("video")
    poster = VideoCard(video).poster if video else ""
    return tuple([*photos, poster] if poster else photos)


def lasting_picture_of(post: Post) -> str:
    """Where a picture of it is served for ever; empty when there is none for everybody."""
    if not all(kept["open"] for kept in [*post.attached.get("photos", ()), post.attached.get("video", {"open": True})]):
        return ""
    return next(iter(pictures_of(post)), "")


def words_of(post: Post) -> str:
    """What it says beside its text: what is to be seen on photos, the question, the event, the page it links to."""
    attached = post.attached
    words = [kept["alt"] for kept in attached.get("photos", ())]
    words += [word for key in ("poll", "event") for word in attached.get(key, {}).get("words", ())]
    if "link" in attached:
        words += [attached["link"]["title"], attached["link"]["description"]]
    return "\n".join(word for word in words if word)


def _roles(posts: list[Post], viewer: Visitor) -> dict[UUID, str]:
    """What `viewer` is in the tribes of these posts."""
    tribes = {post.tribe_id for post in posts if post.tribe_id}
    if not tribes or not isinstance(viewer, Account):
        return {}
    return dict(Membership.objects.filter(account=viewer, tribe__in=tribes).values_list("tribe", "role"))


def _may_host(post: Post, viewer: Visitor, inside: Mapping[UUID, str]) -> bool:
    """As `policies.can_host`, of a post that `viewer` reads."""
    if not _may_take_part(post, viewer, inside):
        return False
    return post.author_id == viewer.pk or (post.tribe_id is not None and inside.get(post.tribe_id) in KEEPING)


def _may_take_part(post: Post, viewer: Visitor, inside: Mapping[UUID, str]) -> bool:
    """As `policies.can_take_part`, of a post that `viewer` reads."""
    if not isinstance(viewer, Account) or not post.is_shown:
        return False
    return post.tribe is None or (not post.tribe.is_archived and post.tribe_id in inside)


def _add_polls(found: dict[UUID, Carried], viewer: Visitor, inside: Mapping[UUID, str]) -> None:
    keys = [key for key, one in found.items() if "poll" in one.post.attached]
    if not keys:
        return
    mine: dict[UUID, set[int]] = {}
    if isinstance(viewer, Account):
        for key, option in PollVote.objects.filter(account=viewer, poll__in=keys).values_list("poll", "option"):
            mine.setdefault(key, set()).add(option)
    for poll in Poll.objects.filter(pk__in=keys):
        one = found[poll.pk]
        one.poll = PollCard(poll, mine.get(poll.pk, ()), may_take_part=_may_take_part(one.post, viewer, inside))


def _add_events(found: dict[UUID, Carried], viewer: Visitor, inside: Mapping[UUID, str]) -> None:
    keys = [key for key, one in found.items() if "event" in one.post.attached]
    if not keys:
        return
    events = list(Event.objects.filter(pk__in=keys))
    people = {UUID(face) for event in events for face in event.faces}
    if isinstance(viewer, Account):
        people.add(viewer.pk)
    said = _answers(keys, people, viewer) if people else {}
    for event in events:
        one, answers = found[event.pk], said.get(event.pk, {})
        mine = answers.get(viewer.pk) if isinstance(viewer, Account) else None
        going = [answers[UUID(face)] for face in event.faces if UUID(face) in answers]
        one.event = EventCard(
            event,
            mine.answer if mine else "",
            policies.without_the_young(
                (row.account for row in going if row.answer == Answer.GOING and not row.account.is_away), viewer
            ),
            may_take_part=_may_take_part(one.post, viewer, inside),
            may_host=_may_host(one.post, viewer, inside),
        )


def _answers(keys: list[UUID], people: set[UUID], viewer: Visitor) -> dict[UUID, dict[UUID, Attendance]]:
    rows = Attendance.objects.filter(event__in=keys, account__in=people).select_related("account")
    if isinstance(viewer, Account):
        # A block holds both ways, also among faces.
        rows = rows.exclude(account__in=Block.objects.filter(blocker=viewer).values("blocked"))
        rows = rows.exclude(account__in=Block.objects.filter(blocked=viewer).values("blocker"))
    said: dict[UUID, dict[UUID, Attendance]] = {}
    for row in rows:
        said.setdefault(row.event_id, {})[row.account_id] = row
    return said


def _add_shared(found: dict[UUID, Carried], viewer: Visitor) -> None:
    refs = {key: ref for key, one in found.items() if (ref := _ref_of(one.post)) is not None}
    if not refs:
        return
    seen = registry.visible_subjects(set(refs.values()), viewer)
    for key, ref in refs.items():
        found[key].shared = seen.get(ref)
        found[key].shared_is_gone = found[key].shared is None and found[key].post.shared is not None


def _ref_of(post: Post) -> Ref | None:
    if post.shared is not None:
        return post.shared
    kept = post.attached.get(REF)
    return Ref(kept[0], UUID(kept[1])) if kept else None
