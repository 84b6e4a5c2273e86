"""Pages of a talk: the same work however long it is, kept for visitors, opened at a comment, told of what is new."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting
from bouquet.capabilities.comments.actions.purging import comments_tag, kind_tag
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.tests.conftest import Say
from bouquet.capabilities.comments.tests.things import Thing, ThingKind
from bouquet.foundation.live.generations import cell_of, generations


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("sort", ["newest", "oldest", "liked"])
def test_a_long_talk_asks_no_more_than_a_short_one(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, sort: str
) -> None:
    client.force_login(karim)
    for number in range(3):
        say(ines, f"Réponse {number}", to=say(karim))
    client.get(f"{thing.path}?sort={sort}")
    few = queries_of(client, f"{thing.path}?sort={sort}")
    for number in range(22):
        say(ines, f"Réponse {number}", to=say(karim))
    assert queries_of(client, f"{thing.path}?sort={sort}") == few


def test_what_visitors_get_is_kept_until_somebody_speaks(
    client: Client, thing: Thing, say: Say, karim: Account, django_capture_on_commit_callbacks: object
) -> None:
    for part in ("", "/talk", "/state"):
        answer = client.get(f"{thing.path}{part}")
        assert "s-maxage" in answer["Cache-Control"]
        assert set(re.split(r"[\s,]+", answer["Cache-Tags"])) == {comments_tag(thing.ref), kind_tag(thing.ref.kind)}
    cells = (cell_of(comments_tag(thing.ref)),)
    before = generations().read(cells)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        comment = say(karim)
    after = generations().read(cells)
    assert after != before
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        posting.delete(comment=comment, by=karim)
    assert generations().read(cells) != after


def test_what_a_member_gets_is_kept_by_nobody(client: Client, thing: Thing, karim: Account) -> None:
    client.force_login(karim)
    for part in ("", "/talk"):
        assert "private" in client.get(f"{thing.path}{part}")["Cache-Control"]


def test_news_are_told_with_304_as_long_as_there_are_none(
    client: Client, thing: Thing, say: Say, karim: Account
) -> None:
    client.force_login(karim)
    first = client.get(f"{thing.path}/state")
    assert first.json() == {"arrivals": 0}
    assert client.get(f"{thing.path}/state", headers={"If-None-Match": first["ETag"]}).status_code == 304
    comment = say(karim)
    assert client.get(f"{thing.path}/state", headers={"If-None-Match": first["ETag"]}).json() == {"arrivals": 1}
    posting.delete(comment=comment, by=karim)
    posting.restore(comment=comment, by=karim)
    # What comes back is no news.
    assert client.get(f"{thing.path}/state").json() == {"arrivals": 1}


def test_an_address_of_a_comment_opens_where_it_is(client: Client, thing: Thing, say: Say, karim: Account) -> None:
    comments = [say(karim, f"Numéro {number:02}") for number in range(45)]
    assert "Numéro 05" not in client.get(thing.path).content.decode()
    page = client.get(f"{thing.path}?comment={comments[5].pk}").content.decode()
    assert "Numéro 05" in page and "Numéro 44" not in page and page.count("is-target") == 1
    assert 'rel="prev"' in page


def test_an_address_of_a_comment_that_is_gone_opens_the_talk(
    client: Client, things: ThingKind, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    comment = say(karim)
    say(karim, "Toujours là")
    posting.delete(comment=comment, by=karim)
    other = posting.post(ref=things.add(Thing(ines)).ref, by=karim, text="Ailleurs")
    for asked in (comment.pk, other.pk, "nonsense"):
        page = client.get(f"{thing.path}?comment={asked}")
        assert (
            page.status_code == 200
            and "Toujours là" in page.content.decode()
            and "Ailleurs" not in page.content.decode()
        )


def test_everything_works_without_script(client: Client, thing: Thing, say: Say, ines: Account, karim: Account) -> None:
    first = say(ines, "Bienvenue")
    client.force_login(karim)
    form = client.get(f"/comments/{first.pk}/answer").content.decode()
    assert "Bienvenue" in form and f'value="{first.pk}"' in form
    sent = client.post(f"{thing.path}/post", {"text": "Merci", "answers_to": str(first.pk), "sent_with": "a"})
    answer = Comment.objects.get(text="Merci")
    assert sent["Location"].endswith(f"?comment={answer.pk}#comment-{answer.pk}")
    assert "Merci" in client.get(f"/comments/{answer.pk}/edit").content.decode()
    assert client.get(f"/comments/test.thing/{thing.key}/react").content.decode().count('name="emoji"') == 6
    gone = client.post(f"/comments/{answer.pk}/delete", follow=True)
    assert f"/comments/{answer.pk}/restore" in gone.content.decode()
    client.post(f"/comments/{answer.pk}/restore")
    assert "Merci" in client.get(thing.path).content.decode()


def test_with_script_only_what_changed_comes(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    first = say(ines)
    client.force_login(karim)
    script = {"HX-Request": "true"}
    sent = client.post(
        f"{thing.path}/post", {"text": "Merci", "answers_to": str(first.pk)}, headers=script
    ).content.decode()
    assert f'hx-target="#answers-{first.pk}"' in sent and "<html" not in sent
    posted = client.post(f"{thing.path}/post", {"text": "Bonjour"}, headers=script).content.decode()
    assert 'id="talk-form"' in posted and 'hx-target="#talk-fresh"' in posted
    answer = Comment.objects.get(text="Merci")
    for verb, data in (("edit", {"text": "Merci !"}), ("delete", {}), ("restore", {})):
        part = client.post(f"/comments/{answer.pk}/{verb}", data, headers=script).content.decode()
        assert f'id="comment-{answer.pk}"' in part and "<html" not in part
