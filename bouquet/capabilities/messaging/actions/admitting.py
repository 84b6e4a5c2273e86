"""Tokens: what a program shows instead of a session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.models.bot import Token, digest_of
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_secret
from bouquet.foundation.text.tidying import tidied_text

# A secret that is found somewhere is known for what it is.
PREFIX = "bqt_"
MOST_TOKENS = 20
# Written down no more often: a program may come every second.
USED_EVERY = timedelta(hours=1)
OF_MEMBERS = (Token.Scope.READ, Token.Scope.WRITE, Token.Scope.KEEP)


@dataclass(frozen=True)
class Caller:
    """Who acts, and how far a token lets them: `scopes` is None where a person sits at their own browser."""

    account: UUID
    scopes: frozenset[str] | None = None

    def may(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes


@transaction.atomic
def make_token(*, account: Account, name: str, scopes: Collection[str], days: int | None = None) -> tuple[Token, str]:
    """A token for `account` and its secret, which is told this once. ValidationError without a scope, or beyond
    `MOST_TOKENS`."""
    wanted = [scope for scope in OF_MEMBERS if scope in scopes]
    if not wanted:
        raise ValidationError(_("Choose what the token is good for."), code="scopes")
    if Token.objects.good().of(account.pk).count() >= MOST_TOKENS:
        raise ValidationError(_("You have %(most)d tokens: revoke one first.") % {"most": MOST_TOKENS}, code="many")
    return _made(account, " ".join(tidied_text(name).split())[:60], [str(scope) for scope in wanted], days)


@transaction.atomic
def make_address(*, account: Account) -> str:
    """The secret of an address that takes messages for `account`, and nothing else; the one before is shut."""
    shut_addresses(account=account)
    return _made(account, "", [str(Token.Scope.ADDRESS)], None)[1]


def shut_addresses(*, account: Account) -> None:
    """No secret address takes messages for `account` any more."""
    for token in addresses_of(account.pk):
        revoke(token=token)


def addresses_of(account: UUID) -> list[Token]:
    """Its secret addresses: one, or none."""
    return [token for token in Token.objects.good().of(account) if Token.Scope.ADDRESS in token.scopes]


def revoke(*, token: Token) -> None:
    """It opens no door any more, from this moment. Safe to repeat."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())


def caller_with(secret: str) -> Caller | None:
    """Whom this secret lets in, and how far; None when nobody. One query, seldom a second."""
    token = Token.objects.good().shown(secret).filter(account__in=Account.objects.acting()).first()
    if token is None:
        return None
    now = clock.now()
    if token.used_at is None or now - token.used_at > USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return Caller(token.account_id, frozenset(token.scopes))


def _made(account: Account, name: str, scopes: list[str], days: int | None) -> tuple[Token, str]:
    secret = f"{PREFIX}{new_secret()}"
    token = Token.objects.create(
        account=account,
        name=name,
        scopes=scopes,
        digest=digest_of(secret),
        tail=secret[-4:],
        expires_at=clock.now() + timedelta(days=days) if days else None,
    )
    return token, secret
