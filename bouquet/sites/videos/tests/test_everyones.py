"""A video for everybody is read once for all who watch it; what each may see and has done is asked each time."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.actions import liking, positions
from bouquet.sites.videos.models import State, Video, Visibility
from bouquet.sites.videos.tests.making import video_of
from bouquet.sites.videos.views.everyones import everyones

PRESSED = 'aria-pressed="true"'


def test_the_video_is_read_once(ines: Account) -> None:
    video = video_of(ines)
    first = everyones(video.code, AnonymousUser())
    with CaptureQueriesContext(connection) as queries:
        assert everyones(video.code, AnonymousUser()) is first
    assert len(queries) == 1


def test_what_is_closed_is_closed_at_once_though_nobody_was_told(ines: Account, lea: Account, client: Client) -> None:
    """Another machine's purge does not come here: the database is asked."""
    video = video_of(ines)
    client.force_login(lea)
    for change in ({"visibility": Visibility.PRIVATE}, {"visibility": Visibility.FOLLOWERS}, {"state": State.REMOVED}):
        Video.objects.filter(pk=video.pk).update(state=State.PUBLISHED, visibility=Visibility.PUBLIC)
        assert client.get(video.path).status_code == 200
        Video.objects.filter(pk=video.pk).update(**change)
        assert client.get(video.path).status_code == 404, change


def test_no_member_is_shown_what_another_has_done(ines: Account, karim: Account, lea: Account) -> None:
    video = video_of(ines, description="1:23 la vague")
    liking.like(video=video, by=karim)
    positions.remember(video=video, by=karim, seconds=7)
    his, hers = Client(HTTP_HOST="wideo.m6.localhost"), Client(HTTP_HOST="wideo.m6.localhost")
    his.force_login(karim)
    hers.force_login(lea)
    for _ in range(2):
        page = his.get(video.path).content.decode()
        assert PRESSED in page and 'data-player-start-value="7"' in page and karim.handle in page
        page = hers.get(video.path).content.decode()
        assert PRESSED not in page and 'data-player-start-value="0"' in page and karim.handle not in page


def test_a_video_for_few_is_never_kept(ines: Account, client: Client) -> None:
    video = video_of(ines, "Secret", visibility=Visibility.PRIVATE)
    client.force_login(ines)
    assert "Secret" in client.get(video.path).content.decode()
    assert everyones(video.code, AnonymousUser()) is None
    Video.objects.filter(pk=video.pk).update(title="Renommé")
    assert "Renommé" in client.get(video.path).content.decode()
