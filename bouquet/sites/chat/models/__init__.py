"""Nouns of the chat."""

from bouquet.sites.chat.models.link import Link

__all__ = ["Link"]
