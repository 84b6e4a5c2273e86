"""What is typed behind an address breaks no page."""

from __future__ import annotations

from itertools import product
from urllib.parse import urlencode

from django.urls import reverse

from tests.addresses.test_who_may import READS
from tests.addresses.world import OF_TRIBES, a_world, routes

# Together, and those alone that others could hide: a page that knows no such `kind` looks no further.
PARAMETERS = (
    ("after",),
    ("page", "q"),
    (
        *(
            "act",
            "actor",
            "after",
            "answer",
            "before",
            "brand",
            "by",
            "comment",
            "format",
            "handle",
            "host",
            "key",
            "kind",
        ),
        *("list", "looks", "mutes", "next", "order", "page", "past", "q", "reason", "reply", "show", "sort", "state"),
        *("kind", "t", "text", "ticket", "unread", "url", "with"),
    ),
)
JUNK = ("-1", "zz", "\x00", "9" * 30, "'\"><%", "2026-13-99")
# Whoever of them may read the page reads it.
ASKING = ("operator", "founder", "author", "stranger")


def test_no_junk_breaks_a_page(place: None) -> None:
    world, broken = a_world(), []
    there = world.tribes["open", False]
    for name, route in routes(*OF_TRIBES).items():
        rule = READS[name]
        who = next((one for one in ASKING if rule is not None and rule(one, there)), None)
        if who is None:
            continue
        address = reverse(name, kwargs=there.arguments(name, route))
        for names, junk in product(PARAMETERS, JUNK):
            try:
                status = world.client(who).get(f"{address}?{urlencode(dict.fromkeys(names, junk))}").status_code
            except Exception as error:
                broken.append((name, names[0], junk, repr(error)[:200]))
            else:
                if status >= 500:
                    broken.append((name, names[0], junk, str(status)))
    assert not broken, "\n".join(map(str, broken))
