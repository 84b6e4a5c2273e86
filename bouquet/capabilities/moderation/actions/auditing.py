"""Write the log, and go through its chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.models import AuditEntry, AuditHead
from bouquet.capabilities.moderation.models.audit import BEGINNING, entry
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref


@transaction.atomic
def log(act: str, *, by: Account | None, ref: Ref | None = None, **details: Any) -> AuditEntry:
    """One more entry. `by` is None for machines; `details` are ids, codes and numbers, never anybody's words."""
    AuditHead.objects.get_or_create(pk=1)
    # Entries have one order: whoever writes the next one waits for this one.
    head = AuditHead.objects.select_for_update().get(pk=1)
    made = entry(
        number=head.number + 1,
        previous=head.digest,
        made_at=clock.now(),
        actor=by.pk if by else None,
        act=act,
        kind=ref.kind if ref else "",
        key=ref.key if ref else None,
        details=details,
    )
    made.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(number=made.number, digest=made.digest)
    return made


@dataclass(frozen=True)
class Verdict:
    """`broken_at` is the first entry that is not what was written, or that is missing; None when all is well."""

    entries: int
    digest: str
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def verify(*, expected: str = "") -> Verdict:
    """Go through the whole chain, in memory for one entry at a time.

    `expected` is a digest noted down earlier: it must be one of the chain's. Without one, whoever can write to the
    database and forge every entry after the changed one remains unseen; docs/operating/moderation.md says how to note.
    """
    previous, number, was_met = BEGINNING, 0, not expected
    for one in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if one.number != number or one.previous != previous or one.digest != one.reckoned():
            return Verdict(number, previous, broken_at=number)
        previous = one.digest
        was_met = was_met or previous == expected
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if (head.number, head.digest) != (number, previous) or not was_met:
        return Verdict(number, previous, broken_at=number + 1)
    return Verdict(number, previous, broken_at=None)
