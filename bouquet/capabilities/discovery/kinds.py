"""What can be found, and by whom. An app says so in its `apps.py`:

    register_listing("videos.video", listings.collect, types=[ListingType("video", _("Videos"), icon="clapperboard")])

and announces `ListingChanged("videos.video", video.pk)` for each change. `collect(keys)` answers with a `Listing` for
each of the keys that may be found at all, by anybody; a key it leaves out is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.functional import Promise

from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.foundation.queries.prepared import Prepared
from bouquet.foundation.subjects.registry import kind_called
from bouquet.foundation.subjects.subject import Ref, Visitor

# Who may find a thing. An app may have tokens of its own, such as `tribe:<id>`: see `register_audiences`.
EVERYONE = "everyone"
MEMBERS = "members"


def only(account_id: UUID) -> str:
    """The audience of one person."""
    return f"account:{account_id}"


def followers_of(account_id: UUID) -> str:
    """Those who follow this person (accepted), and the person."""
    return f"followers:{account_id}"


@dataclass(frozen=True)
class Listing:
    """A thing as search knows it.

    `type` is the name of its filter (`video`, `tribe`, `post`…). `title`, `teaser` and `body` are plain text: of the
    teaser some 200 characters are shown, of the body what stands around the sought words. `tags` are their names.
    `address` and `picture` may be absolute, or paths that work on every host. `popularity` is a count (views, members,
    likes), 0 where there is none. Whoever holds one of the tokens of `audience` may find it; what is for everyone says
    only `everyone`. It must never be wider than what the kind's `visible_to` answers, which is asked again at display.
    What is `part_of` another thing (a comment) is found by its words, but it is no suggestion and nothing's neighbour,
    and it is looked at again when others may find that thing.
    """

    ref: Ref
    type: str
    title: str
    address: str
    made_at: datetime
    audience: tuple[str, ...]
    teaser: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    picture: str = ""
    language: str = ""
    author_id: UUID | None = None
    popularity: int = 0
    part_of: Ref | None = None


@dataclass(frozen=True)
class ListingType:
    """A filter of the search page: `label` in the plural (“Videos”), the shape its pictures have.

    Write `icon="…"` out where you register it: that is how the sprite learns which icons to draw.
    """

    name: str
    label: str | Promise
    icon: str
    picture: Literal["wide", "square", "round"] = "wide"


Collect = Callable[[Collection[UUID]], Sequence[Listing]]
Audiences = Callable[[Account], Collection[str]]
Neighbours = Callable[[Ref, int], Sequence[Ref]]

_collectors: dict[str, Collect] = {}
_types: dict[str, ListingType] = {}
_audiences: list[Audiences] = []
_neighbours: list[Neighbours] = []


def register_listing(kind_name: str, collect: Collect, *, types: Sequence[ListingType] = ()) -> None:
    """Have things of this kind be found. A type that is not introduced bears the kind's own label and icon."""
    _collectors[kind_name] = collect
    _types.update({each.name: each for each in types})


def register_audiences(tokens: Audiences) -> None:
    """`tokens(account)` are the audiences this member belongs to (`tribe:<id>` for each of their tribes); one query."""
    if tokens not in _audiences:
        _audiences.append(tokens)


def register_neighbours(neighbours: Neighbours) -> None:
    """`neighbours(ref, most)`: what people who liked this thing liked too, nearest first. Asked in a task."""
    if neighbours not in _neighbours:
        _neighbours.append(neighbours)


def listed_kinds() -> tuple[str, ...]:
    """The kinds whose things can be found."""
    return tuple(_collectors)


def collect(kind_name: str, keys: Collection[UUID]) -> Sequence[Listing]:
    """What there is to know of these things now; nothing when nobody knows the kind (any more)."""
    collector = _collectors.get(kind_name)
    return collector(keys) if collector else ()


def listing_types() -> tuple[ListingType, ...]:
    """The filters of the search page, in the order of their apps."""
    return tuple(_types.values())


def type_called(name: str, kind_name: str = "") -> ListingType:
    """The filter with this name, as its app or its kind introduced it."""
    if name in _types:
        return _types[name]
    kind = kind_called(kind_name)
    return ListingType(name, kind.label, icon=kind.icon) if kind else ListingType(name, name, icon="file-text")


_FOLLOWED = Prepared(lambda viewer: Follow.objects.accepted().filter(follower=viewer).values_list("followed"))


def audiences_of(viewer: Visitor) -> set[str]:
    """Every token this visitor holds. A query for whom they follow, and one for each app with tokens of its own."""
    if not isinstance(viewer, Account):
        return {EVERYONE}
    followed = (followers_of(key) for (key,) in _FOLLOWED.rows(viewer.pk))
    mine = {EVERYONE, MEMBERS, only(viewer.pk), followers_of(viewer.pk), *followed}
    return mine.union(*(tokens(viewer) for tokens in _audiences))


def neighbours_of(ref: Ref, most: int) -> list[Ref]:
    """What behaviour says lies near a thing, nearest first."""
    return [near for neighbours in _neighbours for near in neighbours(ref, most)][:most]
