"""Reactions: one for each member and thing, counted exactly."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bouquet.capabilities.accounts.actions.blocking import block
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions.reacting import react, unreact
from bouquet.capabilities.comments.actions.talks import talks_of
from bouquet.capabilities.comments.models import Comment, SubjectReaction, Tally
from bouquet.capabilities.comments.tests.conftest import Say
from bouquet.capabilities.comments.tests.things import Thing, ThingKind


def reactions(thing: Thing, viewer: Account | None = None) -> list[tuple[str, int, bool]]:
    return [(one.emoji, one.count, one.is_mine) for one in talks_of([thing.ref], viewer)[thing.ref].reactions]


def test_everybody_counts_once_with_the_emoji_they_chose_last(thing: Thing, karim: Account, lea: Account) -> None:
    react(ref=thing.ref, by=karim, emoji="👍")
    react(ref=thing.ref, by=karim, emoji="👍")
    react(ref=thing.ref, by=lea, emoji="👍")
    assert reactions(thing, karim) == [("👍", 2, True)]
    react(ref=thing.ref, by=karim, emoji="🔥")
    assert reactions(thing, karim) == [("👍", 1, False), ("🔥", 1, True)]
    assert talks_of([thing.ref], None)[thing.ref].total == 2
    unreact(ref=thing.ref, by=karim)
    unreact(ref=thing.ref, by=karim)
    assert reactions(thing, karim) == [("👍", 1, False)]


def test_only_the_palette_counts(client: Client, thing: Thing, karim: Account) -> None:
    with pytest.raises(ValidationError):
        react(ref=thing.ref, by=karim, emoji="💩")
    client.force_login(karim)
    assert client.post(f"{thing.path}/react", {"emoji": "<b>"}, HTTP_HX_REQUEST="true").status_code == 422
    assert not Tally.objects.exists()


def test_a_button_reacts_changes_and_takes_back_with_script_and_without(
    client: Client, thing: Thing, karim: Account
) -> None:
    client.force_login(karim)
    page = client.post(f"{thing.path}/react", {"emoji": "❤️"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'aria-pressed="true"' in page and reactions(thing) == [("❤️", 1, False)]
    answer = client.post(
        f"{thing.path}/react", {"emoji": "😂"}, headers={"Referer": f"http://wideo.m6.localhost{thing.path}"}
    )
    assert answer.status_code == 302 and answer["Location"].endswith(thing.path)
    assert reactions(thing) == [("😂", 1, False)]
    answer = client.post(f"{thing.path}/react", {"emoji": "😂"}, headers={"Referer": "https://elsewhere.example/"})
    assert answer["Location"].startswith("http://wideo.m6.localhost")
    assert reactions(thing) == []


def test_a_comment_is_sorted_by_those_it_moved(thing: Thing, say: Say, karim: Account, lea: Account) -> None:
    comment = say(karim)
    react(ref=comment.ref, by=lea, emoji="😢")
    comment.refresh_from_db()
    assert comment.likes_count == 1
    unreact(ref=comment.ref, by=lea)
    comment.refresh_from_db()
    assert comment.likes_count == 0


def test_nobody_reacts_to_what_they_may_not_see_nor_to_people_kept_apart(
    client: Client, things: ThingKind, thing: Thing, ines: Account, karim: Account, lea: Account
) -> None:
    secret = things.add(Thing(ines, readers={karim.pk}))
    client.force_login(lea)
    assert client.post(f"{secret.path}/react", {"emoji": "❤️"}).status_code == 404
    with pytest.raises(PermissionDenied):
        react(ref=secret.ref, by=lea, emoji="❤️")
    block(account=karim, by=ines)
    with pytest.raises(PermissionDenied):
        react(ref=thing.ref, by=karim, emoji="❤️")
    assert not SubjectReaction.objects.exists()


def test_a_page_of_things_is_counted_in_two_queries(
    things: ThingKind,
    ines: Account,
    karim: Account,
    say: Say,
    thing: Thing,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    others = [things.add(Thing(ines)) for _ in range(30)]
    comment = say(karim)
    react(ref=others[3].ref, by=karim, emoji="❤️")
    react(ref=comment.ref, by=karim, emoji="🔥")
    refs = [thing.ref, comment.ref, *(one.ref for one in others)]
    with django_assert_num_queries(2):
        talks = talks_of(refs, karim)
    assert set(talks) == set(refs)
    assert talks[thing.ref].comments_count == 1
    assert talks[others[3].ref].mine == "❤️" and talks[comment.ref].mine == "🔥"
    with django_assert_num_queries(1):
        assert talks_of(refs, None)[others[3].ref].mine == ""
    with django_assert_num_queries(0):
        assert talks_of([], karim) == {}


def test_a_visitor_sees_the_counts_and_no_button(client: Client, thing: Thing, say: Say, karim: Account) -> None:
    comment = say(karim)
    react(ref=comment.ref, by=karim, emoji="🔥")
    page = client.get(thing.path).content.decode()
    assert "fire" in page and "Génial" in page and f"comments.comment/{comment.pk}/react" not in page
    assert Comment.objects.get().likes_count == 1
