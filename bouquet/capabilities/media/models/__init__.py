"""Nouns of media, one file each."""

from bouquet.capabilities.media.models.asset import Asset
from bouquet.capabilities.media.models.enclosure import Enclosure
from bouquet.capabilities.media.models.imports import Import
from bouquet.capabilities.media.models.linked_page import LinkedPage
from bouquet.capabilities.media.models.mail_address import MailAddress, MailedMessage
from bouquet.capabilities.media.models.photo import Frame, Photo
from bouquet.capabilities.media.models.piece import Piece
from bouquet.capabilities.media.models.rendition import Rendition
from bouquet.capabilities.media.models.tracks import AudioTrack, Caption, Chapter

__all__ = [
    "Asset",
    "AudioTrack",
    "Caption",
    "Chapter",
    "Enclosure",
    "Frame",
    "Import",
    "LinkedPage",
    "MailAddress",
    "MailedMessage",
    "Photo",
    "Piece",
    "Rendition",
]
