"""Who blocks whom sees nothing of them on the videos site; who is muted is not shown unasked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.actions import indexing, relating
from bouquet.sites.videos.models import Category, Video
from bouquet.sites.videos.subjects import VideoKind
from bouquet.sites.videos.tests.making import video_of

UNASKED = ["/", "/new", "/popular", "/tags/mer", "/categories/travel"]
ASKED = ["/search?q=dune", "/search?category=travel"]


@pytest.fixture
def dune(ines: Account) -> Video:
    video = video_of(ines, "La dune", tags=("mer",), category=Category.objects.get(key="travel"))
    indexing.index_video(video_id=video.pk)
    return video


@pytest.mark.parametrize("direction", ["author blocks", "author is blocked"])
def test_a_block_hides_the_page_the_channel_and_every_list_both_ways(
    dune: Video, ines: Account, lea: Account, client: Client, direction: str
) -> None:
    client.force_login(lea)
    pages = [dune.path, f"/videos/{dune.code}/qr.svg", "/@ines/about", "/@ines"]
    assert {client.get(path).status_code for path in pages} == {200}
    if direction == "author blocks":
        blocking.block(account=lea, by=ines)
    else:
        blocking.block(account=ines, by=lea)
    assert client.get(dune.path).status_code == 404
    assert client.post(f"/videos/{dune.code}/like", {"on": "1"}).status_code == 404
    for path in [*UNASKED, *ASKED]:
        assert dune.code not in client.get(path).content.decode(), path
    channel = client.get("/@ines")
    assert dune.code not in channel.content.decode()
    if direction == "author blocks":
        assert channel.status_code == 404
    else:
        assert 'action="/membres/ines/bloquer/"' in channel.content.decode()
    assert VideoKind().visible_to(lea, [dune.pk]) == set(), "nor can they speak under it"
    client.logout()
    assert client.get(dune.path).status_code == 200


def test_a_mute_hides_what_is_shown_unasked_and_nothing_else(
    dune: Video, ines: Account, lea: Account, client: Client
) -> None:
    client.force_login(lea)
    blocking.mute(account=ines, by=lea)
    for path in UNASKED:
        assert dune.code not in client.get(path).content.decode(), path
    for path in ["/search?q=dune", "/@ines", dune.path]:
        assert dune.code in client.get(path).content.decode(), path


def test_the_front_page_stays_whole_for_the_others(
    dune: Video, ines: Account, karim: Account, lea: Account, client: Client
) -> None:
    others = [video_of(karim, f"n° {number}") for number in range(3)]
    blocking.block(account=ines, by=lea)
    for member, sees in ((lea, False), (karim, True), (lea, False)):
        client.force_login(member)
        page = client.get("/").content.decode()
        assert (dune.code in page) is sees
        assert others[0].code in page


def test_nobody_unwelcome_stands_beside_the_player(
    dune: Video, ines: Account, karim: Account, lea: Account, client: Client
) -> None:
    other = video_of(karim, "La dune encore", tags=("mer",))
    relating.relate(video_id=other.pk)
    client.force_login(lea)
    assert dune.code in client.get(other.path).content.decode()
    blocking.mute(account=ines, by=lea)
    assert dune.code not in client.get(other.path).content.decode()
    client.logout()
    assert dune.code in client.get(other.path).content.decode()


def test_lists_cost_the_same_however_many_one_blocks(
    dune: Video, lea: Account, client: Client, ines: Account, karim: Account, marc: Account
) -> None:
    client.force_login(lea)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    count: Callable[[], list[int]] = lambda: [queries(path) for path in [*UNASKED, *ASKED]]  # noqa: E731
    before = count()
    for other in (karim, marc):
        blocking.block(account=other, by=lea)
    assert count() == before
