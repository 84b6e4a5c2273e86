"""Mails: text and HTML say the same; the demo keeps them on a page."""

from __future__ import annotations

from importlib import import_module, reload
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches
from django.utils.translation import override

from bouquet.foundation.mail import mailbox
from bouquet.foundation.mail.composing import Part, compose, parts_of, send

TEXT = "Bonjour,\n\nConfirmer :\nhttps://compte.example/c/1\n\n    482-913\n\nÀ bientôt <b>toi</b> & moi."


def test_a_text_has_paragraphs_buttons_and_codes() -> None:
    assert parts_of(TEXT) == [
        Part("Bonjour,"),
        Part("Confirmer", address="https://compte.example/c/1"),
        Part("482-913", is_code=True),
        Part("À bientôt <b>toi</b> & moi."),
    ]


def test_html_and_text_say_the_same_and_markup_is_shown_as_typed() -> None:
    with override("fr"):
        message = compose(subject="Un\nsujet", text=TEXT, to=["a@example.org"])
    html = str(message.alternatives[0][0])
    assert message.subject == "Un sujet"
    assert '<html lang="fr">' in html
    assert 'href="https://compte.example/c/1"' in html
    assert "À bientôt &lt;b&gt;toi&lt;/b&gt; &amp; moi." in html
    assert "https://compte.example/c/1" in str(message.body)
    assert "    482-913" in str(message.body)


def test_a_mail_may_be_a_list_with_small_print_below() -> None:
    text = "· Karim <3 replied\nhttps://w.example/1\n\n· Léa replied\nhttps://w.example/2"
    message = compose(subject="Two", text=text, to=["a@example.org"], foot="Why?\n\nStop:\nhttps://w.example/stop")
    body, html = str(message.body), str(message.alternatives[0][0])
    assert body.split("\n-- \n") == [f"{text}\n", "Why?\n\nStop\nhttps://w.example/stop\n"]
    assert html.count('class="line"') == 2
    assert 'class="button"' not in html, "a list is not a row of buttons"
    assert "Karim &lt;3 replied</a>" in html
    assert html.index("https://w.example/2") < html.index("Why?") < html.index("https://w.example/stop")


@pytest.fixture
def demo(settings: Any, tmp_path: Any) -> Any:
    """The demo, with its mailbox page."""
    settings.BOUQUET_DEMO = True
    settings.BOUQUET_VAR = tmp_path
    settings.EMAIL_BACKEND = "bouquet.foundation.mail.mailbox.Backend"
    reload(import_module(settings.ROOT_URLCONF))
    clear_url_caches()
    yield settings
    settings.BOUQUET_DEMO = False
    reload(import_module(settings.ROOT_URLCONF))
    clear_url_caches()


def test_the_demo_shows_every_mail_with_its_links(demo: Any, db: None, client: Client) -> None:
    for number in range(3):
        send(subject=f"Mail {number}", text=TEXT, to="ines@example.org")
    assert [letter.subject for letter in mailbox.letters()] == ["Mail 2", "Mail 1", "Mail 0"]
    page = client.get("/mailbox/").content.decode()
    assert page.index("Mail 2") < page.index("Mail 0")
    key = mailbox.letters()[0].key
    letter = client.get(f"/mailbox/{key}/").content.decode()
    assert 'href="https://compte.example/c/1"' in letter
    body = client.get(f"/mailbox/{key}/body/")
    assert 'href="https://compte.example/c/1"' in body.content.decode()
    assert "sandbox" in body.headers["Content-Security-Policy"]
    assert "script-src" not in body.headers["Content-Security-Policy"].replace("default-src 'none'", "")
    assert client.get("/en/mailbox/").status_code == 200
    assert client.get("/mailbox/01a207c9-97ea-716b-9ca6-fd591b621cb6/").status_code == 404


def test_without_the_demo_there_is_no_mailbox(db: None, client: Client) -> None:
    assert client.get("/mailbox/").status_code == 404
    assert mail.outbox == []
