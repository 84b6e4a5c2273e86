"""One sign-in for unrelated domains: the walk, its tickets, and everything that must not work with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions import signing_in, touring
from bouquet.capabilities.accounts.models import Account, Session, SignIn, Ticket
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, YOOTRIBE, Walker
from bouquet.foundation.brands.current import address_at
from bouquet.foundation.brands.network import Brand, Network
from bouquet.foundation.clock import clock


def test_signing_in_from_one_brand_signs_in_on_the_other_and_comes_back(ines: Account, walker: Walker) -> None:
    answer = walker.get(WIDEO, "/connexion/?next=/membres/ines/")
    assert urlsplit(walker.address).hostname == ACCOUNT_HOST
    goal = answer.context["form"].initial.get("next") or parse_qs(urlsplit(walker.address).query)["next"][0]
    walker.sign_in(ines, next=goal)
    assert any(address == address_at(WIDEO, "/membres/ines/") for address in walker.seen)
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)] == [ines] * 3
    assert SignIn.objects.count() == 1


def test_it_works_the_other_way_round(ines: Account, walker: Walker) -> None:
    walker.get(YOOTRIBE, "/connexion/")
    walker.sign_in(ines, next=address_at(YOOTRIBE, "/membres/ines/"))
    assert walker.whom(WIDEO) == ines
    walker.post(WIDEO, "/deconnexion/", follow=False)
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)] == [None] * 3


def test_signing_out_of_one_brand_signs_out_of_all_at_once(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(YOOTRIBE, "/deconnexion/", follow=False)
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)] == [None] * 3
    assert not Session.objects.filter(sign_in__account=ines).exists()


def test_the_other_device_stays_signed_in(ines: Account, walker: Walker, new_walker: Callable[..., Walker]) -> None:
    phone = new_walker("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1")
    walker.sign_in(ines)
    phone.sign_in(ines)
    walker.post(WIDEO, "/deconnexion/", follow=False)
    assert walker.whom(YOOTRIBE) is None
    assert phone.whom(WIDEO) == ines


def test_a_brand_whose_cookie_is_gone_signs_in_again_without_asking(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.at(YOOTRIBE).cookies.clear()
    assert walker.whom(YOOTRIBE) is None
    walker.get(YOOTRIBE, "/connexion/?next=/membres/ines/")
    assert not any("/connexion/" in address and address == walker.address for address in walker.seen)
    assert walker.whom(YOOTRIBE) == ines
    assert SignIn.objects.count() == 1


def test_the_walk_visits_many_brands_in_legs_that_browsers_follow(ines: Account, settings: Any, walker: Walker) -> None:
    brands = tuple(
        Brand(
            key=f"brand{number}",
            name=f"Brand {number}",
            hosts=(f"brand{number}.test",),
            theme="wideo",
            sites=("videos",),
        )
        for number in range(12)
    )
    settings.BOUQUET_NETWORK = Network("M6", ACCOUNT_HOST, "FR", "Europe/Paris", brands)
    settings.ALLOWED_HOSTS = list(settings.BOUQUET_NETWORK.hosts)
    settings.BOUQUET_ORIGINS = [address_at(host, "") for host in settings.BOUQUET_NETWORK.hosts]
    hops = 0
    answer = walker.sign_in(ines, next=address_at("brand3.test", "/membres/ines/"))
    for _leg in range(9):
        hops, begun = len(walker.seen), hops
        # Fetch §4.4: a browser gives up after 20 redirects in a row.
        assert hops - begun <= 20
        onward = answer.context and answer.context.get("onward")
        if not onward:
            break
        parts = urlsplit(onward)
        answer = walker.get(parts.hostname or "", parts.path)
    assert all(walker.whom(f"brand{number}.test") == ines for number in range(12))


def test_every_host_has_a_session_key_of_its_own(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    keys = {walker.at(host).cookies["session"].value for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)}
    assert len(keys) == 3


def test_an_english_member_lands_on_the_english_address(ines: Account, walker: Walker) -> None:
    Account.objects.filter(pk=ines.pk).update(language="en")
    walker.sign_in(ines, next=address_at(WIDEO, "/membres/ines/"))
    assert address_at(WIDEO, "/en/membres/ines/") in walker.seen
    assert address_at(WIDEO, "/membres/ines/") not in walker.seen


# What must not work.


def _ticket_for(walker: Walker, account: Account, host: str = WIDEO) -> tuple[str, str]:
    """A ticket that was granted to this browser at `host` and not used yet, and its state."""
    walker.sign_in(account)
    come = walker.at(host).get("/session/come/")
    grant = urlsplit(come.headers["Location"])
    granted = walker.at(ACCOUNT_HOST).get(f"{grant.path}?{grant.query}")
    ticket = parse_qs(urlsplit(granted.headers["Location"]).query)["ticket"][0]
    return ticket, walker.at(host).cookies["session_state"].value


def test_a_ticket_is_good_once(ines: Account, walker: Walker) -> None:
    ticket, state = _ticket_for(walker, ines)
    assert walker.at(WIDEO).get(f"/session/arrive/?ticket={ticket}").status_code == 302
    thief = Client(HTTP_HOST=WIDEO)
    thief.cookies["session_state"] = state
    assert thief.get(f"/session/arrive/?ticket={ticket}").status_code == 400
    assert "session" not in thief.cookies


def test_a_ticket_sent_to_somebody_else_does_not_sign_them_in(
    ines: Account, walker: Walker, new_walker: Callable[..., Walker]
) -> None:
    """Login CSRF: Léa must not be made to publish as Inès by following a link."""
    ticket, _state = _ticket_for(walker, ines)
    victim = new_walker()
    answer = victim.get(WIDEO, f"/session/arrive/?ticket={ticket}")
    assert answer.status_code == 400
    assert victim.whom(WIDEO) is None
    victim.at(WIDEO).get("/session/come/")
    assert victim.get(WIDEO, f"/session/arrive/?ticket={ticket}").status_code == 400
    assert victim.whom(WIDEO) is None


def test_a_stolen_ticket_is_worth_nothing_without_the_state(ines: Account, walker: Walker) -> None:
    ticket, _state = _ticket_for(walker, ines)
    for cookie in (None, "", "guess"):
        thief = Client(HTTP_HOST=WIDEO)
        if cookie is not None:
            thief.cookies["session_state"] = cookie
        assert thief.get(f"/session/arrive/?ticket={ticket}").status_code == 400
    # And it still serves the browser it was made for.
    assert walker.at(WIDEO).get(f"/session/arrive/?ticket={ticket}").status_code == 302


def test_a_ticket_of_one_host_is_refused_at_another(ines: Account, walker: Walker) -> None:
    ticket, state = _ticket_for(walker, ines, WIDEO)
    other = Client(HTTP_HOST=YOOTRIBE)
    other.cookies["session_state"] = state
    assert other.get(f"/session/arrive/?ticket={ticket}").status_code == 400


def test_a_ticket_grows_old_in_a_minute(ines: Account, walker: Walker, travel: Callable[[timedelta], Any]) -> None:
    ticket, _state = _ticket_for(walker, ines)
    with travel(timedelta(seconds=61)):
        assert walker.at(WIDEO).get(f"/session/arrive/?ticket={ticket}").status_code == 400


def test_a_ticket_dies_with_its_sign_in(ines: Account, walker: Walker) -> None:
    ticket, _state = _ticket_for(walker, ines)
    signing_in.end_all(ines)
    assert walker.at(WIDEO).get(f"/session/arrive/?ticket={ticket}").status_code == 400


def test_the_table_holds_neither_tickets_nor_states(ines: Account, walker: Walker) -> None:
    ticket, state = _ticket_for(walker, ines)
    row = Ticket.objects.get()
    assert ticket not in str(vars(row))
    assert state not in str(vars(row))


def test_two_requests_with_one_ticket_sign_in_once(ines: Account) -> None:
    sign_in = signing_in.begin(account=ines, user_agent="", address=None)
    ticket = touring.make_ticket(sign_in=sign_in, host=WIDEO, state="s", next_address="/")
    touring.take_ticket(ticket, host=WIDEO, state="s")
    with pytest.raises(touring.TicketRefused):
        touring.take_ticket(ticket, host=WIDEO, state="s")


def test_tickets_stay_out_of_caches_and_referers(ines: Account, walker: Walker) -> None:
    ticket, _state = _ticket_for(walker, ines)
    hops = [
        walker.at(WIDEO).get("/session/come/"),
        walker.at(ACCOUNT_HOST).get(f"/session/grant/?host={WIDEO}&state=x"),
        walker.at(WIDEO).get(f"/session/arrive/?ticket={ticket}"),
        walker.at(WIDEO).get("/session/arrive/?ticket=wrong"),
    ]
    for hop in hops:
        assert "no-store" in hop.headers["Cache-Control"]
        assert hop.headers["Referrer-Policy"] == "no-referrer"


def test_the_state_is_kept_from_scripts_and_from_other_sites(walker: Walker) -> None:
    cookie = walker.at(WIDEO).get("/session/come/").cookies["session_state"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/session/"


@pytest.mark.parametrize("host", ["evil.example", ACCOUNT_HOST, "", "wideo.test.evil.example"])
def test_no_ticket_is_granted_for_a_host_outside_the_brands(ines: Account, walker: Walker, host: str) -> None:
    walker.sign_in(ines)
    Ticket.objects.all().delete()
    assert walker.at(ACCOUNT_HOST).get(f"/session/grant/?host={host}&state=s").status_code == 400
    assert not Ticket.objects.exists()


def test_nobody_gets_a_ticket_without_being_signed_in(db: None, walker: Walker) -> None:
    walker.get(WIDEO, "/session/come/")
    assert not Ticket.objects.exists()
    assert walker.whom(WIDEO) is None


def test_the_walks_own_doors_stand_on_the_right_hosts(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    for path in ("/session/come/", "/session/arrive/"):
        assert walker.at(ACCOUNT_HOST).get(path).status_code == 404
    for path in ("/session/grant/", "/session/tour/"):
        moved = walker.at(WIDEO).get(path)
        assert moved.status_code == 302
        assert urlsplit(moved.headers["Location"]).hostname == ACCOUNT_HOST


def test_a_session_prepared_beforehand_is_dropped_on_arrival(ines: Account, walker: Walker) -> None:
    """Session fixation: a key somebody else knows must never become a signed-in one."""
    planted = {}
    for host in (WIDEO, ACCOUNT_HOST):
        store = Session.get_session_store_class()()
        store["bait"] = "1"
        store.save()
        planted[host] = store.session_key
        walker.at(host).cookies["session"] = str(store.session_key)
    walker.sign_in(ines)
    for host, key in planted.items():
        assert walker.at(host).cookies["session"].value != key
        assert not Session.objects.filter(session_key=key).exists()


def test_a_brands_session_cannot_be_used_to_grant_tickets(ines: Account, walker: Walker) -> None:
    """Only the account host's own cookie speaks there; a brand's page never holds it."""
    walker.sign_in(ines)
    brand_only = Client(HTTP_HOST=ACCOUNT_HOST)
    assert brand_only.get(f"/session/grant/?host={WIDEO}&state=s").headers["Location"] == address_at(WIDEO)


def test_another_account_takes_the_place_of_the_first(ines: Account, karim: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.at(ACCOUNT_HOST).cookies.clear()
    walker.sign_in(karim)
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)] == [karim] * 3


def test_sign_out_needs_the_forms_token(ines: Account) -> None:
    client = Client(HTTP_HOST=WIDEO, enforce_csrf_checks=True)
    client.force_login(ines)
    assert client.post("/deconnexion/").status_code == 403
    assert SignIn.objects.open().filter(account=ines).exists()


def test_a_suspended_member_is_out_everywhere_at_once(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    Account.objects.filter(pk=ines.pk).update(is_active=False)
    assert walker.at(WIDEO).get("/deconnexion/").status_code == 302


def test_an_expired_session_signs_nobody_in(ines: Account, walker: Walker, travel: Callable[[timedelta], Any]) -> None:
    walker.sign_in(ines)
    with travel(timedelta(days=61)):
        assert walker.whom(WIDEO) is None


def test_using_the_network_keeps_one_signed_in(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    key = walker.at(WIDEO).cookies["session"].value
    soon = clock.now() + timedelta(days=3)
    Session.objects.filter(session_key=key).update(expire_date=soon)
    walker.get(WIDEO, "/deconnexion/")
    assert Session.objects.get(session_key=key).expire_date > soon + timedelta(days=50)


def test_old_sessions_tickets_and_sign_ins_are_forgotten(
    ines: Account, walker: Walker, travel: Callable[[timedelta], Any]
) -> None:
    walker.sign_in(ines)
    with travel(timedelta(days=100)):
        signing_in.forget_the_old()
    assert not Session.objects.exists()
    assert not SignIn.objects.exists()
