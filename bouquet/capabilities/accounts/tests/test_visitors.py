"""What a visit costs: nothing for strangers, one query for members."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from bouquet.capabilities.accounts.models import Account, Session
from bouquet.capabilities.accounts.models.signin import SessionStore
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker
from bouquet.capabilities.accounts.views.middleware import SignedInMiddleware
from bouquet.foundation.brands.current import address_at


@pytest.mark.parametrize("path", ["/membres/ines/", "/deconnexion/", "/connexion/", "/nulle-part/"])
def test_a_stranger_gets_no_cookie_on_a_brands_pages(ines: Account, path: str) -> None:
    client = Client(HTTP_HOST=WIDEO)
    client.get(path)
    assert not client.cookies
    assert not Session.objects.exists()


def test_reading_the_sign_in_page_makes_no_session(db: None) -> None:
    client = Client(HTTP_HOST=ACCOUNT_HOST)
    assert client.get("/connexion/").status_code == 200
    assert set(client.cookies) == {"csrftoken"}
    assert not Session.objects.exists()


def test_a_member_is_recognised_with_one_query(ines: Account, django_assert_num_queries: Any) -> None:
    client = Client(HTTP_HOST=WIDEO)
    client.force_login(ines)
    request = RequestFactory().get("/")
    request.session = Session.get_session_store_class()(client.cookies["session"].value)
    SignedInMiddleware(lambda _request: HttpResponse()).process_request(request)
    with django_assert_num_queries(1):
        assert request.user == ines
        assert request.user.display_name == "Inès"


def test_a_stranger_costs_no_query(db: None, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    request.session = Session.get_session_store_class()()
    SignedInMiddleware(lambda _request: HttpResponse()).process_request(request)
    with django_assert_num_queries(0):
        assert request.user == AnonymousUser()


def test_a_dead_sessions_cookie_is_taken_away(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    Session.objects.all().delete()
    answer = walker.at(WIDEO).get("/deconnexion/")
    assert answer.cookies["session"].value == ""


def test_a_session_signs_its_member_in_until_they_sign_out(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    key = walker.at(WIDEO).cookies["session"].value
    found = SessionStore(key).sign_in
    assert found is not None and found.account == ines
    assert SessionStore("").sign_in is None
    assert SessionStore("somethingelse").sign_in is None
    walker.post(WIDEO, "/deconnexion/", follow=False)
    assert SessionStore(key).sign_in is None


def test_pages_of_sites_are_not_shown_on_the_account_host(db: None) -> None:
    answer = Client(HTTP_HOST=ACCOUNT_HOST).get("/", headers={"Cookie": "brand=yootribe"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address_at("yootribe.test"))


def test_account_pages_wear_the_brand_one_came_from(db: None, walker: Walker) -> None:
    page = walker.get("yootribe.test", "/connexion/")
    assert page.context["brand"].key == "yootribe"
    assert walker.get(ACCOUNT_HOST, "/mot-de-passe/oublie/").context["brand"].key == "yootribe"


def test_account_pages_are_kept_by_nobody(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    for path in ("/connexion/", "/reglages/profil/", "/reglages/securite/", "/reglages/donnees/"):
        assert "no-store" in walker.at(ACCOUNT_HOST).get(path).headers["Cache-Control"]


def test_a_form_posted_to_a_brand_is_not_carried_to_the_account_host(db: None) -> None:
    assert Client(HTTP_HOST=WIDEO).post("/connexion/", {"login": "x", "password": "y"}).status_code == 404
