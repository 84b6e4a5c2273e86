"""The page of a talk: does a thread of ten thousand comments cost more than one of a hundred?

Both talks are in the same database and are asked for in turn: by a member, in each order, at the beginning and deep
inside. The floor is the talk of a hundred.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from bench.results import Result, Row, apart, row, show
from bench.serving import ROOT, free_port

SMALL, LARGE = 100, 10_000
PEOPLE = 200
ROUNDS = 30
# What "flat" means: noise on a machine shared with others is a tenth or two.
MOST_GROWTH = 1.3
KIND = "bench.thing"


def run() -> Result:
    """Needs about half a minute."""
    return apart("comments")


def measure() -> Result:
    """In a process whose settings are the bench's own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": "",
            "BOUQUET_DEMO": "0",
            "BOUQUET_PORT": str(free_port()),
            "BOUQUET_PAGES_PORT": str(free_port()),
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        from bouquet.config.environment import read_environment
        from bouquet.config.preparing import prepare

        prepare(read_environment(), say=lambda _: None)
        import django

        django.setup()
        people = open_accounts(PEOPLE)
        small, large = make_things(people[0], 2)
        write_talk(small, people, SMALL)
        write_talk(large, people, LARGE)
        return {"name": "comments", "rows": _compared(small, large, people[1])}


def open_accounts(count: int) -> list[Any]:
    """Members whose addresses are known to be theirs."""
    from bouquet.capabilities.accounts.models import Account

    made = [
        Account(handle=f"member{number}", display_name=f"Membre {number}", birth_date=date(1985, 6, 15))
        for number in range(count)
    ]
    for account in made:
        account.set_unusable_password()
    return list(Account.objects.bulk_create(made, 500))


def make_things(author: Any, count: int) -> list[UUID]:
    """Something to speak of, of a kind of the bench's own: what a video costs to find is another bench's matter."""
    from bouquet.foundation.clock import clock
    from bouquet.foundation.ids.keys import new_key
    from bouquet.foundation.subjects.registry import register_kind
    from bouquet.foundation.subjects.subject import Kind, Ref, Subject

    keys = [new_key() for _ in range(count)]
    author_id, made_at = author.pk, clock.now()

    class ThingKind(Kind):
        name, label, icon = KIND, "a thing", "box"

        def find(self, wanted: Any) -> Any:
            return {
                key: Subject(
                    Ref(KIND, key), "Un été à Douarnenez", f"http://{_host()}/things/{key}", author_id, made_at
                )
                for key in wanted
                if key in keys
            }

        def visible_to(self, visitor: Any, wanted: Any) -> Any:
            return {key for key in wanted if key in keys}

        def moderate(self, key: Any, standing: Any, *, label: str = "") -> None:
            raise AssertionError("nobody moderates these")

    register_kind(ThingKind())
    return keys


def write_talk(key: UUID, people: list[Any], count: int) -> None:
    """`count` comments, two thirds of them answers, written as rows: posting them one by one would take minutes."""
    from bouquet.capabilities.comments.models import Comment, TalkRules, Tally
    from bouquet.capabilities.comments.models.talk import COMMENTS
    from bouquet.foundation.clock import clock

    began = clock.now() - timedelta(days=30)
    text = "Quelle **lumière**, ce soir-là : merci @member1 !"
    html = "<p>Quelle <strong>lumière</strong>, ce soir-là : merci @member1 !</p>"
    shared = {"kind": KIND, "key": key, "text": text, "html": html, "shown_at": began}
    shared |= {"is_shown": True, "is_placed": True, "is_counted": True}
    heads, answers = [], []
    for number in range(count // 3):
        said_at = began + timedelta(minutes=4 * number)
        head = Comment(
            **shared, author=people[number % PEOPLE], posted_at=said_at, likes_count=number % 17, answers_count=2
        )
        below = [
            Comment(
                **shared,
                author=people[(number + step) % PEOPLE],
                root=head,
                answers_to=head,
                posted_at=said_at + timedelta(minutes=step),
            )
            for step in (1, 2)
        ]
        head.first_answers = [answer.pk.hex for answer in below]
        heads.append(head)
        answers += below
    Comment.objects.bulk_create(heads, 500)
    Comment.objects.bulk_create(answers, 500)
    Tally.objects.create(kind=KIND, key=key, what=COMMENTS, count=len(heads) + len(answers))
    TalkRules.objects.create(kind=KIND, key=key, arrivals=count)


def _compared(small: UUID, large: UUID, member: Any) -> list[Row]:
    from django.test import Client

    client = Client(HTTP_HOST=_host())
    client.force_login(member)
    rows = []
    for what, address in _addresses().items():
        costs: dict[UUID, list[float]] = {small: [], large: []}
        queries = {key: _queries(client, address(key)) for key in (small, large)}
        for _ in range(ROUNDS):
            for key in (small, large):
                costs[key].append(_cpu_ms(client, address(key)))
        least, cost = median(costs[small]), median(costs[large])
        rows += [
            row(
                f"{what}: CPU ms, {LARGE:,} comments",
                cost,
                floor=least,
                goal=f"≤ {MOST_GROWTH:g} × {SMALL}",
                met=cost <= MOST_GROWTH * least,
            ),
            row(
                f"{what}: queries",
                queries[large],
                floor=queries[small],
                goal="no more",
                met=queries[large] <= queries[small],
            ),
        ]
    return rows


def _addresses() -> dict[str, Callable[[UUID], str]]:
    def first(sort: str) -> Callable[[UUID], str]:
        return lambda key: f"/comments/{KIND}/{key}?sort={sort}"

    def deep(sort: str) -> Callable[[UUID], str]:
        cursors = {}

        def address(key: UUID) -> str:
            if key not in cursors:
                cursors[key] = _middle(key, sort)
            return f"/comments/{KIND}/{key}?sort={sort}&after={cursors[key]}"

        return address

    def target(key: UUID) -> str:
        return f"/comments/{KIND}/{key}?sort=oldest&comment={_in_the_middle(key).pk}"

    found: dict[str, Callable[[UUID], str]] = {}
    for sort, name in (("newest", "newest first"), ("oldest", "oldest first"), ("liked", "most liked first")):
        found[name] = first(sort)
        found[f"{name}, deep"] = deep(sort)
    found["opened at a comment"] = target
    return found


def _in_the_middle(key: UUID) -> Any:
    from bouquet.capabilities.comments.models import Comment

    heads = Comment.objects.filter(kind=KIND, key=key, root=None).order_by("posted_at")
    # Of the same depth in pages below: at least a full page follows it, whichever way it is read.
    return heads[heads.count() // 3]


def _middle(key: UUID, sort: str) -> str:
    from bouquet.capabilities.comments.engine.cursors import Cursor, Place, written
    from bouquet.foundation.clock import clock

    middle = _in_the_middle(key)
    if sort == "newest":
        from bouquet.capabilities.comments.models import Comment

        heads = Comment.objects.filter(kind=KIND, key=key, root=None).order_by("-posted_at")
        middle = heads[heads.count() // 3]
    if sort == "liked":
        return written(Cursor(Place(middle.likes_count + 3, middle.posted_at, middle.pk), clock.now()))
    return written(Cursor(Place(0, middle.posted_at, middle.pk)))


def _get(client: Any, address: str) -> None:
    response = client.get(address)
    threads = response.content.count(b'class="thread"')
    if response.status_code != 200 or threads < 20:
        raise RuntimeError(f"{address}: {response.status_code}, {threads} threads")


def _cpu_ms(client: Any, address: str) -> float:
    began = time.process_time()
    _get(client, address)
    return (time.process_time() - began) * 1000


def _queries(client: Any, address: str) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        _get(client, address)
    return len(queries)


def _host() -> str:
    from bouquet.foundation.brands.current import network

    return network().shown[0].host


if __name__ == "__main__":
    os.chdir(ROOT)
    show(measure)
