"""What the navigation of the settings area asks."""

from __future__ import annotations

from django import template

from bouquet.capabilities.accounts import settings_pages

register = template.Library()


@register.simple_tag
def added_settings_pages() -> tuple[settings_pages.SettingsPage, ...]:
    """The pages that other apps added to the settings."""
    return settings_pages.settings_pages()
