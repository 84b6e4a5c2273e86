"""The pages of bots, of addresses that are told, of orders without a script, of watching together."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import api
from bouquet.capabilities.messaging.actions import employing, hooking, joining
from bouquet.capabilities.messaging.models import Bot, Delivery, Hook, Message, Room, Token


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread of the live process would close is the test's own."""
    monkeypatch.setattr(api, "close_old_connections", lambda: None)


@pytest.fixture
def bot(kitchen: Room, ines: Account) -> Bot:
    return employing.make_bot(room=kitchen, by=ines, name="Météo")


def test_a_keeper_makes_a_bot_and_gives_it_what_it_needs(client: Client, kitchen: Room, ines: Account) -> None:
    client.force_login(ines)
    made = client.post(f"/rooms/{kitchen.code}/bots", {"name": "Météo"})
    bot = Bot.objects.get(room=kitchen)
    page = f"/rooms/{kitchen.code}/bots/{bot.pk}"
    assert made["Location"] == page
    assert "Météo" in client.get(f"/rooms/{kitchen.code}/bots").content.decode()

    shown = client.post(page, {"do": "address"}).content.decode()
    found = re.search(r"http://shaaz\.m6\.localhost/live/hooks/([\w-]+)", shown)
    assert found is not None
    assert api.posted_to(found[1], b'{"text": "Il pleut."}') is not None
    assert found[1] not in client.get(page).content.decode()

    shown = client.post(page, {"do": "token", "token-name": "Le relevé"}).content.decode()
    assert re.search(r"value=\"bqt_[\w-]{32}\"", shown)
    client.post(page, {"do": "teach", "teach-name": "/meteo", "teach-hint": "le temps"})
    assert [one.name for one in bot.orders.all()] == ["meteo"]
    wrong = client.post(page, {"do": "teach", "teach-name": "kick", "teach-hint": ""})
    assert wrong.status_code == 422
    hooked = client.post(page, {"do": "hook", "hook-address": "https://bot.example/", "hook-hears": "orders"})
    hook = Hook.objects.get(bot=bot)
    assert hooked["Location"] == f"/rooms/{kitchen.code}/hooks/{hook.pk}"

    for token in Token.objects.good():
        client.post(page, {"do": "take_token", "token": str(token.pk)})
    client.post(page, {"do": "unteach", "order": str(bot.orders.get().pk)})
    client.post(page, {"do": "retire"})
    assert not Token.objects.good().exists()
    assert not Hook.objects.exists()
    assert client.get(page).status_code == 404


def test_who_does_not_keep_the_room_sees_no_bots_page(
    client: Client, kitchen: Room, bot: Bot, ines: Account, karim: Account
) -> None:
    joining.join(room=kitchen, by=karim)
    hook = hooking.add_hook(bot=bot, by=ines, address="https://bot.example/")
    client.force_login(karim)
    for path in ("bots", f"bots/{bot.pk}", f"hooks/{hook.pk}", "watch"):
        assert client.get(f"/rooms/{kitchen.code}/{path}").status_code == 403, path
        assert client.post(f"/rooms/{kitchen.code}/{path}", {"do": "remove", "stop": "1"}).status_code == 403, path
    assert Hook.objects.exists()


def test_the_page_of_an_address_tells_what_became_of_deliveries(
    client: Client, kitchen: Room, bot: Bot, ines: Account
) -> None:
    hook = hooking.add_hook(bot=bot, by=ines, address="https://bot.example/")
    row = Delivery.objects.create(hook=hook, seq=7, kind="post", state="failed", status=500, attempts=10)
    client.force_login(ines)
    page = f"/rooms/{kitchen.code}/hooks/{hook.pk}"
    told = client.get(page).content.decode()
    assert hook.secret in told
    assert "post 7" in told
    client.post(page, {"do": f"again {row.pk}"})
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    client.post(page, {"do": "renew"})
    assert hook.secret not in client.get(page).content.decode()
    client.post(page, {"do": "off"})
    assert not Hook.objects.get().is_on
    client.post(page, {"do": "on"})
    assert Hook.objects.get().is_on
    assert client.post(page, {"do": "again nonsense"}).status_code == 404
    client.post(page, {"do": "remove"})
    assert not Hook.objects.exists()


def test_without_a_script_an_order_is_an_order(client: Client, kitchen: Room, ines: Account, karim: Account) -> None:
    client.force_login(ines)
    said = client.post(f"/rooms/{kitchen.code}/say", {"text": "/sujet On débarrasse"}, follow=True).content.decode()
    kitchen.refresh_from_db()
    assert kitchen.topic == "On débarrasse"
    assert "Voilà de quoi parle le salon" in said
    wrong = client.post(f"/rooms/{kitchen.code}/say", {"text": "/danse toute la nuit"})
    assert wrong.status_code == 422
    assert "/danse toute la nuit" in wrong.content.decode()
    client.post(f"/rooms/{kitchen.code}/say", {"text": "//sujet se dit ainsi"})
    assert [one.text for one in Message.objects.all()] == ["/sujet se dit ainsi"]
    client.force_login(karim)
    client.post(f"/rooms/{kitchen.code}/join")
    left = client.post(f"/rooms/{kitchen.code}/say", {"text": "/quitter"})
    assert left["Location"] == "/rooms"


def test_what_one_may_order_is_offered(client: Client, kitchen: Room, ines: Account, karim: Account) -> None:
    joining.join(room=kitchen, by=karim)
    client.force_login(ines)
    assert "expulser" in {one["name"] for one in client.get(f"/rooms/{kitchen.code}/orders.json").json()["orders"]}
    assert "kick" in {one["name"] for one in client.get(f"/en/rooms/{kitchen.code}/orders.json").json()["orders"]}
    client.force_login(karim)
    names = {one["name"] for one in client.get(f"/rooms/{kitchen.code}/orders.json").json()["orders"]}
    assert names == {"aide", "moi", "inviter", "quitter"}


def test_a_bot_is_shown_as_one(client: Client, kitchen: Room, bot: Bot) -> None:
    from bouquet.capabilities.messaging.actions import posting

    posting.post(room=kitchen, by=bot.account, text="Il pleut.")
    page = client.get(f"/rooms/{kitchen.code}").content.decode()
    assert re.search(r'data-part="bot">Robot<', page)
    assert bot.account.handle not in page


def test_what_is_no_video_of_the_network_is_not_watched_together(client: Client, kitchen: Room, ines: Account) -> None:
    client.force_login(ines)
    page = f"/rooms/{kitchen.code}/watch"
    assert client.get(page).status_code == 200
    refused = client.post(page, {"address": "https://example.org/v/abc"})
    assert refused.status_code == 422
    assert "https://example.org/v/abc" in refused.content.decode()
