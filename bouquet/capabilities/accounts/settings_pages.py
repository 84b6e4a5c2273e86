"""Pages that others add to a member's settings. An app says so in its `apps.py`:

    register_settings_page(label=gettext_lazy("Videos by mail"), icon="mail-plus", route="media:mail_address")

The page itself extends `allauth/layouts/manage.html`, so that it wears the same navigation.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class SettingsPage:
    """One entry of the navigation: what it says, a lucide icon, and the name of the page's address."""

    label: str | Promise
    icon: str
    route: str

    @property
    def address(self) -> str:
        """The path of the page, in the language of the moment."""
        return reverse(self.route)


_registered: dict[str, SettingsPage] = {}


def register_settings_page(*, label: str | Promise, icon: str, route: str) -> None:
    """Have the settings lead to the page called `route`."""
    _registered[route] = SettingsPage(label, icon, route)


def settings_pages() -> tuple[SettingsPage, ...]:
    """What others added, in the order of their apps."""
    return tuple(_registered.values())
