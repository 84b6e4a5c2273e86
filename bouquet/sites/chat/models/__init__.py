"""Nouns of the chat."""

from bouquet.sites.chat.models.link import Link
from bouquet.sites.chat.models.picture import Picture

__all__ = ["Link", "Picture"]
