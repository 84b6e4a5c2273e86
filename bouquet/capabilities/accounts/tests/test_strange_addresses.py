"""Whatever stands in an address of accounts, or in its forms, it is answered, never broken."""

from __future__ import annotations

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker

STRANGE = ["%00", "%C2%B2", "%F0", "-1", "9" * 30, "A" * 3000, "http://[]", "//evil.example", "%0D%0ASet-Cookie:a=b"]
WHERE = [
    (ACCOUNT_HOST, "/connexion/?next={}&brand={}"),
    (ACCOUNT_HOST, "/inscription/?next={}&brand={}"),
    (ACCOUNT_HOST, "/mot-de-passe/nouveau/1-{}/"),
    (ACCOUNT_HOST, "/mot-de-passe/nouveau/{}-set-password/"),
    (ACCOUNT_HOST, "/session/tour/?next={}"),
    (ACCOUNT_HOST, "/session/grant/?host={}&state={}"),
    (ACCOUNT_HOST, f"/session/grant/?host={WIDEO}&state={{}}"),
    (ACCOUNT_HOST, "/reglages/abonnes/?page={}"),
    (ACCOUNT_HOST, "/reglages/donnees/copie/{}/"),
    (ACCOUNT_HOST, "/membres/{}/"),
    (WIDEO, "/session/arrive/?ticket={}"),
    (WIDEO, "/deconnexion/?next={}"),
    (WIDEO, "/connexion/?next={}&brand={}"),
]


@pytest.mark.parametrize(("host", "path"), WHERE)
@pytest.mark.parametrize("who", ["visitor", "member"])
def test_a_strange_address_is_answered(ines: Account, walker: Walker, host: str, path: str, who: str) -> None:
    if who == "member":
        walker.sign_in(ines)
    for strange in STRANGE:
        answer = walker.get(host, path.replace("{}", strange), follow=False)
        assert answer.status_code in {200, 302, 400, 403, 404}, strange
        assert "evil" not in answer.headers.get("Location", "").partition("?")[0]
        assert "a" not in answer.cookies


@pytest.mark.parametrize("strange", ["\x00", "²", "9" * 400, "é" * 5000, "nan", "\u202e"])
@pytest.mark.parametrize(
    "path",
    ["/connexion/", "/inscription/", "/inscription/cle/", "/mot-de-passe/oublie/", "/reglages/profil/",
     "/reglages/profil/identifiant/", "/reglages/confidentialite/", "/deconnexion/"],
)  # fmt: skip
def test_strange_words_in_a_form_are_answered(ines: Account, walker: Walker, path: str, strange: str) -> None:
    if "reglages" in path:
        walker.sign_in(ines)
    names = ("login", "password", "email", "username", "display_name", "birth_date", "password1", "next", "bio",
             "country", "language", "time_zone", "handle", "is_private")  # fmt: skip
    answer = walker.post(ACCOUNT_HOST, path, dict.fromkeys(names, strange), follow=False)
    assert answer.status_code in {200, 302, 400, 403, 404, 422, 429}
