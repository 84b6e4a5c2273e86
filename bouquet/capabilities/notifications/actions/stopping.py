"""Stop mail with one click, without signing in (RFC 8058): the address itself proves who may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import choosing
from bouquet.capabilities.notifications.kinds import NoticeKind, notice_kind, notice_kinds


class BadToken(Exception):
    """The address was not made by us, or was cut off."""


@dataclass(frozen=True)
class Stop:
    """Whose mail, of which kinds."""

    account_id: UUID
    kinds: tuple[str, ...]

    @property
    def known(self) -> list[NoticeKind]:
        """Those of them that can be stopped."""
        return [kind for name in self.kinds if (kind := notice_kind(name)) is not None and not kind.mandatory]


def make_token(account_id: UUID, kinds: Collection[str]) -> str:
    """For the address in a mail. It holds as long as the mail lies in a mailbox."""
    return _signer().sign_object([account_id.hex, *sorted(kinds)])


def read_token(token: str) -> Stop:
    """The inverse of `make_token`; BadToken."""
    try:
        account, *kinds = _signer().unsign_object(token)
        return Stop(UUID(hex=account), tuple(kinds))
    except (BadSignature, ValueError, TypeError):
        raise BadToken from None


def stop(asked: Stop, *, everything: bool = False) -> None:
    """Mail these kinds no more, or nothing that can be stopped. Safe to repeat."""
    account = Account.objects.filter(pk=asked.account_id, erased_at=None).first()
    if account is not None:
        names = [kind.name for kind in notice_kinds()] if everything else asked.kinds
        choosing.stop_mail(account=account, kinds=names)


def _signer() -> Signer:
    return Signer(salt="notifications.stop", sep=".")
