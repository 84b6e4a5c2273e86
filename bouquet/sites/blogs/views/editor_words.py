"""What the editor's script says, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words_of_editor() -> dict[str, str]:
    """By the names the script knows them under."""
    return {
        "text": _("Text of the post"),
        "placeholder": _("Write, or type / to insert something"),
        "writing": _("Writing…"),
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "offline": _("No connection: kept on this device, and saved as soon as it is back"),
        "met": _("Not saved: there is another version"),
        "refused": _("This could not be saved. It is kept on this device."),
        "restored": _("Taken up again from this device"),
        "alt": _("What the picture shows, for those who do not see it"),
        "caption": _("Caption"),
        "size": _("Size"),
        "normal": pgettext("size of a picture", "In the text"),
        "small": pgettext("size of a picture", "Small"),
        "wide": pgettext("size of a picture", "Wide"),
        "remove": _("Remove"),
        "note": pgettext("below a text", "note"),
        "sending": _("Sending %s…"),
        "not_sent": _("The photo was not sent: there is no connection. Try again."),
        "fetching": _("Fetching the pictures of what you pasted…"),
        "not_fetched": _("Some pictures of what you pasted could not be fetched. Save them, and add them as photos."),
        "link": _("Address of the link (leave it empty to remove the link)"),
        "no_address": _("This is no address one can link to."),
        "video": _("Address of the video’s page"),
        "no_video": _("There is no video of our network at this address."),
        "markdown": _("Text, in Markdown"),
        "html": _("Text, in HTML"),
        "losses": _("Not kept:"),
    }
