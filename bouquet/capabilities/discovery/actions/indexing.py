"""What search knows: each thing as its app lists it now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.models import TalkRules
from bouquet.capabilities.comments.models.comment import KIND as COMMENT
from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.actions.purging import purge_found
from bouquet.capabilities.discovery.engine import places
from bouquet.capabilities.discovery.engine.words import stems_of, words_of
from bouquet.capabilities.discovery.events import ReachChanged
from bouquet.capabilities.discovery.models import Audience, Entry, Shelf, Word
from bouquet.capabilities.discovery.models.matching import Filters, facets_of
from bouquet.capabilities.discovery.models.turns import take_turn
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce

LONGEST_BODY = 4000
LONGEST_TEXT = 2000
BATCH = 200
_WRITTEN = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def index(*, kind: str, keys: Collection[UUID]) -> None:
    """Know these things as their app lists them at this moment, or forget them. Safe to repeat, and at once."""
    take_turn(kind, keys)
    known = {entry.key: entry for entry in Entry.objects.of(kind, keys)}
    listed = {listing.ref.key: listing for listing in kinds.collect(kind, keys) if listing.audience}
    _tell_what_stands_below(kind, known, listed)
    _forget([entry for key, entry in known.items() if key not in listed])
    # A thing that was made at another moment than we knew stands elsewhere: SQLite's index goes by that number.
    moved = [entry for key, entry in known.items() if key in listed and not _is_in_place(entry, listed[key])]
    Entry.objects.filter(pk__in=[entry.pk for entry in moved]).delete()
    staying = {entry.key: entry.pk for entry in known.values() if entry not in moved}
    new = _free_places([listing for key, listing in listed.items() if key not in staying])
    changed = [_entry(listing, staying[key]) for key, listing in listed.items() if key in staying]
    entries = [*new, *changed]
    Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    _tell_audience(entries, listed)
    Word.objects.learn(word for entry in entries if entry.shelf == Shelf.OPEN for word in entry.names.split())
    if known or listed:
        purge_found()


@transaction.atomic
def hide(*, kind: str, key: UUID) -> None:
    """Out of every answer with this transaction; whoever calls has it looked at again later."""
    below = Entry.objects.below([key]).hide()
    if Entry.objects.of(kind, [key]).hide() or below:
        purge_found()


@transaction.atomic
def hide_all_by(*, account_id: UUID) -> None:
    """Nobody finds a member, nor what they made, from this transaction on."""
    theirs = Entry.objects.by(account_id)
    below = Entry.objects.filter(part_of__in=theirs.values("key")).hide()
    if theirs.hide() or below:
        purge_found()


def look_again_at_all_by(*, account_id: UUID) -> None:
    """What a member made, as its apps list it now: after they left, came back, or were erased."""
    made: dict[str, list[UUID]] = {}
    for kind, key in Entry.objects.by(account_id).values_list("kind", "key"):
        made.setdefault(kind, []).append(key)
    for kind, keys in made.items():
        for batch in _batches(keys):
            index(kind=kind, keys=batch)


def _tell_what_stands_below(kind: str, known: dict[UUID, Entry], listed: dict[UUID, kinds.Listing]) -> None:
    """What is said below a thing that others may find than before is found by nobody, until that was asked again."""
    if kind == COMMENT:
        return
    present: dict[int, set[str]] = {}
    closed = [entry.pk for entry in known.values() if entry.shelf == Shelf.CLOSED]
    for entry, token in Audience.objects.filter(entry__in=closed).values_list("entry", "token") if closed else ():
        present.setdefault(entry, set()).add(token)
    before = {key: (entry.shelf, present.get(entry.pk, set())) for key, entry in known.items()}
    after = {key: (_shelf_of(listing), _tokens_of(listing)) for key, listing in listed.items()}
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    if not changed:
        return
    Entry.objects.below(key for key in changed if key in known).hide()
    for key in TalkRules.objects.filter(kind=kind, key__in=changed).values_list("key", flat=True):
        announce(ReachChanged(kind, key))


def _shelf_of(listing: kinds.Listing) -> Shelf:
    return Shelf.OPEN if kinds.EVERYONE in listing.audience else Shelf.CLOSED


def _tokens_of(listing: kinds.Listing) -> set[str]:
    """Who may find it, as it is kept; nobody in particular when everyone may."""
    return set() if kinds.EVERYONE in listing.audience else {token[:80] for token in listing.audience}


def _forget(gone: Sequence[Entry]) -> None:
    """Forget them; but what nobody lists because its author is away is kept hidden, and is asked for again."""
    away = set(
        Account.objects.filter(pk__in={entry.author_id for entry in gone if entry.author_id}, erased_at=None)
        .exclude(pk__in=Account.objects.active().values("pk"))
        .values_list("pk", flat=True)
    )
    kept = [entry.pk for entry in gone if entry.author_id in away]
    Entry.objects.filter(pk__in=kept).hide()
    Entry.objects.filter(pk__in=[entry.pk for entry in gone if entry.author_id not in away]).delete()


def _is_in_place(entry: Entry, listing: kinds.Listing) -> bool:
    return places.is_of(entry.pk, listing.made_at)


def _free_places(listings: Sequence[kinds.Listing]) -> list[Entry]:
    entries = [_entry(each, places.place_of(each.made_at, each.ref.kind, each.ref.key)) for each in listings]
    taken = set(Entry.objects.filter(pk__in=[entry.pk for entry in entries]).values_list("pk", flat=True))
    for entry in entries:
        while entry.pk in taken:
            entry.pk += 1
            if Entry.objects.filter(pk=entry.pk).exists():
                taken.add(entry.pk)
        taken.add(entry.pk)
    return entries


def _entry(listing: kinds.Listing, place: int) -> Entry:
    tags = [tag for tag in listing.tags if tag][:30]
    filters = Filters(listing.type, listing.language)
    return Entry(
        id=place,
        kind=listing.ref.kind,
        key=listing.ref.key,
        type=listing.type,
        title=listing.title[:300],
        teaser=_cut(listing.teaser or listing.body, 240),
        text=" ".join(listing.body.split())[:LONGEST_TEXT],
        tags=tags,
        address=listing.address,
        picture=_on_every_host(listing.picture),
        language=listing.language,
        author_id=listing.author_id,
        part_of=listing.part_of.key if listing.part_of else None,
        made_at=listing.made_at,
        popularity=min(max(0, listing.popularity), 2**31 - 1),
        shelf=_shelf_of(listing),
        # By its names a thing is suggested, and spelling is learnt from them.
        names="" if listing.part_of else " ".join(words_of(" ".join([listing.title[:300], *tags]))),
        title_stems=" ".join(stems_of(" ".join([listing.title[:300], *tags]))),
        body_stems=" ".join(stems_of(f"{listing.teaser} {listing.body}"))[:LONGEST_BODY],
        facets=" ".join(facets_of(filters)),
        indexed_at=clock.now(),
    )


def _on_every_host(address: str) -> str:
    """A picture of ours is asked for at the host of the page: what was fetched for one is there for the next."""
    parts = urlsplit(address)
    return parts._replace(scheme="", netloc="").geturl() if parts.hostname in network().hosts else address


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _tell_audience(entries: Sequence[Entry], listed: dict[UUID, kinds.Listing]) -> None:
    wanted = {(entry.pk, token) for entry in entries for token in _tokens_of(listed[entry.key])}
    theirs = Audience.objects.filter(entry__in=[entry.pk for entry in entries])
    present = set(theirs.values_list("entry_id", "token"))
    stale = [pk for pk, entry, token in theirs.values_list("pk", "entry_id", "token") if (entry, token) not in wanted]
    Audience.objects.filter(pk__in=stale).delete()
    Audience.objects.bulk_create([Audience(entry_id=entry, token=token) for entry, token in sorted(wanted - present)])


def _batches(keys: Sequence[UUID]) -> Iterable[list[UUID]]:
    return (list(keys[start : start + BATCH]) for start in range(0, len(keys), BATCH))
