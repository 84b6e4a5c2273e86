"""The page around every page: shareable while nobody is signed in, in two languages, drawn without script."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import get_resolver, path
from django.utils import translation
from django.utils.formats import date_format

from bouquet.foundation.ui import toasts


def _kit(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/error.html")


def _done(request: HttpRequest) -> HttpResponse:
    toasts.undoable(request, "Supprimée", undo="/undo/1")
    return render(request, "ui/error.html")


urlpatterns = [
    path("kit", _kit),
    path("en/kit", _kit),
    path("done", _done),
    *get_resolver("bouquet.config.urls").url_patterns,
]


@pytest.fixture(autouse=True)
def _addresses() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_an_anonymous_page_is_the_same_for_everybody(client: Client) -> None:
    answer = client.get("/kit")
    page = answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in page
    assert "Se connecter" in page
    assert re.sub(r'nonce="[^"]+"', "", page) == re.sub(r'nonce="[^"]+"', "", client.get("/kit").content.decode())


def test_every_script_and_style_carries_the_nonce_of_the_policy(client: Client) -> None:
    answer = client.get("/kit")
    nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])
    assert nonce
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", answer.content.decode()):
        assert f'nonce="{nonce.group(1)}"' in tag or "src=" in tag, tag
    assert not re.search(r'\s(?:style|on[a-z]+)="', answer.content.decode())


def test_the_import_map_names_controllers_of_every_app(client: Client) -> None:
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', client.get("/kit").content.decode())
    assert found
    imports = json.loads(found.group(1))["imports"]
    assert imports["@hotwired/stimulus"].startswith("/static/vendor/stimulus")
    assert {"controllers/player", "controllers/toast", "ui/boot", "hls.js"} <= imports.keys()


def test_a_page_knows_its_address_in_the_other_language(client: Client) -> None:
    page = client.get("/en/kit").content.decode()
    assert '<html lang="en"' in page
    assert "Sign in" in page
    assert 'hreflang="fr" lang="fr"' in page


def test_a_toast_offers_the_way_back(client: Client) -> None:
    page = client.get("/done").content.decode()
    assert "Supprimée" in page
    assert '<form method="post" action="/undo/1">' in page


def test_pictures_come_from_the_network_alone(client: Client, settings: Any) -> None:
    policy = client.get("/kit").headers["Content-Security-Policy"]
    allowed = next(part.split()[1:] for part in policy.split(";") if part.split()[0] == "img-src")
    own = set(settings.BOUQUET_ORIGINS)
    assert own and set(allowed) == {"'self'", "data:", "blob:"} | own
    assert all(re.fullmatch(r"https?://[\w.-]+(:\d+)?", origin) for origin in own), "no star, no whole scheme"


def test_a_part_that_fails_never_replaces_the_page(client: Client) -> None:
    page = client.get("/en/kit").content.decode()
    assert '"noSwap":[204,304,"5xx"]' in page
    assert 'data-toast-failed-value="That did not work just now.' in page
    assert "Rien n’est perdu" in client.get("/kit").content.decode()


def test_english_dates_are_british() -> None:
    with translation.override("en"):
        assert date_format(datetime(2026, 11, 23, 18, 5), "DATETIME_FORMAT") == "23 November 2026, 18:05"


class _Form(forms.Form):
    title = forms.CharField(label="Titre", help_text="Court.")
    about = forms.CharField(label="Description", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="D’accord")
    who = forms.ChoiceField(label="Qui", choices=[("a", "Tous"), ("b", "Moi")], widget=forms.RadioSelect)


def test_a_form_ties_labels_help_and_errors_to_their_fields() -> None:
    page = str(_Form({"title": "", "about": "<b>gardé</b>"}))
    assert '<label for="id_title">Titre' in page
    assert re.search(
        r'<input[^>]*aria-invalid="true"[^>]*aria-describedby="id_title_helptext id_title_error"', page
    ) or re.search(r'<input[^>]*aria-describedby="id_title_helptext id_title_error"[^>]*aria-invalid="true"', page)
    assert 'id="id_title_helptext"' in page
    assert 'id="id_title_error"' in page
    assert '<a href="#id_title">Titre</a>' in page
    assert "&lt;b&gt;gardé" in page, "what was typed is kept, and stays text"
    assert "<fieldset" in page
    assert "<legend>Qui" in page


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (7.4, "0:07"), (222, "3:42"), (3729, "1:02:09"), (None, "0:00")]
)
def test_lengths_are_written_as_people_read_them(seconds: float | None, shown: str) -> None:
    assert Template("{% load ui %}{{ s|clock }}").render(Context({"s": seconds})) == shown


def test_no_line_of_a_title_begins_with_a_mark() -> None:
    shown = Template("{% load ui %}{{ t|typeset }}").render(Context({"t": "Prêt ? « Oui » : <b> !"}))
    assert shown == "Prêt\u202f? «\u202fOui\u202f»\u00a0: &lt;b&gt;\u202f!"


def test_avatars_without_image_show_initials_on_a_colour_of_their_own() -> None:
    page = Template('{% include "ui/avatar.html" with name="Inès Caron" handle="ines" %}').render(Context())
    assert ">IC<" in page
    assert page == Template('{% include "ui/avatar.html" with name="Inès Caron" handle="ines" %}').render(Context())


def test_a_time_is_readable_before_its_script() -> None:
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    page = Template("{% load ui %}{% local_time when %}").render(Context({"when": moment}))
    assert 'datetime="2026-11-23T09:30:00+00:00"' in page
    assert "23 novembre 2026" in page


def test_the_player_is_a_plain_video_without_script() -> None:
    player = {
        "key": "k", "title": "Vu d’en haut", "master": "/m/master.m3u8", "mp4": "/m/360.mp4", "poster": "/m/p.jpg",
        "captions": [{"src": "/m/fr.vtt", "lang": "fr", "label": "Français"}], "chapters": "/m/c.vtt", "duration": 62.4,
    }  # fmt: skip
    page = Template('{% include "ui/player.html" with player=player only %}').render(Context({"player": player}))
    video = re.search(r"<video.*?</video>", page, re.S)
    assert video
    assert 'preload="none"' in video.group()
    assert " controls " in video.group()
    assert '<source src="/m/360.mp4" type="video/mp4">' in video.group()
    assert '<track kind="subtitles" src="/m/fr.vtt" srclang="fr" label="Français">' in video.group()
    assert ">1:02<" in page
    words = re.search(r'data-player-words-value="([^"]+)"', page)
    assert words
    assert "Qualité" in words.group(1)
