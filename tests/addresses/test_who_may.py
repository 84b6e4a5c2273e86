"""Every address of the capabilities and of the tribes × every sort of person × every sort of tribe.

An address without a line in its app's `of_….py` fails.
"""

from __future__ import annotations

from django.urls import reverse

from tests.addresses import of_affinity, of_comments, of_discovery, of_moderation, of_notifications, of_tribes, rules
from tests.addresses.world import OF_TRIBES, SECRET, a_world, routes

READS: dict[str, rules.Rule | None] = {
    f"{name}:{address}": rule
    for name, lines in (
        ("affinity", of_affinity.READS),
        ("comments", of_comments.READS),
        ("discovery", of_discovery.READS),
        ("moderation", of_moderation.READS),
        ("notifications", of_notifications.READS),
        ("tribes", of_tribes.READS),
    )
    for address, rule in lines.items()
}
# Whoever may is led on to where it is.
LEADING = {"comments:shown", "moderation:transparency"}
SIGN_IN = "?next="


def test_no_address_without_a_line() -> None:
    assert set(routes(*OF_TRIBES)) == set(READS)


def test_who_may_reads_and_nobody_else(place: None) -> None:
    """Who may gets a page; who may not, nothing of it: no words, no names."""
    world, asked = a_world(), set[str]()
    wrong: list[tuple[str, str, str, bool, int, str]] = []
    for (openness, is_archived), there in world.tribes.items():
        for name, route in routes(*OF_TRIBES).items():
            rule = READS[name]
            address = reverse(name, kwargs=there.arguments(name, route)) if rule else ""
            if rule is None or address in asked:
                continue
            asked.add(address)
            for who in world.people:
                answer = world.client(who).get(address)
                is_led = name in LEADING and answer.status_code == 302 and SIGN_IN not in answer["Location"]
                got = is_led or answer.status_code == 200
                words = answer.content.decode() if got and not answer.streaming else ""
                may = rule(who, there)
                if got is not may:
                    wrong.append((name, who, openness, is_archived, answer.status_code, "may" if may else "may not"))
                if SECRET in words and not rules.reads(who, there) and not rules.moderates(who, there):
                    wrong.append((name, who, openness, is_archived, answer.status_code, SECRET))
    assert not wrong, "\n".join(map(str, wrong))
