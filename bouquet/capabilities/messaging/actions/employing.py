"""Bots: a keeper makes one, tells it which orders it takes, and takes it out of service."""

from __future__ import annotations

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts import policies as account_policies
from bouquet.capabilities.accounts.actions.opening import open_for_a_program
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import admitting
from bouquet.capabilities.messaging.actions.ordering import TAKEN
from bouquet.capabilities.messaging.actions.recording import locked
from bouquet.capabilities.messaging.actions.waking import wake_apart
from bouquet.capabilities.messaging.models import Member, Room
from bouquet.capabilities.messaging.models.bot import LONGEST_HINT, LONGEST_ORDER, Bot, BotOrder, Token
from bouquet.capabilities.messaging.models.hook import Hook
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.foundation.clock import clock
from bouquet.foundation.text.folding import fold
from bouquet.foundation.text.tidying import tidied_text

MOST_BOTS, MOST_ORDERS = 10, 20
LONGEST_NAME = 60
_ORDER = re.compile(r"[a-z][a-z0-9_-]*")


@transaction.atomic
def make_bot(*, room: Room, by: Account, name: str) -> Bot:
    """A bot that speaks in `room` under `name`, for who keeps the room. PermissionDenied, TooFast, ValidationError."""
    kept = _kept(room, by)
    if Bot.objects.here().filter(room=kept).count() >= MOST_BOTS:
        raise ValidationError(
            _("A room has %(most)d bots at most: take one out of service first.") % {"most": MOST_BOTS}, code="many"
        )
    shown = account_policies.require_name(name, by=by)[:LONGEST_NAME]
    require_pace(account=by, verb="employ")
    account = open_for_a_program(name=shown, language=by.language)
    # It is in, and no person among the people.
    Member.objects.create(room=kept, account=account, read_seq=kept.seq, read_posts=kept.posts_count)
    return Bot.objects.create(account=account, room=kept, maker=by)


@transaction.atomic
def retire(*, bot: Bot, by: Account) -> None:
    """It speaks, reads and is told nothing any more, from this moment; what it said stays. PermissionDenied."""
    room = _kept(bot.room, by)
    Bot.objects.filter(pk=bot.pk, retired_at=None).update(retired_at=clock.now())
    for token in Token.objects.good().of(bot.account_id):
        admitting.revoke(token=token)
    bot.orders.all().delete()
    bot.hooks.all().delete()
    Member.objects.filter(account=bot.account_id).update(state=Member.State.LEFT)
    wake_apart([bot.account_id])
    count_hooks(room)


@transaction.atomic
def teach(*, bot: Bot, by: Account, name: str, hint: str) -> BotOrder:
    """`/name` is for this bot from now on. PermissionDenied; ValidationError for a name that is taken or is none."""
    _kept(bot.room, by)
    wanted = fold(name.strip().removeprefix("/"))
    if not _ORDER.fullmatch(wanted) or len(wanted) > LONGEST_ORDER:
        raise ValidationError(
            _("The name of an order is one word, at most %(most)d characters: letters without accents, digits, -, _.")
            % {"most": LONGEST_ORDER},
            code="order",
        )
    if wanted in TAKEN:
        raise ValidationError(_("The house has an order of this name. Please choose another."), code="taken")
    if bot.orders.count() >= MOST_ORDERS:
        raise ValidationError(_("A bot takes %(most)d orders at most.") % {"most": MOST_ORDERS}, code="many")
    words = " ".join(tidied_text(hint).split())[:LONGEST_HINT]
    if words:
        account_policies.require_fit(words, by=by)
    try:
        with transaction.atomic():
            return BotOrder.objects.create(bot=bot, room_id=bot.room_id, name=wanted, hint=words)
    except IntegrityError:
        raise ValidationError(_("Another bot of this room takes /%(name)s.") % {"name": wanted}, code="taken") from None


@transaction.atomic
def unteach(*, order: BotOrder, by: Account) -> None:
    """`/name` is an order no more. PermissionDenied."""
    _kept(order.room, by)
    order.delete()


@transaction.atomic
def give_token(*, bot: Bot, by: Account, name: str) -> str:
    """The secret of a token with which a program reads the room and speaks as `bot`. PermissionDenied."""
    _kept(bot.room, by)
    scopes = [Token.Scope.READ, Token.Scope.WRITE]
    return admitting.make_token(account=bot.account, name=name, scopes=scopes)[1]


@transaction.atomic
def give_address(*, bot: Bot, by: Account) -> str:
    """The secret of the address that takes messages for `bot`. PermissionDenied."""
    _kept(bot.room, by)
    return admitting.make_address(account=bot.account)


@transaction.atomic
def take_token(*, bot: Bot, token: Token, by: Account) -> None:
    """One of the bot's tokens, or its address, is good for nothing any more. PermissionDenied."""
    _kept(bot.room, by)
    if token.account_id == bot.account_id:
        admitting.revoke(token=token)


def count_hooks(room: Room) -> None:
    """The room, which is `locked`, knows whether anybody elsewhere is to be told: so that most rooms ask nothing."""
    count = Hook.objects.on().filter(room=room).count()
    Room.objects.filter(pk=room.pk).update(hooks_count=count)


def require_keeper(room: Room, by: Account) -> None:
    """PermissionDenied for who does not look after this room."""
    if room.is_direct or not policies.seat_of(by, room).keeps:
        raise PermissionDenied


def _kept(room: Room, by: Account) -> Room:
    kept = locked(room)
    require_keeper(kept, by)
    return kept
