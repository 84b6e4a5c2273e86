"""What people type cannot break a feed, speak for the house or pass for something else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Asset
from bouquet.sites.videos.actions import drafting, editing, sending
from bouquet.sites.videos.actions.editing import Details
from bouquet.sites.videos.engine.xml import written
from bouquet.sites.videos.models import Video, Visibility
from bouquet.sites.videos.tests.making import asset_of, video_of

Committed = Callable[[], AbstractContextManager[None]]
HOSTILE = "\x01\x08\x1b\ufffe\uffff<script>alert(1)</script>&\"'\u202e"


@given(st.text(), st.text())
def test_any_words_make_a_document_that_can_be_read(text: str, attribute: str) -> None:
    root = ElementTree.Element("rss", name=attribute)
    ElementTree.SubElement(root, "title").text = text
    # Lone surrogates are no characters; everything else that is typed may come.
    ElementTree.fromstring(written(root))


def test_no_video_spoils_what_machines_read(ines: Account, client: Client) -> None:
    Account.objects.filter(pk=ines.pk).update(display_name=HOSTILE[:60], bio=HOSTILE)
    video = video_of(ines)
    # Past every form, as an older row may be.
    Video.objects.filter(pk=video.pk).update(
        title=HOSTILE, teaser=HOSTILE, tag_list=[{"slug": "mer", "name": HOSTILE}], description=HOSTILE
    )
    here = f"http://wideo.m6.localhost:8000/v/{video.code}"
    for path in ("/feed", "/@ines/feed", "/sitemap-videos-1.xml", f"/oembed?format=xml&url={here}"):
        ElementTree.fromstring(client.get(path).content)


@pytest.mark.parametrize(
    "path", ["/", "/@ines", "/@ines/about", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "VIDEO", "EMBED"]
)
def test_no_words_become_a_script(ines: Account, client: Client, path: str) -> None:
    Account.objects.filter(pk=ines.pk).update(display_name=HOSTILE[:60], bio=HOSTILE)
    video = video_of(ines, HOSTILE, description=HOSTILE, tags=(HOSTILE,))
    page = client.get({"VIDEO": video.path, "EMBED": f"/embed/{video.code}"}.get(path, path)).content.decode()
    assert "<script>alert" not in page
    assert "alert" in page or path == "/@ines/about" or path == "/@ines"


def test_a_title_and_its_tags_are_readable_lines(ines: Account) -> None:
    video = video_of(ines)
    details = Details(title="La\u202e plage\x08\n au\x01 soir ", tags=("mer\u202e\x01 bleue",))
    editing.edit(video=video, by=ines, details=details)
    video.refresh_from_db()
    assert video.title == "La plage au soir"
    assert video.tag_list == [{"slug": "mer-bleue", "name": "mer bleue"}]


def test_the_name_of_a_file_cannot_end_a_line(ines: Account) -> None:
    asset = asset_of(ines, title_hint="Vacances\r\nBcc: tous@example.org")
    assert drafting.draft_from(asset=asset).title == "Vacances Bcc: tous@example.org"


@pytest.fixture
def letter(ines: Account, karim: Account, committed: Committed, work_off: Callable[[], None]) -> Callable[..., str]:
    """Inès sends Karim a video with a word; what the mail says, subject and HTML too."""

    def write(video: Video, note: str = "", *, before: Callable[[], object] = lambda: None) -> str:
        with committed():
            sending.send(video=video, by=ines, to=karim, note=note)
        before()
        work_off()
        return "\n".join(f"{sent.subject}\n{sent.body}\n{getattr(sent, 'alternatives', '')}" for sent in mail.outbox)

    return write


def test_a_word_with_a_video_makes_no_button_in_a_mail_of_ours(ines: Account, letter: Callable[..., str]) -> None:
    text = letter(video_of(ines), "Bonjour\n\nConfirmez votre adresse :\nhttps://evil.example/\n\n    123 456")
    assert "evil.example" in text
    assert 'href="https://evil.example' not in text
    assert "    123 456" not in text


def test_a_mail_says_no_more_than_the_door_of_a_video(ines: Account, letter: Callable[..., str]) -> None:
    video = video_of(ines, "Zanzibar", visibility=Visibility.PASSWORD, password="sésame")
    text = letter(video)
    assert f"/v/{video.code}" in text
    assert "anzibar" not in text


def test_nothing_is_mailed_of_a_video_that_was_hidden_meanwhile(ines: Account, letter: Callable[..., str]) -> None:
    video = video_of(ines)
    secret = Details(title="Secret", visibility=Visibility.PRIVATE)
    assert letter(video, before=lambda: editing.edit(video=video, by=ines, details=secret)) == ""


def test_what_is_ready_is_not_made_again_and_again(ines: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(ines)
    client.post(f"/studio/{video.code}/retry")
    video.asset.refresh_from_db()
    assert video.asset.state == Asset.State.READY
    Asset.objects.filter(pk=video.asset_id).update(state=Asset.State.FAILED, playable_at=None)
    client.post(f"/studio/{video.code}/retry")
    video.asset.refresh_from_db()
    assert video.asset.state == Asset.State.RECEIVED
