"""A browser made of test clients: one cookie jar per host, and redirects followed from host to host."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.foundation.brands.current import address_at
from bouquet.foundation.brands.network import Brand, Network

ACCOUNT_HOST, WIDEO, YOOTRIBE = "compte.m6.test", "wideo.test", "yootribe.test"
NETWORK = Network(
    name="M6",
    account_host=ACCOUNT_HOST,
    country="FR",
    time_zone="Europe/Paris",
    brands=(
        Brand(key="wideo", name="Wideo", hosts=(WIDEO,), theme="wideo", sites=("videos",)),
        Brand(key="yootribe", name="Yootribe", hosts=(YOOTRIBE, "www.yootribe.test"), theme="wideo", sites=("videos",)),
    ),
)
PASSWORD = "correct horse battery"


class Walker:
    """`get(host, path)` and `post(host, path, data)` return the last answer; `address` is where it came from."""

    def __init__(
        self, user_agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    ) -> None:
        self.user_agent = user_agent
        self.jars: dict[str, Client] = {}
        self.address = ""
        self.seen: list[str] = []

    def at(self, host: str) -> Client:
        """This browser's cookie jar for one host."""
        # The server's name is what browsers send as Host: the port with it.
        authority = urlsplit(address_at(host)).netloc
        return self.jars.setdefault(host, Client(HTTP_HOST=authority, HTTP_USER_AGENT=self.user_agent))

    def get(self, host: str, path: str, *, follow: bool = True) -> Any:
        return self._go(address_at(host, path), follow=follow)

    def post(self, host: str, path: str, data: dict[str, Any] | None = None, *, follow: bool = True) -> Any:
        self.address = address_at(host, path)
        answer = self.at(host).post(path, data or {})
        if follow and answer.status_code in {302, 303}:
            return self._go(urljoin(self.address, answer.headers["Location"]))
        return answer

    def sign_in(self, account: Account, *, next: str = "", password: str = PASSWORD) -> Any:
        """By e-mail address and password, at the account host."""
        self.get(ACCOUNT_HOST, "/connexion/")
        return self.post(ACCOUNT_HOST, "/connexion/", {"login": account.email, "password": password, "next": next})

    def whom(self, host: str) -> Account | None:
        """Who this host takes this browser for."""
        cookie = self.at(host).cookies.get("session")
        session = SignIn.objects.filter(sessions__session_key=cookie.value).first() if cookie else None
        answer = self.at(host).get("/deconnexion/")
        # The sign-out page asks back only when somebody is signed in.
        return session.account if session and answer.status_code == 200 else None

    def _go(self, address: str, *, follow: bool = True) -> Any:
        for _hop in range(40):
            self.address = address
            self.seen.append(address)
            parts = urlsplit(address)
            answer = self.at(parts.hostname or "").get(parts.path + (f"?{parts.query}" if parts.query else ""))
            if not follow or answer.status_code not in {301, 302, 303}:
                return answer
            address = urljoin(address, answer.headers["Location"])
        raise AssertionError(f"redirected for ever: {self.seen[-5:]}")
