"""Links on posts, what is passed on, and what a page of posts of every sort costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import linked_pages
from bouquet.capabilities.media.events import LinkedPageRead
from bouquet.capabilities.media.models import LinkedPage
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions import attaching, describing, polling, posting
from bouquet.sites.tribes.actions.carrying import carried_by
from bouquet.sites.tribes.models import Openness, Post, PostLink, Tribe
from bouquet.sites.tribes.tests.gatherings import HOST, drafts, film_of, gathered, outing, photo_of, posted, question

pytestmark = pytest.mark.usefixtures("place")


def visitor(account: Account | None = None) -> Client:
    client = Client(HTTP_HOST=HOST)
    if account is not None:
        client.force_login(account)
    return client


# Links


def page_known(post: Post, **more: Any) -> LinkedPage:
    page = PostLink.objects.get(post=post).page
    values = {"state": "known", "title": "Une nuit", "site_name": "phare.example", **more}
    LinkedPage.objects.filter(pk=page.pk).update(**values)
    page.refresh_from_db()
    return page


def told(page: LinkedPage) -> None:
    from django.db import transaction

    with transaction.atomic():
        announce(LinkedPageRead(page.pk))


def test_a_link_unfolds_once_its_page_was_read(ines: Account, settled: Callable[..., Any]) -> None:
    post = posted(ines, gathered(ines), "À lire : https://phare.example/une-nuit. Vraiment.")
    assert "link" not in post.attached
    page = page_known(post)
    assert page.address == "https://phare.example/une-nuit"
    settled(lambda: told(page))
    post.refresh_from_db()
    shown = visitor(ines).get(post.path).content.decode()
    assert 'rel="nofollow ugc noopener"' in shown
    assert "Une nuit" in shown
    settled(lambda: posting.edit(post=post, by=ines, text="Plus rien"))
    post.refresh_from_db()
    assert "link" not in post.attached
    assert not PostLink.objects.exists()


def test_who_wants_no_card_gets_none(ines: Account, settled: Callable[..., Any]) -> None:
    post = posted(ines, gathered(ines), "https://phare.example/une-nuit", unfolds=False)
    settled(lambda: posting.edit(post=post, by=ines, text="https://phare.example/une-nuit !"))
    assert not LinkedPage.objects.exists()


def test_a_page_of_this_network_is_asked_through_its_subject_and_by_no_job(
    ines: Account, karim: Account, lea: Account
) -> None:
    closed = gathered(ines, karim, openness=Openness.CLOSED)
    secret = posted(ines, closed, "Le secret")
    address = f"http://{HOST}:8000{secret.path}"
    post = posted(ines, gathered(ines, slug="ouverte"), f"Lisez {address}")
    assert not LinkedPage.objects.exists()
    seen = carried_by([post], karim)[post.pk].shared
    assert seen is not None
    assert seen.title == "Le secret"
    assert carried_by([post], lea)[post.pk].shared is None
    assert "Le secret" not in visitor(lea).get(post.path).content.decode()


def test_what_is_passed_on_shows_to_those_who_may_see_it(ines: Account, karim: Account, lea: Account) -> None:
    closed, opened = gathered(ines, karim, openness=Openness.CLOSED), gathered(ines, karim, slug="ouverte")
    secret = posted(ines, closed, "Le secret")
    passed = posting.share(ref=Ref("tribes.post", secret.pk), by=karim, tribe=opened, text="Regardez")
    assert carried_by([passed], karim)[passed.pk].shared is not None
    page = visitor(lea).get(passed.path).content.decode()
    assert "Le secret" not in page
    assert "Regardez" in page


def test_the_preview_asks_a_page_and_waits_for_it(ines: Account) -> None:
    client = visitor(ines)
    waits = client.get("/compose/link", {"text": "Voir https://phare.example/une-nuit ici"}).content.decode()
    assert 'data-waits="true"' in waits
    LinkedPage.objects.update(state="known", title="Une nuit <b>")
    shown = client.get("/compose/link", {"text": "Voir https://phare.example/une-nuit ici"}).content.decode()
    assert "Une nuit &lt;b&gt;" in shown
    assert client.get("/compose/link", {"text": "rien"}).content.strip() == b""
    assert client.get("/compose/link", {"text": "http://127.0.0.1:9/"}).content.strip() == b""


# A page of them


def test_a_feed_of_every_sort_costs_a_few_queries_however_long(
    ines: Account, karim: Account, django_assert_num_queries: Any
) -> None:
    tribe = gathered(ines, karim)

    def some(times: int) -> list[Post]:
        made = []
        for number in range(times):
            made.append(posted(ines, tribe, f"{number}", photos=drafts(photo_of(ines)), event=outing()))
            made.append(posted(ines, tribe, "Quand ?", poll=question()))
            made.append(posted(ines, tribe, "", video_id=film_of(ines).pk))
            polling.vote(post=made[-2], by=karim, options=[1])
        return list(Post.objects.for_cards().filter(pk__in=[post.pk for post in made]))

    few, many = some(1), some(4)
    with django_assert_num_queries(5):
        carried_by(few, karim)
    with django_assert_num_queries(5):
        found = carried_by(many, karim)
    assert sum(bool(one.poll) for one in found.values()) == 4
    plain = list(Post.objects.for_cards().filter(pk__in=[post.pk for post in many if "video" in post.attached]))
    with django_assert_num_queries(0):
        assert all(one.video for one in carried_by(plain, karim).values())


def test_words_that_are_refused_are_refused_in_what_hangs_on_it_too(
    ines: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.moderation.actions.screening import Screening, Verdict

    def screen(*, text: str, **more: Any) -> Screening:
        return Screening(Verdict.REFUSE if "vilain" in text else Verdict.PUBLISH, "Pas cela.")

    monkeypatch.setattr(attaching, "screen", screen)
    tribe = gathered(ines)
    with pytest.raises(posting.Refused):
        posted(ines, tribe, "Bonjour", poll=question(question="Un vilain mot ?"))
    assert not Post.objects.exists()
    post = posted(ines, tribe, photos=drafts(photo_of(ines)))
    with pytest.raises(posting.Refused):
        describing.describe(post=post, by=ines, alts={post.attached["photos"][0]["id"]: "vilain"})


def test_what_is_doubted_is_held(ines: Account, karim: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    from bouquet.capabilities.moderation.actions.screening import Screening, Verdict

    held: list[Ref] = []
    monkeypatch.setattr(attaching, "screen", lambda **_more: Screening(Verdict.HOLD, "doubt"))
    monkeypatch.setattr(attaching, "settle", lambda _screening, *, ref, by: held.append(ref))
    post = posted(ines, gathered(ines, karim), "Bonjour", poll=question())
    assert held == [Ref("tribes.post", post.pk)]
    assert visitor(karim).get(post.path).status_code == 404
    assert visitor(ines).get(post.path).status_code == 200


def test_links_to_things_of_the_network_are_known_by_their_address(ines: Account) -> None:
    from bouquet.capabilities.media.actions.unfolding import thing_at

    tribe = gathered(ines)
    post = posted(ines, tribe, "Bonjour")
    assert thing_at(f"https://{HOST}/en/p/{post.code}") == Ref("tribes.post", post.pk)
    assert thing_at(f"https://{HOST}/t/{tribe.slug}") == Ref("tribes.tribe", tribe.pk)
    for other in (f"https://elsewhere.example/p/{post.code}", f"https://{HOST}/p/nothing", "", "http://["):
        assert thing_at(other) is None
    assert isinstance(tribe, Tribe)
    assert isinstance(post.pk, UUID)
    assert linked_pages.CannotUnfold.__mro__[1] is ValueError
