"""Who may read what: rules that the lines of each app are made of. `who` is a sort of person of `world.PEOPLE`."""

from __future__ import annotations

from collections.abc import Callable

from tests.addresses.world import Place

Rule = Callable[[str, Place], bool]
INSIDE = {"author", "member", "keeper", "founder"}
KEEPING = {"keeper", "founder"}
OUT = {"visitor", "suspended"}


def anyone(who: str, place: Place) -> bool:
    return True


def nobody(who: str, place: Place) -> bool:
    return False


def signed(who: str, place: Place) -> bool:
    return who not in OUT


def knows(who: str, place: Place) -> bool:
    return not place.tribe.is_secret or who in INSIDE | {"invited"}


def enters(who: str, place: Place) -> bool:
    return place.tribe.is_open or who in INSIDE


def reads(who: str, place: Place) -> bool:
    return enters(who, place) and who != "blocked"


def inside(who: str, place: Place) -> bool:
    return who in INSIDE


def alive(place: Place) -> bool:
    return not place.tribe.is_archived


def speaks(who: str, place: Place) -> bool:
    return who in INSIDE and alive(place)


def invites(who: str, place: Place) -> bool:
    return speaks(who, place) and (place.tribe.is_open or who in KEEPING)


def keeps(who: str, place: Place) -> bool:
    return who in KEEPING


def founded(who: str, place: Place) -> bool:
    return who == "founder"


def wrote(who: str, place: Place) -> bool:
    return who == "author"


def edits(who: str, place: Place) -> bool:
    return who == "author" and alive(place)


def hosts(who: str, place: Place) -> bool:
    return who in KEEPING | {"author"} and alive(place)


def meets(who: str, place: Place) -> bool:
    """The page of the author."""
    return who != "blocked"


def keeps_talk(who: str, place: Place) -> bool:
    return who in KEEPING | {"author"}


def moderates(who: str, place: Place) -> bool:
    return who in ("moderator", "operator")


def operates(who: str, place: Place) -> bool:
    return who == "operator"


def judges(who: str, place: Place) -> bool:
    return who in ("moderator", "operator", *KEEPING)


def both(*rules: Callable[[str, Place], bool]) -> Callable[[str, Place], bool]:
    return lambda who, place: all(rule(who, place) for rule in rules)
