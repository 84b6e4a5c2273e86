"""A member's settings lead to their address for mailing videos, and the page wears the same navigation."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import network

PAGE = "/reglages/videos-par-e-mail/"


@pytest.mark.parametrize(("prefix", "label"), [("", "Vidéos par e-mail"), ("/en", "Videos by mail")])
def test_the_settings_lead_to_the_address_for_mailing_videos(ines: Account, prefix: str, label: str) -> None:
    client = Client(HTTP_HOST=network().account_host)
    client.force_login(ines)
    start = client.get(f"{prefix}/reglages/profil/").content.decode()
    assert re.search(rf'<a href="{prefix}{PAGE}">.*{label}</a>', start)
    page = client.get(f"{prefix}{PAGE}").content.decode()
    assert 'class="settings-nav"' in page
    assert re.findall(r'href="([^"]*)" aria-current="page"', page) == [f"{prefix}{PAGE}"]
