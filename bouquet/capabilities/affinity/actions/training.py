"""A new model from what members say and do. A worker's task; never part of a request."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.actions import cataloguing
from bouquet.capabilities.affinity.engine import arrays, learning
from bouquet.capabilities.affinity.engine.decay import decayed
from bouquet.capabilities.affinity.engine.learning import Likings
from bouquet.capabilities.affinity.models import (
    TAG_KIND,
    Affinity,
    Basis,
    CatalogueItem,
    ItemTag,
    Profile,
    Signal,
    Tag,
    TrainedModel,
)
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.storage.store import store
from bouquet.foundation.subjects.subject import Ref

FOLDER: Final = "affinity/models"
# A model is made again after so many changes, or after a day with any.
ENOUGH_CHANGES: Final = 50
OLDEST: Final = timedelta(days=1)
# Processes may still be reading the one before.
KEPT: Final = 2
# A liking that was said is worth as much as this sum of acts; a pinned one twice.
SAID: Final = 12.0
_ABANDONED: Final = timedelta(days=1)


def train_if_due() -> TrainedModel | None:
    """The new model; None when none is due."""
    return train() if is_due() else None


def is_due() -> bool:
    """Whether enough has changed since the newest model read its data, or anything since yesterday."""
    newest = TrainedModel.objects.first()
    if newest is None:
        return True
    changed = Signal.objects.filter(summed_at__gt=newest.read_at)[:ENOUGH_CHANGES].count()
    changed += Profile.objects.filter(changed_at__gt=newest.read_at)[:ENOUGH_CHANGES].count()
    enough = max(ENOUGH_CHANGES, newest.members // 100)
    return changed >= enough or newest.read_at < clock.now() - OLDEST


def train() -> TrainedModel | None:
    """Read, learn, keep, switch. Killed anywhere, the model before stays in use; run again, it comes out the same, and
    the same data makes no second model. None when there is nothing to learn from."""
    read_at = clock.now()
    cataloguing.refresh_all()
    likings = _likings()
    if not likings.features:
        return None
    method = learning.method_for(len(likings.features))
    digest = _digest(likings, method)
    newest = TrainedModel.objects.first()
    if newest is not None and newest.digest == digest and store().exists(newest.file_key):
        TrainedModel.objects.filter(pk=newest.pk).update(read_at=read_at)
        newest.read_at = read_at
        return newest
    key = new_key()
    file_key = f"{FOLDER}/{key}.arrays"
    store().put_bytes(arrays.to_bytes(learning.learn(likings, method=method)), file_key)
    model = TrainedModel.objects.create(
        pk=key,
        file_key=file_key,
        method=method,
        members=likings.members.shape[0],
        tags=sum(ref.kind == TAG_KIND for ref in likings.features),
        items=sum(ref.kind != TAG_KIND for ref in likings.features),
        read_at=read_at,
        digest=digest,
    )
    forget_old_models()
    return model


def forget_old_models() -> None:
    """All but the newest two, and files that a killed training left."""
    kept = list(TrainedModel.objects.values_list("pk", flat=True)[:KEPT])
    for old in TrainedModel.objects.exclude(pk__in=kept):
        with transaction.atomic():
            old.delete()
            transaction.on_commit(partial(store().delete, old.file_key))
    known = set(TrainedModel.objects.values_list("file_key", flat=True))
    for file_key in list(store().keys(FOLDER)):
        if file_key not in known and _made_before(file_key, clock.now() - _ABANDONED):
            store().delete(file_key)


def _made_before(file_key: str, moment: datetime) -> bool:
    """A key tells when it was made (RFC 9562 §5.7): a training that runs beside this one keeps its file."""
    milliseconds = UUID(PurePosixPath(file_key).stem).int >> 80
    return datetime.fromtimestamp(milliseconds / 1000, UTC) < moment


def _likings() -> Likings:
    """Everything that may be learnt from: what members say, unless they want no profile; what they do, where they allow
    it and may. Only what may be recommended to anybody is a feature: nothing secret speaks, nor is spoken for."""
    import numpy as np
    from scipy.sparse import csr_matrix

    features = [
        Ref(TAG_KIND, key) for key in Tag.objects.filter(is_refused=False).order_by("pk").values_list("pk", flat=True)
    ]
    items = CatalogueItem.objects.filter(is_recommendable=True).order_by("kind", "key")
    refs = {row.pk: row.ref for row in items.only("pk", "kind", "key").iterator()}
    if not refs:
        return Likings([], [], csr_matrix((0, 0)), csr_matrix((0, 0)))
    features += refs.values()
    places = {ref: place for place, ref in enumerate(features)}
    rows: dict[UUID, dict[int, float]] = defaultdict(dict)
    verbs: dict[int, Counter[str]] = defaultdict(Counter)
    for account, ref, verb, weight in [*_said(), *_done()]:
        place = places.get(ref)
        if place is not None:
            rows[account][place] = rows[account].get(place, 0.0) + weight
            if verb:
                verbs[place][verb] += 1
    of_items: dict[UUID, dict[int, float]] = {pk: {places[ref]: 1.0} for pk, ref in refs.items()}
    for item, tag in ItemTag.objects.filter(item__in=items.values("pk")).values_list("item", "tag").iterator():
        place = places.get(Ref(TAG_KIND, tag))
        if place is not None:
            of_items[item][place] = 1.0
    told = [verbs[place].most_common(1)[0][0] if verbs[place] else "" for place in range(len(features))]

    def matrix(wanted: list[dict[int, float]]) -> csr_matrix:
        starts = np.concatenate([[0], np.cumsum([len(row) for row in wanted])]).astype(np.int64)
        pairs = [pair for row in wanted for pair in sorted(row.items())]
        columns = np.array([place for place, _ in pairs], dtype=np.int64)
        values = np.array([value for _, value in pairs], dtype=np.float64)
        return csr_matrix((values, columns, starts), shape=(len(wanted), len(features)))

    return Likings(features, told, matrix([rows[key] for key in sorted(rows)]), matrix(list(of_items.values())))


def _said() -> Iterator[tuple[UUID, Ref, str, float]]:
    """What people who are here like."""
    liked = Affinity.objects.liked().filter(account__in=Account.objects.active().values("pk"))
    liked = liked.exclude(account__affinity_profile__basis=Basis.NOTHING)
    for account, tag, is_pinned in liked.values_list("account", "tag", "is_pinned").order_by("pk").iterator():
        yield account, Ref(TAG_KIND, tag), "", SAID * (2 if is_pinned else 1)


def _done() -> Iterator[tuple[UUID, Ref, str, float]]:
    """What they did, aged to the day: the same day's data is the same."""
    allowing = Account.objects.active().filter(affinity_profile__basis=Basis.BEHAVIOUR)
    learnt_from = {account.pk for account in allowing.iterator() if policies.may_allow_behaviour(account)}
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    acts = Signal.objects.filter(account__affinity_profile__basis=Basis.BEHAVIOUR)
    for row in acts.order_by("pk").iterator():
        if row.account_id in learnt_from:
            weight = round(decayed(row.weight, since=row.summed_at, now=today), 4)
            yield row.account_id, row.ref, "" if row.kind == TAG_KIND else row.verb, weight


def _digest(likings: Likings, method: str) -> str:
    made = hashlib.sha256(f"{arrays.FORMAT} {method} {likings.verbs}".encode())
    made.update(b"".join(ref.kind.encode() + ref.key.bytes for ref in likings.features))
    for matrix in (likings.members, likings.tags_of):
        for part in (matrix.indptr, matrix.indices, matrix.data):
            made.update(part.tobytes())
    return made.hexdigest()
