"""People, as search knows them: by the name and the handle they chose, by nothing else of them.

No age, no place, ever. What they say of themselves only when their account is open; whoever is a minor is found by
members only, and nothing of theirs stands in the pages strangers may keep (C/2025/5519: no stranger finds a minor
by age or place, private by default).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress

from bouquet.capabilities.accounts.actions.opening import PATIENCE
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.policies import safeguards_of
from bouquet.capabilities.discovery.actions.indexing import index
from bouquet.capabilities.discovery.kinds import EVERYONE, MEMBERS, Listing
from bouquet.capabilities.discovery.models import Entry
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.registry import subjects
from bouquet.foundation.subjects.subject import Ref

ACCOUNT = "accounts.account"
MOST_NEWCOMERS = 500


def collect(keys: Collection[UUID]) -> list[Listing]:
    """The members among `keys` who may be found: those who are here and confirmed their address."""
    confirmed = EmailAddress.objects.filter(user__in=keys, verified=True).values("user")
    here = Account.objects.active().filter(pk__in=confirmed)
    known = subjects(Ref(ACCOUNT, account.pk) for account in here)
    return [
        _listing(account, known[Ref(ACCOUNT, account.pk)].address)
        for account in here
        if Ref(ACCOUNT, account.pk) in known
    ]


def _listing(account: Account, address: str) -> Listing:
    is_minor = safeguards_of(account).is_minor
    says = "" if account.is_private or is_minor else account.bio
    return Listing(
        ref=Ref(ACCOUNT, account.pk),
        type="person",
        title=account.display_name,
        address=address,
        made_at=account.opened_at,
        audience=(MEMBERS,) if is_minor else (EVERYONE,),
        teaser=says,
        body=says,
        tags=(f"@{account.handle}",),
        picture=account.avatar_large,
        author_id=account.pk,
        popularity=account.followers_count,
    )


def welcome_newcomers() -> None:
    """Members who confirmed their address of late, which nobody announces: they are found within minutes."""
    lately = clock.now() - PATIENCE - timedelta(days=1)
    new = Account.objects.active().filter(
        opened_at__gt=lately, pk__in=EmailAddress.objects.filter(verified=True).values("user")
    )
    listed = Entry.objects.filter(kind=ACCOUNT, author_id__in=new.values("pk")).values("author_id")
    index(kind=ACCOUNT, keys=list(new.exclude(pk__in=listed).values_list("pk", flat=True)[:MOST_NEWCOMERS]))
