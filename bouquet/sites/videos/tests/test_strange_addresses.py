"""Whatever stands in an address, it is answered: a page, "not found" or "not so", never a broken one."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.tests.making import video_of

# Nul, a superscript two and an Arabic three (digits to Python, and not to `int` or to us), half a letter, too much.
STRANGE = ["%00", "%C2%B2", "%D9%A3", "%F0", "-1", "9" * 30, "A" * 3000, "..%2F..%2Fetc%2Fpasswd", "[]", "'%22%3C"]
WHERE = [
    "/v/{}",
    "/v/{}/{}",
    "/v/CODE?t={}",
    "/v/CODE/{}",
    "/embed/CODE?t={}",
    "/embed/{}",
    "/@{}",
    "/@{}/feed",
    "/@ines?after={}&order={}",
    "/new?after={}",
    "/popular?after={}",
    "/tags/{}",
    "/tags/mer?after={}",
    "/categories/{}",
    "/categories/music?after={}&order=popular",
    "/search?q={}&page={}&category={}&length={}&date={}&sort={}",
    "/search/feed?q={}",
    "/suggestions?q={}",
    "/oembed?url={}&maxwidth={}&maxheight={}",
    "/oembed?url=http://{}",
    "/oembed?url=http://wideo.m6.localhost/v/CODE{}&maxwidth={}",
    "/oembed?url=HERE&maxwidth={}&maxheight={}",
    "/sitemap-videos-{}.xml",
    "/videos/CODE/qr.svg?t={}",
    "/videos/CODE/download/{}",
    "/studio?before={}",
    "/studio/likes?before={}",
    "/received?before={}",
    "/publish?reply={}",
    "/connexion/?next={}",
    "/connexion/?brand={}",
    "/personnes/{}/",
]


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("who", ["visitor", "member"])
def test_a_strange_address_is_answered(ines: Account, karim: Account, client: Client, where: str, who: str) -> None:
    video = video_of(ines, tags=("mer",))
    if who == "member":
        client.force_login(karim)
    for strange in STRANGE:
        here = f"http://wideo.m6.localhost/v/{video.code}"
        path = where.replace("CODE", video.code).replace("HERE", here).replace("{}", strange)
        # The test client raises what a visitor would see as a broken page.
        assert client.get(path).status_code in {200, 302, 400, 401, 403, 404}, path


@pytest.mark.parametrize(
    "strange",
    ["\x00", "²", "٣", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "9" * 400, "", "nan", "-1"],
)
def test_strange_words_in_a_form_are_answered(ines: Account, karim: Account, client: Client, strange: str) -> None:
    video, mine = video_of(ines), video_of(karim)
    client.force_login(karim)
    names = ("on", "to", "note", "seconds", "asset", "title", "choice", "publish_at", "category", "language", "licence",
             "visibility", "password", "tags", "description", "drop", "posts")  # fmt: skip
    words = dict.fromkeys(names, strange)
    for path in (
        f"/videos/{video.code}/like",
        f"/videos/{video.code}/send",
        f"/videos/{video.code}/position",
        f"/studio/{mine.code}",
        f"/studio/{mine.code}/poster",
        "/publish",
        "/publish/plain",
        "/studio/banner",
        "/@ines/follow",
    ):
        assert client.post(path, words).status_code in {200, 204, 302, 400, 404, 422}, path
