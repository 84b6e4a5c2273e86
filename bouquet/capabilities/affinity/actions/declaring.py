"""What members say they like, and what is not them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.affinity.models import TAG_KIND, Affinity, Profile, Signal, Stance, Tag
from bouquet.capabilities.moderation.actions.screening import Verdict, screen
from bouquet.foundation.clock import clock

# A list of a member; more is no choice any more.
MOST = 50


class TooMany(ValueError):
    """More than `MOST` affinities."""


class Unsayable(ValueError):
    """Words that cannot be a tag: nothing is left of them, or the operator refused them. `args[0]` are the words."""


class Unwelcome(Unsayable):
    """Words that moderation would not publish."""


@transaction.atomic
def declare(*, account: Account, tags: Sequence[str], is_ordered: bool | None = None) -> None:
    """`account` likes exactly `tags` (words, slugs or aliases), in this order; what they said is not them stays so
    unless it is among them. Words that are no tag yet become one. Raises Unsayable,
    Unwelcome, TooMany."""
    wanted = list({tag.pk: tag for tag in _tags_for(tags, by=account)}.values())
    if len(wanted) > MOST:
        raise TooMany
    before = {row.tag_id: row for row in Affinity.objects.select_for_update().filter(account=account)}
    liked = {tag for tag, row in before.items() if row.stance == Stance.LIKES}
    rows = []
    for position, tag in enumerate(wanted):
        row = before.get(tag.pk) or Affinity(account=account, tag=tag)
        row.stance, row.position = Stance.LIKES, position
        rows.append(row)
    keys = {tag.pk for tag in wanted}
    Affinity.objects.filter(account=account, tag__in=liked - keys).delete()
    Affinity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "tag"], update_fields=["stance", "position"]
    )
    _count(gained=keys - liked, lost=liked - keys)
    _note_change(account, **({} if is_ordered is None else {"is_ordered": is_ordered}))


@transaction.atomic
def add(*, account: Account, tags: Iterable[str]) -> list[Tag]:
    """`account` likes these as well; returns them. Raises Unsayable, TooMany."""
    new = _tags_for(tags, by=account)
    liked = list(Affinity.objects.liked().filter(account=account).order_by("position").values_list("tag_id", flat=True))
    fresh = list({tag.pk: tag for tag in new if tag.pk not in liked}.values())
    if len(liked) + len(fresh) > MOST:
        raise TooMany
    rows = [Affinity(account=account, tag=tag, position=len(liked) + place) for place, tag in enumerate(fresh)]
    Affinity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "tag"], update_fields=["stance", "position"]
    )
    _count(gained={tag.pk for tag in fresh})
    _note_change(account)
    return new


@transaction.atomic
def remove(*, account: Account, tag: Tag) -> None:
    """It is no longer on their list. What they do may still speak for it: see `refuse`."""
    gone, _by_model = Affinity.objects.filter(account=account, tag=tag, stance=Stance.LIKES).delete()
    _count(lost=[tag.pk] if gone else ())
    _note_change(account)


@transaction.atomic
def refuse(*, account: Account, tag: Tag) -> None:
    """« Ce n'est pas moi »: nothing is suggested because of it any more, and what was learnt of it is deleted."""
    was_liked = Affinity.objects.liked().filter(account=account, tag=tag).exists()
    Affinity.objects.update_or_create(account=account, tag=tag, defaults={"stance": Stance.NOT_ME, "is_pinned": False})
    Signal.objects.about_tags().filter(account=account, key=tag.pk).delete()
    _count(lost=[tag.pk] if was_liked else ())
    _note_change(account)


@transaction.atomic
def allow_again(*, account: Account, tag: Tag) -> None:
    """It was them after all: it may be learnt again."""
    Affinity.objects.filter(account=account, tag=tag, stance=Stance.NOT_ME).delete()
    _note_change(account)


@transaction.atomic
def pin(*, account: Account, tag: Tag, is_pinned: bool = True) -> None:
    """It counts more than the others, or as much again. A tag that was only learnt becomes said. Raises TooMany."""
    liked = Affinity.objects.liked().filter(account=account)
    was_liked = liked.filter(tag=tag).exists()
    if not was_liked and liked.count() >= MOST:
        raise TooMany
    decided: dict[str, object] = {"stance": Stance.LIKES, "is_pinned": is_pinned}
    new = {**decided, "position": liked.count()}
    Affinity.objects.update_or_create(account=account, tag=tag, defaults=decided, create_defaults=new)
    _count(gained=() if was_liked else [tag.pk])
    _note_change(account)


def tags_liked_by(accounts: Iterable[UUID]) -> dict[UUID, list[Tag]]:
    """What each of them says they like, in their order, for pages about people. One query."""
    found: dict[UUID, list[Tag]] = {}
    rows = Affinity.objects.liked().filter(account__in=set(accounts)).select_related("tag")
    for row in rows.order_by("-is_pinned", "position"):
        found.setdefault(row.account_id, []).append(row.tag)
    return found


def _tags_for(saying: Iterable[str], *, by: Account) -> list[Tag]:
    """The tag of each of these words, made where there is none. Raises Unsayable."""
    said = [words.tidied(one) for one in saying]
    for one in said:
        if not words.slug_of(one):
            raise Unsayable(one)
    known = Tag.objects.said(said)
    missing = {words.slug_of(one): one for one in said if words.slug_of(one) not in known}
    _require_clean([one for one in said if not _is_vouched_for(known.get(words.slug_of(one)))], by=by)
    if missing:
        # Two members may be the first to say it at the same moment.
        new = [Tag(slug=slug, name_fr=name) for slug, name in missing.items()]
        Tag.objects.bulk_create(new, ignore_conflicts=True)
        known |= {tag.slug: tag for tag in Tag.objects.filter(slug__in=missing)}
    found = [known[words.slug_of(one)] for one in said]
    refused = next((one for one, tag in zip(said, found, strict=True) if tag.is_refused), None)
    if refused is not None:
        raise Unsayable(refused)
    return found


def _is_vouched_for(tag: Tag | None) -> bool:
    """The operator looks after it: nothing in it needs to be looked for."""
    return tag is not None and tag.is_kept


def _require_clean(saying: list[str], *, by: Account) -> None:
    """What moderation would not publish at once is no tag: a word that waits for a moderator has no page to wait on.
    What they have on their list already may be said again. Raises Unwelcome."""
    mine = set(Affinity.objects.liked().filter(account=by).values_list("tag__slug", flat=True)) if saying else set()
    new = [one for one in saying if words.slug_of(one) not in mine]
    # All at once, and only when something is wrong with them, each by itself.
    if new and not _is_clean(", ".join(new), by):
        unwelcome = next((one for one in new if not _is_clean(one, by)), None)
        if unwelcome is not None:
            raise Unwelcome(unwelcome)


def _is_clean(text: str, by: Account) -> bool:
    return screen(text=text, by=by, ref_kind=TAG_KIND).verdict == Verdict.PUBLISH


def _note_change(account: Account, **fields: object) -> None:
    Profile.objects.update_or_create(account=account, defaults={"changed_at": clock.now(), **fields})


def _count(*, gained: Iterable[UUID] = (), lost: Iterable[UUID] = ()) -> None:
    """One more likes each of `gained`, one fewer each of `lost`. A tag members made goes with the last who has it."""
    gone = sorted(lost)
    Tag.objects.filter(pk__in=sorted(gained)).update(people=F("people") + 1)
    if gone:
        Tag.objects.filter(pk__in=gone, people__gt=0).update(people=F("people") - 1)
        Tag.objects.filter(
            pk__in=gone, people=0, is_kept=False, is_refused=False, affinities=None, item_tags=None
        ).delete()
