"""Found a tribe, and change what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.moderation.actions import limiting, wording
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.engine.slugs import slug_of
from bouquet.sites.tribes.engine.stickers import colour_of
from bouquet.sites.tribes.events import TribeChanged, TribeFounded
from bouquet.sites.tribes.models import Membership, Openness, Role, Tribe, TribeTag

ATTEMPTS = 5


@dataclass(frozen=True)
class Details:
    """What a founder decides. `tags` are the words for its affinities; `colour` None: the house chooses."""

    name: str
    openness: str = Openness.OPEN
    is_listed: bool = True
    about: str = ""
    rules: str = ""
    tags: Sequence[str] = ()
    language: str = "fr"
    place: str = ""
    questions: Sequence[str] = field(default=())
    sticker: str = ""
    colour: int | None = None


@transaction.atomic
def found(*, by: Account, details: Details) -> Tribe:
    """A new tribe with `by` in it as its founder. Raises `limiting.TooFast` and `wording.Refused`."""
    limiting.require_pace(account=by, verb="found")
    slug = slug_of(details.name)
    tribe = _made(slug, details)
    Membership.objects.create(tribe=tribe, account=by, role=Role.FOUNDER)
    announce(TribeFounded(tribe.pk))
    wording.require_fit(text=_words_of(tribe, details.tags), by=by, ref=Ref(TRIBE, tribe.pk))
    return tribe


@transaction.atomic
def edit(*, tribe: Tribe, by: Account, details: Details) -> None:
    """New words, rules, questions… Its founder and keepers may; only the founder changes who may come in.

    Who asked to join a tribe that opens is let in by whoever opens it, not by itself: keepers may have said no.
    Raises `wording.Refused`.
    """
    membership = policies.require_keeping(by, tribe)
    if tribe.openness != details.openness or tribe.is_listed != details.is_listed:
        policies.require_founder(by, tribe)
    before = _words_of(tribe, tribe.tags.values_list("slug", flat=True))
    _take(tribe, details, keeps_openness=not membership.is_founder)
    after = _words_of(tribe, details.tags)
    wording.require_fit(text=after, by=by, ref=Ref(TRIBE, tribe.pk), previous=before)
    tribe.version += 1
    tribe.changed_at = clock.now()
    tribe.save()
    _tag(tribe, details.tags)
    announce(TribeChanged(tribe.pk))


@transaction.atomic
def dress(*, tribe: Tribe, by: Account, sticker: str, colour: int | None) -> None:
    """Another sticker, another colour. Its founder and keepers may."""
    policies.require_keeping(by, tribe)
    tribe.sticker = sticker
    if colour is not None:
        tribe.colour = colour
    tribe.version += 1
    tribe.save(update_fields=["sticker", "colour", "version"])
    announce(TribeChanged(tribe.pk))


def _made(slug: str, details: Details) -> Tribe:
    for attempt in range(ATTEMPTS):
        tribe = Tribe(slug=slug if attempt == 0 else f"{slug}-{new_code(4).lower()}", members_count=1)
        _take(tribe, details)
        if details.colour is None:
            tribe.colour = colour_of(tribe.slug)
        try:
            with transaction.atomic():
                tribe.save(force_insert=True)
        except IntegrityError:
            # Another tribe has this address already.
            continue
        _tag(tribe, details.tags)
        return tribe
    raise RuntimeError("No free address for a tribe after five attempts.")


def _take(tribe: Tribe, details: Details, *, keeps_openness: bool = False) -> None:
    tribe.describe(name=details.name, about=details.about, rules=details.rules)
    if not keeps_openness:
        tribe.openness, tribe.is_listed = details.openness, details.is_listed
    tribe.language, tribe.place = details.language, details.place.strip()
    tribe.questions = [question.strip() for question in details.questions if question.strip()]
    tribe.sticker = details.sticker
    if details.colour is not None:
        tribe.colour = details.colour


def _words_of(tribe: Tribe, tags: Iterable[str]) -> str:
    said = (tribe.name, tribe.about, tribe.rules, tribe.place, *tribe.questions, *tags)
    return "\n".join(one for one in said if one)


def _tag(tribe: Tribe, saying: Sequence[str]) -> None:
    wanted = words.by_slug(saying)
    TribeTag.objects.filter(tribe=tribe).exclude(slug__in=wanted).delete()
    TribeTag.objects.bulk_create(
        [TribeTag(tribe=tribe, slug=slug, name=said) for slug, said in wanted.items()],
        update_conflicts=True,
        unique_fields=["tribe", "slug"],
        update_fields=["name"],
    )
