"""Comments are drawn once for everybody to whom they look the same: cheap, and never another's."""

from __future__ import annotations

import re
import sys
from types import FrameType

from django.test import Client

from bouquet.capabilities.accounts.actions.blocking import block, mute
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import moderating, posting, reacting, ruling
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.tests.conftest import Say
from bouquet.capabilities.comments.tests.things import Thing
from bouquet.foundation.subjects.subject import Standing

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WIDEO = "wideo.m6.localhost"
WORDS = "Une phrase que chacun lit"


def page_for(member: Account, thing: Thing) -> str:
    client = Client(HTTP_HOST=WIDEO)
    client.force_login(member)
    return client.get(thing.path).content.decode()


def calls_for(client: Client, address: str) -> int:
    """How many Python functions are called for a page that was drawn before."""
    client.get(address)
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        client.get(address)
    finally:
        sys.setprofile(None)
    return calls


def test_a_further_comment_costs_few_calls(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    client.force_login(karim)
    for number in range(5):
        say(ines, f"Numéro {number}")
    few = calls_for(client, thing.path)
    for number in range(15):
        say(ines, f"Encore {number}")
    # Drawn anew each time, one costs two thousand.
    assert calls_for(client, thing.path) - few < 15 * 300


def test_what_somebody_decides_shows_at_once_to_everybody(
    thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    comment = say(karim, WORDS)
    for reader in (ines, karim, lea):
        assert WORDS in page_for(reader, thing)
    moderating.moderate(comment_id=comment.pk, standing=Standing.LABELLED, label="Fin du film")
    assert "Fin du film" in page_for(lea, thing) and "comment-fold" in page_for(lea, thing)
    moderating.moderate(comment_id=comment.pk, standing=Standing.HIDDEN)
    assert WORDS not in page_for(lea, thing) and WORDS not in page_for(ines, thing)
    assert WORDS in page_for(karim, thing)
    moderating.moderate(comment_id=comment.pk, standing=Standing.REMOVED)
    assert WORDS not in page_for(karim, thing)
    moderating.moderate(comment_id=comment.pk, standing=Standing.SHOWN)
    assert WORDS in page_for(lea, thing) and "Fin du film" not in page_for(lea, thing)
    posting.edit(comment=comment, by=karim, text="D’autres mots")
    assert WORDS not in page_for(lea, thing) and "D’autres mots" in page_for(lea, thing)
    Account.objects.filter(pk=karim.pk).update(display_name="Karim Autrement")
    assert "Karim Autrement" in page_for(lea, thing)
    posting.delete(comment=Comment.objects.get(pk=comment.pk), by=karim)
    assert "D’autres mots" not in page_for(lea, thing)


def test_what_a_member_may_do_is_shown_to_them_alone(
    thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    comment = say(karim)
    mine, theirs, kept = (page_for(reader, thing) for reader in (karim, lea, ines))
    assert f"{comment.pk}/delete" in mine and f"{comment.pk}/delete" not in theirs + kept
    assert f"{comment.pk}/pin" in kept and f"{comment.pk}/pin" not in theirs + mine
    assert f"{comment.pk}/answer" in theirs and f"{comment.pk}/report" not in mine
    shut = {"is_closed": True, "asks_approval": False}
    ruling.rule(ref=thing.ref, by=ines, **shut)
    assert f"{comment.pk}/answer" not in page_for(lea, thing)
    visitor = Client(HTTP_HOST=WIDEO).get(thing.path).content.decode()
    assert "csrfmiddlewaretoken" not in visitor and f"{comment.pk}/delete" not in visitor


def test_a_reaction_shows_and_whose_it_is(thing: Thing, say: Say, ines: Account, karim: Account, lea: Account) -> None:
    comment = say(ines)
    assert 'aria-pressed="true"' not in page_for(lea, thing) + page_for(karim, thing)
    reacting.react(ref=comment.ref, by=karim, emoji="🔥")
    assert 'aria-pressed="true"' in page_for(karim, thing)
    theirs = page_for(lea, thing)
    assert 'aria-pressed="true"' not in theirs and 'value="🔥"' in theirs


def test_who_mutes_or_blocks_reads_their_own_page(
    thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    say(karim, WORDS)
    assert "comment-fold" not in page_for(lea, thing)
    mute(account=karim, by=lea)
    assert "comment-fold" in page_for(lea, thing) and "comment-fold" not in page_for(ines, thing)
    block(account=karim, by=lea)
    assert WORDS not in page_for(lea, thing) and WORDS in page_for(ines, thing)


def test_every_form_bears_the_token_of_whoever_reads(thing: Thing, say: Say, ines: Account, karim: Account) -> None:
    for number in range(3):
        say(karim, f"Numéro {number}")
    read = {reader: set(TOKEN.findall(page_for(reader, thing))) for reader in (ines, karim)}
    assert all(len(token) == 64 for tokens in read.values() for token in tokens)
    assert read[ines] and read[karim] and not read[ines] & read[karim]


def test_the_forms_of_comments_are_taken(thing: Thing, say: Say, ines: Account, karim: Account) -> None:
    """By Django's own check, which tests leave out otherwise."""
    comment = say(ines)
    page_for(ines, thing)
    client = Client(HTTP_HOST=WIDEO, enforce_csrf_checks=True)
    client.force_login(karim)
    page = client.get(thing.path).content.decode()
    address = f"/comments/comments.comment/{comment.pk}/react"
    form = page[page.index(f'action="{address}"') :]
    token = TOKEN.search(form)
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1], "emoji": "🔥"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
