"""What members do, kept only of those who allow it, and forgotten the moment they no longer do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.engine.decay import FAINTEST, decayed, faded_before
from bouquet.capabilities.affinity.engine.verbs import VERBS, verb_called
from bouquet.capabilities.affinity.models import TAG_KIND, Affinity, Basis, ItemTag, Profile, Signal, Stance, Tag
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref

# Rows of one member: the least of them go first.
MOST: Final = 3000
# Of one act, so many tags are counted.
MOST_TAGS: Final = 12
# No sum grows beyond so many acts of its verb: someone who watches a thing all night likes it no more than that.
MOST_ACTS: Final = 20


@transaction.atomic
def record(*, account_id: UUID, ref: Ref, verb: str, tags: Iterable[str] = ()) -> bool:
    """The member did `verb` to `ref`, which bears `tags` (words or slugs; none given: those its owner told of).

    Returns whether anything was kept: nothing is, unless the member allows it and the safeguards do. An act that is
    either done or not (join, like…) may be told twice; the others add up. Raises UnknownVerb.
    """
    worth = verb_called(verb)
    if not policies.may_learn_from(account_id):
        return False
    about = [ref, *_tags_of(ref, tags, account_id)]
    now = clock.now()
    known = {row.ref: row for row in _rows(account_id, about, verb)}
    if worth.is_once and ref in known:
        return True
    changed = [_with_one_more(known.get(one), account_id, one, verb, worth.weight, now) for one in about]
    Signal.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["account", "kind", "key", "verb"],
        update_fields=["weight", "times", "summed_at"],
    )
    return True


@transaction.atomic
def take_back(*, account_id: UUID, ref: Ref, verb: str) -> None:
    """It is undone: they left, they like it no more. What its tags gained from it goes as well."""
    worth = verb_called(verb).weight
    row = Signal.objects.select_for_update().filter(account=account_id, kind=ref.kind, key=ref.key, verb=verb).first()
    if row is None:
        return
    now = clock.now()
    left = decayed(row.weight, since=row.summed_at, now=now)
    tags = _tags_of(ref, (), account_id)
    for one in _rows(account_id, tags, verb):
        one.weight = decayed(one.weight, since=one.summed_at, now=now) - left
        one.times, one.summed_at = max(0, one.times - row.times), now
        if one.times == 0 or one.weight < FAINTEST * worth:
            one.delete()
        else:
            one.save(update_fields=["weight", "times", "summed_at"])
    row.delete()


def forget_ref(ref: Ref) -> None:
    """The thing is gone: what people did to it as well."""
    Signal.objects.filter(kind=ref.kind, key=ref.key).delete()


def forget_all_of(account_id: UUID) -> int:
    """Everything learnt from what this member did; returns how many rows that was."""
    gone, _by_model = Signal.objects.filter(account=account_id).delete()
    return gone


def forget_the_young() -> int:
    """Everything learnt from members whose age turns out to be one at which nothing may be learnt: a provider of age
    assurance knows better than what they declared. They are asked again when they are of age. How many rows went."""
    # Only who has rows is looked at: of the others there is nothing to forget, and nothing is kept of the young.
    acted = Account.objects.filter(pk__in=Signal.objects.values("account"))
    young = [account.pk for account in acted.iterator() if not policies.may_allow_behaviour(account)]
    gone = sum(forget_all_of(key) for key in young)
    Profile.objects.filter(account__in=young, basis=Basis.BEHAVIOUR).update(
        basis=Basis.DECLARED, consented_at=None, changed_at=clock.now()
    )
    return gone


def forget_the_faded() -> int:
    """What says nothing any more, and what members have beyond `MOST` rows; returns how many rows went."""
    now, gone = clock.now(), 0
    for verb, worth in VERBS.items():
        ceiling = worth.weight * (1 if worth.is_once else MOST_ACTS)
        old = Signal.objects.filter(verb=verb, summed_at__lt=faded_before(worth.weight, now=now))
        faded = [
            row.pk
            for row in old.only("pk", "weight", "summed_at").iterator()
            if row.summed_at < faded_before(ceiling, now=now)
            or decayed(row.weight, since=row.summed_at, now=now) < FAINTEST
        ]
        gone += _delete(faded)
    return gone + _trim_the_longest()


def _trim_the_longest() -> int:
    from django.db.models import Count

    gone = 0
    long = Signal.objects.values("account").annotate(rows=Count("pk")).filter(rows__gt=MOST).values_list("account")
    for (account,) in long.iterator():
        now = clock.now()
        rows = Signal.objects.filter(account=account).only("pk", "weight", "summed_at")
        faintest = sorted(rows, key=lambda row: decayed(row.weight, since=row.summed_at, now=now))
        gone += _delete([row.pk for row in faintest[:-MOST]])
    return gone


def _delete(keys: list[int]) -> int:
    for start in range(0, len(keys), 500):
        Signal.objects.filter(pk__in=keys[start : start + 500]).delete()
    return len(keys)


def _tags_of(ref: Ref, said: Iterable[str], account_id: UUID) -> list[Ref]:
    """Rows about tags are not made of words nobody declared, nor of what the member said is not them."""
    said = list(said)[:MOST_TAGS]
    if said:
        keys = {tag.pk for tag in Tag.objects.filter(is_refused=False).said(said).values()}
    else:
        tagged = ItemTag.objects.filter(item__kind=ref.kind, item__key=ref.key, tag__is_refused=False)
        keys = set(tagged.values_list("tag_id", flat=True)[:MOST_TAGS])
    if keys:
        keys -= set(
            Affinity.objects.filter(account=account_id, stance=Stance.NOT_ME, tag__in=keys).values_list(
                "tag", flat=True
            )
        )
    return [Ref(TAG_KIND, key) for key in sorted(keys)]


def _rows(account_id: UUID, about: Iterable[Ref], verb: str) -> list[Signal]:
    wanted = set(about)
    keys = [ref.key for ref in wanted]
    rows = Signal.objects.select_for_update().filter(account=account_id, verb=verb, key__in=keys)
    return [row for row in rows if row.ref in wanted]


def _with_one_more(row: Signal | None, account_id: UUID, ref: Ref, verb: str, worth: float, now: datetime) -> Signal:
    if row is None:
        return Signal(account_id=account_id, kind=ref.kind, key=ref.key, verb=verb, weight=worth, summed_at=now)
    row.weight = min(worth * MOST_ACTS, decayed(row.weight, since=row.summed_at, now=now) + worth)
    row.times += 1
    row.summed_at = now
    return row
