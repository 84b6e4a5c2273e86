"""Every page answers, in both languages, to those it is for."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes.actions import befriending, inviting, joining
from bouquet.sites.tribes.models import Openness, Tribe
from bouquet.sites.tribes.tests.making import let_in, post_of, tribe_of

HOST = "yootribe.m6.localhost"


@pytest.fixture
def busy(ines: Account, karim: Account, lea: Account, marc: Account) -> Tribe:
    """A tribe with all that its pages can show, as its founder Inès finds it."""
    details = {"about": "**Blocs**", "rules": "On range.", "place": "Nantes", "questions": ("Depuis quand ?",)}
    tribe = tribe_of(ines, "Grimpe Nantes", openness=Openness.CLOSED, **details)
    let_in(tribe, karim)
    post_of(karim, tribe, "Salut @ines !")
    post_of(ines, tribe, "Épinglé")
    post_of(ines, None, "Sur ma page")
    joining.ask(tribe=tribe, by=lea, answers=["Depuis hier"])
    inviting.make_link(tribe=tribe, by=ines, most_uses=2, days=7)
    inviting.invite(tribe=tribe, account=marc, by=ines)
    befriending.ask(account=ines, by=karim)
    befriending.ask(account=ines, by=marc)
    befriending.ask(account=marc, by=ines)
    return tribe


PAGES = [
    "/", "/?sort=best", "/tribes", "/tribes?q=grimpe", "/tribes/mine", "/tribes/new", "/t/SLUG",
    "/t/SLUG/about", "/t/SLUG/members", "/t/SLUG/invite", "/t/SLUG/leave", "/t/SLUG/post", "/t/SLUG/settings",
    "/t/SLUG/settings/look", "/t/SLUG/settings/requests", "/t/SLUG/settings/members",
    "/t/SLUG/settings/members?q=kar", "/t/SLUG/settings/invitations", "/t/SLUG/settings/end", "/p/POST",
    "/p/POST/edit", "/post", "/share?kind=tribes.post&key=KEY", "/friends", "/privacy", "/@ines", "/@karim",
    "/@marc", "/@ines/friends",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_founder_finds_every_page(busy: Tribe, ines: Account, page: str, language: str) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(ines)
    post = ines.posts.filter(tribe=busy).get()
    path = page.replace("SLUG", busy.slug).replace("POST", post.code).replace("KEY", str(post.pk))
    answer = client.get(f"{language}{path}" if page != "/" or not language else "/en/")
    assert answer.status_code == 200, (path, answer)


@pytest.mark.parametrize("page", ["/", "/tribes", "/tribes?q=grimpe", "/t/SLUG", "/t/SLUG/about", "/@ines"])
def test_a_visitor_finds_what_is_for_everybody(busy: Tribe, page: str) -> None:
    answer = Client(HTTP_HOST=HOST).get(page.replace("SLUG", busy.slug))
    assert answer.status_code == 200
    assert "Épinglé" not in answer.content.decode()


def test_who_was_invited_and_who_asks_see_the_door(busy: Tribe, lea: Account, marc: Account) -> None:
    for person, words in ((lea, "withdraw"), (marc, "/decline")):
        client = Client(HTTP_HOST=HOST)
        client.force_login(person)
        page = client.get(f"/t/{busy.slug}").content.decode()
        assert words in page
        assert "Épinglé" not in page
        assert client.get("/tribes/mine").status_code == 200


def test_the_health_of_tribes_is_for_the_operator_alone(busy: Tribe, ines: Account, odile: Account) -> None:
    client = Client(HTTP_HOST=HOST)
    assert client.get("/tribes/health").status_code == 302
    client.force_login(ines)
    assert client.get("/tribes/health").status_code == 404
    client.force_login(odile)
    assert client.get("/tribes/health").status_code == 200
