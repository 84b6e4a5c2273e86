"""Orders: what a line that begins with a slash does. `/help` tells which there are.

An order has a name in each language of the house; both are understood everywhere. What a bot takes is no order of ours:
it is said in the room like anything else, and its event tells the bot that it is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.unfolding import thing_at
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import joining, opening, posting, watching
from bouquet.capabilities.messaging.actions.drawing import Json
from bouquet.capabilities.messaging.engine import orders
from bouquet.capabilities.messaging.engine.orders import Typed
from bouquet.capabilities.messaging.models import Event, Message, Room
from bouquet.capabilities.messaging.models.bot import BotOrder
from bouquet.foundation.text.folding import fold

LONGEST_BAN = 10 * 366 * 86400


@dataclass(frozen=True)
class Given:
    """An order as it is carried out: by whom, where, with what."""

    room: Room
    by: Account
    rest: str
    client: str
    thread: Message | None = None


@dataclass(frozen=True)
class Done:
    """`told` is for whoever gave the order, and for nobody else."""

    event: Event | None
    told: str = ""


@dataclass(frozen=True)
class Order:
    """`takes` shows what follows the name; `may` is the right one needs (`policies.rights`, or `read`)."""

    name: str
    french: str
    takes: str | Promise
    does: str | Promise
    may: str
    act: Callable[[Given], Done]

    @property
    def shown(self) -> str:
        """Its name in the language of the moment."""
        return self.french if get_language() == "fr" else self.name


def carry_out(*, room: Room, by: Account, typed: Typed, client: str = "", thread: Message | None = None) -> Done:
    """ValidationError says what is wrong with the order; otherwise refusals are those of what it does."""
    given = Given(room, by, typed.rest, client, thread)
    order = _KNOWN.get(fold(typed.name))
    if order is not None:
        if order.may not in _rights(room, by):
            raise ValidationError(_why_not(order), code="order")
        return order.act(given)
    taken = BotOrder.objects.filter(room=room, name=typed.name, bot__retired_at=None).first()
    if taken is None:
        raise ValidationError(
            _("There is no order /%(name)s here. /help tells which there are; to say it, begin with two slashes.")
            % {"name": typed.name},
            code="order",
        )
    words = f"/{typed.name} {typed.rest}".strip()
    data = {"order": {"bot": str(taken.bot_id), "name": taken.name, "text": typed.rest}}
    return Done(posting.post(room=room, by=by, text=words, client=client, thread=thread, data=data))


def offered(room: Room, by: Account) -> list[Json]:
    """The orders this member may give here, for completing and for `/help`."""
    rights = _rights(room, by)
    ours = [{"name": one.shown, "takes": str(one.takes), "does": str(one.does)} for one in ORDERS if one.may in rights]
    if "post" not in rights:
        return ours
    theirs = BotOrder.objects.filter(room=room, bot__retired_at=None).select_related("bot__account").order_by("name")
    return ours + [
        {"name": one.name, "takes": "", "does": one.hint, "bot": one.bot.account.display_name} for one in theirs
    ]


def _rights(room: Room, by: Account) -> set[str]:
    seat = policies.seat_of(by, room)
    return {*policies.rights(seat, room), *(["read"] if seat.may_read else [])}


def _why_not(order: Order) -> str:
    if order.may in ("keep", "settle", "host"):
        return _("Only those who look after this room do this. Nothing was changed.")
    return _("You cannot do this here. Nothing was changed.")


def _help(given: Given) -> Done:
    lines = [f"/{one['name']} {one['takes']}".strip() + f" · {one['does']}" for one in offered(given.room, given.by)]
    return Done(None, "\n".join(lines))


def _me(given: Given) -> Done:
    words = " ".join(_needed(given).split())
    text = f"*{given.by.display_name} {words}*"
    event = posting.post(room=given.room, by=given.by, text=text, client=given.client, thread=given.thread)
    return Done(event)


def _topic(given: Given) -> Done:
    event = opening.settle(room=given.room, by=given.by, client=given.client, topic=given.rest)
    return Done(event, _("This is what the room is about now.") if given.rest else _("The room has no topic any more."))


def _name(given: Given) -> Done:
    return Done(opening.settle(room=given.room, by=given.by, client=given.client, name=_needed(given)))


def _slow(given: Given) -> Done:
    seconds = orders.seconds_in(_needed(given))
    if seconds is None:
        raise ValidationError(_("How long? For instance: /slow 30, /slow 5 min, /slow off."), code="order")
    event = opening.settle(room=given.room, by=given.by, client=given.client, slow_seconds=seconds)
    if not seconds:
        return Done(event, _("Slow mode is off."))
    told = ngettext(
        "Slow mode: everybody waits %(count)d second between two messages.",
        "Slow mode: everybody waits %(count)d seconds between two messages.",
        seconds,
    )
    return Done(event, told % {"count": seconds})


def _read_only(given: Given) -> Done:
    is_on = orders.switched(given.rest) if given.rest else not given.room.is_read_only
    if is_on is None:
        raise ValidationError(_("Say on or off, for instance: /readonly on."), code="order")
    event = opening.settle(room=given.room, by=given.by, client=given.client, read_only=is_on)
    told = _("Only those who look after the room speak now.") if is_on else _("Everybody in the room speaks again.")
    return Done(event, told)


def _kick(given: Given) -> Done:
    person, _rest = _person(given)
    event = joining.kick(room=given.room, by=given.by, account=person, client=given.client)
    return Done(event, _("%(name)s was sent away.") % {"name": person.display_name})


def _ban(given: Given) -> Done:
    person, rest = _person(given)
    seconds = orders.seconds_in(rest) if rest else None
    if rest and not (seconds and seconds <= LONGEST_BAN):
        raise ValidationError(_("For how long? For instance: /ban @karim 2 h, or nothing: for good."), code="order")
    event = joining.ban(room=given.room, by=given.by, account=person, seconds=seconds, client=given.client)
    told = _("%(name)s is banned for a while.") if seconds else _("%(name)s is banned for good.")
    return Done(event, told % {"name": person.display_name})


def _unban(given: Given) -> Done:
    person, _rest = _person(given)
    event = joining.unban(room=given.room, by=given.by, account=person, client=given.client)
    return Done(event, _("%(name)s may come back.") % {"name": person.display_name})


def _invite(given: Given) -> Done:
    person, _rest = _person(given)
    event = joining.invite(room=given.room, by=given.by, account=person, client=given.client)
    return Done(event, _("%(name)s is invited.") % {"name": person.display_name})


def _leave(given: Given) -> Done:
    return Done(joining.leave(room=given.room, by=given.by, client=given.client), _("You left the room."))


def _watch(given: Given) -> Done:
    if orders.switched(given.rest) is False:
        return Done(watching.stop(room=given.room, by=given.by, client=given.client))
    thing = thing_at(_needed(given))
    if thing is None:
        raise ValidationError(watching.NOT_A_FILM, code="order")
    return Done(watching.start(room=given.room, by=given.by, ref=thing, client=given.client))


def _needed(given: Given) -> str:
    if not given.rest:
        raise ValidationError(_("Something is missing after this order: /help tells what."), code="order")
    return given.rest


def _person(given: Given) -> tuple[Account, str]:
    handle, rest = orders.person_and_rest(_needed(given))
    found = Account.objects.active().with_handle(handle).first()
    if found is None:
        raise ValidationError(_("There is nobody called @%(name)s here.") % {"name": handle}, code="person")
    return found, rest


_SOMEBODY = pgettext_lazy("after an order", "@somebody")
_WORDS = pgettext_lazy("after an order", "words")
ORDERS: Sequence[Order] = (
    Order("help", "aide", "", gettext_lazy("tells which orders there are"), "read", _help),
    Order("me", "moi", _WORDS, gettext_lazy("says what you do"), "post", _me),
    Order(
        "watch",
        "regarder",
        pgettext_lazy("after an order", "address of a video"),
        gettext_lazy("plays a video for everybody in the room, in step; “off” ends it"),
        "host",
        _watch,
    ),
    Order("topic", "sujet", _WORDS, gettext_lazy("says what the room is about"), "settle", _topic),
    Order("name", "nom", _WORDS, gettext_lazy("calls the room otherwise"), "settle", _name),
    Order(
        "slow",
        "lent",
        pgettext_lazy("after an order", "30, 5 min or off"),
        gettext_lazy("how long everybody waits between two messages"),
        "settle",
        _slow,
    ),
    Order(
        "readonly",
        "lecture",
        pgettext_lazy("after an order", "on or off"),
        gettext_lazy("only those who look after the room speak"),
        "settle",
        _read_only,
    ),
    Order("invite", "inviter", _SOMEBODY, gettext_lazy("asks somebody in"), "invite", _invite),
    Order("kick", "expulser", _SOMEBODY, gettext_lazy("sends somebody away"), "keep", _kick),
    Order(
        "ban",
        "bannir",
        pgettext_lazy("after an order", "@somebody, for how long"),
        gettext_lazy("sends somebody away, and lets them in no more"),
        "keep",
        _ban,
    ),
    Order("unban", "debannir", _SOMEBODY, gettext_lazy("lets somebody come back"), "keep", _unban),
    Order("leave", "quitter", "", gettext_lazy("leaves the room"), "leave", _leave),
)
_KNOWN = {name: order for order in ORDERS for name in (order.name, order.french)}
# What no bot may be called for.
TAKEN = frozenset(_KNOWN)
# After these, whoever gave them has no place in the room any more.
LEAVING = frozenset({"leave", "quitter"})
