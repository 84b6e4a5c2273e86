"""People exchange videos: like, follow, send, reply, share, embed, download."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.actions import drafting, editing, positions, publishing, sending
from bouquet.sites.videos.actions.editing import Details
from bouquet.sites.videos.models import Like, Sending, State, Video, Visibility, WatchPosition
from bouquet.sites.videos.tests.making import asset_of, video_of

Committed = Callable[[], AbstractContextManager[None]]
HX: Any = {"HTTP_HX_REQUEST": "true"}


def test_a_like_counts_once_and_can_be_taken_back(ines: Account, karim: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(karim)
    for _ in range(2):
        answer = client.post(f"/videos/{video.code}/like", {"on": "1"}, **HX)
    assert 'aria-pressed="true"' in answer.content.decode()
    video.refresh_from_db()
    assert video.likes_count == 1
    assert client.post(f"/videos/{video.code}/like", {"on": "0"}).headers["Location"] == video.path
    video.refresh_from_db()
    assert video.likes_count == 0 and not Like.objects.exists()


def test_a_visitor_is_asked_to_sign_in(ines: Account, client: Client) -> None:
    video = video_of(ines)
    for path in ("like", "send", "position"):
        answer = client.post(f"/videos/{video.code}/{path}", {"on": "1"})
        assert answer.status_code == 302 and "connexion" in answer.headers["Location"]


def test_forms_need_their_token(ines: Account, karim: Account) -> None:
    video = video_of(ines)
    client = Client(HTTP_HOST="wideo.m6.localhost", enforce_csrf_checks=True)
    client.force_login(karim)
    for path in (
        f"/videos/{video.code}/like",
        f"/videos/{video.code}/send",
        "/@ines/follow",
        "/publish",
        "/publish/plain",
    ):
        assert client.post(path, {"on": "1"}).status_code == 403, path


def test_follow_an_author(ines: Account, karim: Account, client: Client) -> None:
    client.force_login(karim)
    assert 'aria-pressed="true"' in client.post("/@ines/follow", {"on": "1"}, **HX).content.decode()
    assert karim.follows(ines)
    client.post("/@ines/follow", {"on": "0"})
    assert not karim.follows(ines)


def test_a_private_account_is_asked_first(ines: Account, karim: Account, client: Client) -> None:
    Account.objects.filter(pk=ines.pk).update(is_private=True)
    client.force_login(karim)
    assert "Demande envoyée" in client.post("/@ines/follow", {"on": "1"}, **HX).content.decode()
    assert not karim.follows(ines)


def test_what_those_i_follow_made_is_on_my_home(ines: Account, karim: Account, client: Client) -> None:
    video = video_of(ines, "Entre nous", visibility=Visibility.FOLLOWERS)
    client.force_login(karim)
    assert video.title not in client.get("/").content.decode()
    following.follow(account=ines, by=karim)
    assert video.title in client.get("/").content.decode()


def test_a_video_is_sent_with_a_word_and_an_e_mail(
    ines: Account, karim: Account, lea: Account, client: Client, committed: Committed, work_off: Callable[[], None]
) -> None:
    video = video_of(ines, "La mer")
    client.force_login(karim)
    with committed():
        answer = client.post(f"/videos/{video.code}/send", {"to": "@Lea", "note": "Pour toi"}, **HX)
    assert "Envoyée à" in answer.content.decode()
    work_off()
    assert [message.to for message in mail.outbox] == [["lea@example.org"]]
    assert "Karim" in mail.outbox[0].subject and "La mer" in mail.outbox[0].subject
    assert "Pour toi" in mail.outbox[0].body and video.code in mail.outbox[0].body
    client.force_login(lea)
    first, second = (client.get("/received").content.decode() for _ in range(2))
    assert "Pour toi" in first and "La mer" in first and "Non vue" in first
    assert "Non vue" not in second
    assert not Sending.objects.unread().exists()


def test_an_unlisted_video_is_sent_with_its_address(ines: Account, lea: Account) -> None:
    sending.send(video=video_of(ines, visibility=Visibility.UNLISTED), by=ines, to=lea)
    assert Sending.objects.received_by(lea).count() == 1


@pytest.mark.parametrize(("visibility", "why"), [("private", "privée"), ("followers", "abonnés")])
def test_what_the_other_may_not_watch_is_not_sent(
    ines: Account, lea: Account, client: Client, visibility: str, why: str
) -> None:
    video = video_of(ines, visibility=visibility)
    client.force_login(ines)
    answer = client.post(f"/videos/{video.code}/send", {"to": "lea"}, **HX)
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not Sending.objects.exists()


def test_nobody_sends_to_nobody_nor_to_themselves(ines: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(ines)
    for handle in ("personne", "ines"):
        assert client.post(f"/videos/{video.code}/send", {"to": handle}).status_code == 422


def test_twenty_sendings_an_hour_are_enough(
    ines: Account, karim: Account, travel: Callable[[timedelta], AbstractContextManager[None]]
) -> None:
    for _ in range(sending.MOST_PER_HOUR):
        sending.send(video=video_of(ines), by=ines, to=karim)
    with pytest.raises(sending.SentTooMuch):
        sending.send(video=video_of(ines), by=ines, to=karim)
    with travel(timedelta(hours=2)):
        sending.send(video=video_of(ines), by=ines, to=karim)


def test_a_sent_video_that_went_private_shows_nothing(ines: Account, lea: Account, client: Client) -> None:
    video = video_of(ines, "La mer")
    sending.send(video=video, by=ines, to=lea)
    Video.objects.update(visibility=Visibility.PRIVATE)
    client.force_login(lea)
    text = client.get("/received").content.decode()
    assert "La mer" not in text and video.code not in text and "n’est plus là" in text


def test_a_reply_shows_below_the_original_and_leads_back(ines: Account, karim: Account, client: Client) -> None:
    original = video_of(ines, "Question")
    asset = asset_of(karim, purpose=f"{drafting.REPLY}{original.code}")
    reply = drafting.draft_from(asset=asset)
    assert reply.reply_to == original
    assert "plage.mp4" not in client.get(original.path).content.decode()
    publishing.publish(video=reply, by=karim)
    original.refresh_from_db()
    assert original.replies_count == 1
    assert reply.code in client.get(original.path).content.decode()
    assert "Question" in client.get(reply.path).content.decode()
    assert reply.code in client.get("/@karim/replies").content.decode()
    assert reply.code not in client.get("/@karim").content.decode()


def test_nobody_replies_to_what_they_may_not_see(ines: Account, karim: Account, client: Client) -> None:
    original = video_of(ines, visibility=Visibility.PRIVATE)
    client.force_login(karim)
    assert client.get(f"/publish/plain?reply={original.code}").status_code == 404
    reply = drafting.draft_from(asset=asset_of(karim, purpose=f"{drafting.REPLY}{original.code}"))
    assert reply.reply_to is None


def test_watching_goes_on_where_it_stopped(ines: Account, karim: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(karim)
    assert client.post(f"/videos/{video.code}/position", {"seconds": "33.4"}).status_code == 204
    assert 'data-player-start-value="33"' in client.get(video.path).content.decode()
    assert 'data-player-start-value="7"' in client.get(f"{video.path}?t=7").content.decode()
    client.post(f"/videos/{video.code}/position", {"seconds": "59.5"})
    assert not WatchPosition.objects.exists()


@pytest.mark.parametrize("seconds", ["", "x", "nan", "inf", "-3"])
def test_nonsense_is_no_position(ines: Account, karim: Account, client: Client, seconds: str) -> None:
    video = video_of(ines)
    client.force_login(karim)
    assert client.post(f"/videos/{video.code}/position", {"seconds": seconds}).status_code == 400


def test_the_start_of_a_video_is_not_remembered(ines: Account, karim: Account) -> None:
    positions.remember(video=video_of(ines), by=karim, seconds=2)
    assert not WatchPosition.objects.exists()


def test_a_password_opens_one_video_in_one_browser(ines: Account, client: Client) -> None:
    video = video_of(ines, "Fête", visibility=Visibility.PASSWORD, password="sésame")
    other = video_of(ines, "Autre", visibility=Visibility.PASSWORD, password="sésame")
    door = client.get(video.path).content.decode()
    assert 'name="password"' in door and "Fête" not in door
    assert client.post(f"/videos/{video.code}/unlock", {"password": "faux"}).status_code == 422
    assert client.post(f"/videos/{video.code}/unlock", {"password": "sésame"}).headers["Location"] == video.path
    assert "Fête" in client.get(video.path).content.decode()
    assert client.get(video.path)["Cache-Control"] == "private, no-store"
    assert "Autre" not in client.get(other.path).content.decode()
    assert "Fête" not in Client(HTTP_HOST="wideo.m6.localhost").get(video.path).content.decode()


def test_passwords_cannot_be_tried_for_ever(ines: Account, client: Client) -> None:
    video = video_of(ines, visibility=Visibility.PASSWORD, password="sésame")
    for _ in range(10):
        client.post(f"/videos/{video.code}/unlock", {"password": "faux"})
    answer = client.post(f"/videos/{video.code}/unlock", {"password": "sésame"})
    assert answer.status_code == 422 and "dix minutes" in answer.content.decode()


def test_downloads_are_the_author_s_to_give(ines: Account, client: Client) -> None:
    video = video_of(ines, "La mer")
    path = f"/videos/{video.code}/download/360p"
    assert client.get(path).status_code == 403
    assert path not in client.get(video.path).content.decode()
    editing.edit(video=video, by=ines, details=Details(title=video.title, allows_download=True))
    assert path in client.get(video.path + "?").content.decode()
    assert client.get(path).headers["Location"].endswith("/360p.mp4?download=la-mer-360p.mp4")
    assert client.get(f"/videos/{video.code}/download/4320p").status_code == 404


def test_the_embed_is_light_and_may_be_framed(ines: Account, client: Client) -> None:
    video = video_of(ines)
    answer = client.get(f"/embed/{video.code}")
    assert "X-Frame-Options" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "'unsafe" not in policy and "form-action 'none'" in policy
    assert client.get(video.path).headers["X-Frame-Options"] == "DENY"
    assert "<form" not in answer.content.decode().replace('<form method="dialog">', "")


def test_an_author_can_forbid_embedding(ines: Account, client: Client) -> None:
    video = video_of(ines, allows_embedding=False)
    assert client.get(f"/embed/{video.code}").status_code == 404
    assert client.get("/oembed", {"url": f"http://wideo.m6.localhost{video.path}"}).status_code == 401
    assert "oembed" not in client.get(video.path).content.decode()


def test_a_link_unfolds_by_oembed(ines: Account, client: Client) -> None:
    video = video_of(ines, "Chat & <chien>")
    page = client.get(video.path).content.decode()
    assert 'type="application/json+oembed"' in page and 'type="text/xml+oembed"' in page
    url = f"http://wideo.m6.localhost{video.path}"
    values = client.get("/oembed", {"url": url, "maxwidth": "480"}).json()
    assert (values["type"], values["version"], values["title"]) == ("video", "1.0", "Chat & <chien>")
    assert (values["width"], values["height"]) == (480, 270)
    assert f"/embed/{video.code}" in values["html"] and "<chien>" not in values["html"]
    tall = client.get("/oembed", {"url": url, "maxheight": "90"}).json()
    assert (tall["width"], tall["height"]) == (160, 90)
    root = ElementTree.fromstring(client.get("/oembed", {"url": url, "format": "xml"}).content)
    assert root.findtext("title") == "Chat & <chien>"
    assert client.get("/oembed", {"url": url, "format": "yaml"}).status_code == 501
    for foreign in ("http://evil.example/v/" + video.code, "nonsense", "", f"http://wideo.m6.localhost/@{video.code}"):
        assert client.get("/oembed", {"url": foreign}).status_code == 404


def test_machines_read_what_the_video_is(ines: Account, client: Client) -> None:
    video = video_of(ines, "</script><script>alert(1)</script>", description="La mer", tags=("été",))
    page = client.get(video.path).content.decode()
    assert "<script>alert(1)" not in page
    found = page.split('<script type="application/ld+json"')[1].split(">", 1)[1].split("</script>")[0]
    values = json.loads(found)
    assert (values["@type"], values["duration"]) == ("VideoObject", "PT1M0S")
    assert values["name"] == video.title
    for mark in ('property="og:video"', 'name="twitter:player"', 'property="og:image"'):
        assert mark in page


def test_the_link_as_a_picture(ines: Account, client: Client) -> None:
    video = video_of(ines)
    answer = client.get(f"/videos/{video.code}/qr.svg?t=12")
    assert answer["Content-Type"] == "image/svg+xml" and b"<path" in answer.content
    assert answer.content != client.get(f"/videos/{video.code}/qr.svg").content


def test_a_draft_offers_nothing_to_others(ines: Account, lea: Account, client: Client) -> None:
    video = video_of(ines, state=State.DRAFT)
    client.force_login(lea)
    assert client.get(video.path).status_code == 404
    with pytest.raises(sending.CannotBeSent):
        sending.send(video=video, by=ines, to=lea)
