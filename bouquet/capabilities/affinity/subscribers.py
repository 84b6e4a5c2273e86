"""What affinity does when something happens."""

from __future__ import annotations

from bouquet.capabilities.accounts.events import AccountErased
from bouquet.capabilities.affinity.actions import allowing
from bouquet.foundation.events.announcing import subscribe


@subscribe(AccountErased)
def forget_what_they_liked(event: AccountErased) -> None:
    allowing.erase_all_of(event.account_id)
