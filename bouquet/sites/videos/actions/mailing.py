"""What the videos site writes to people."""

from __future__ import annotations

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from bouquet.foundation.mail import composing
from bouquet.sites.videos.actions import addressing
from bouquet.sites.videos.models import Sending, Video


def mail_sending(*, sending_id: UUID) -> None:
    """Tell the recipient, in their language, who sent them which video.

    Nothing is sent about what they have seen or may no longer watch. Of a video behind a password no more is told than
    at its door.
    """
    sending = Sending.objects.unread().select_related("video", "sender", "recipient").filter(pk=sending_id).first()
    if sending is None or not sending.recipient.email:
        return
    is_locked = Video.objects.behind_a_password().filter(pk=sending.video_id).exists()
    if not is_locked and not Video.objects.visible_to(sending.recipient).filter(pk=sending.video_id).exists():
        return
    with override(sending.recipient.language):
        title = gettext("A video behind a password") if is_locked else sending.video.title
        subject = gettext("%(name)s sends you a video: %(title)s") % {
            "name": sending.sender.display_name,
            "title": title,
        }
        context = {
            "sending": sending,
            "title": title,
            # One paragraph: a line of its own with an address below would become a button of ours.
            "note": " ".join(sending.note.split()),
            "address": addressing.absolute(sending.video.short_path if is_locked else sending.video.path),
            "received_address": addressing.absolute_page("videos:received"),
        }
        text = render_to_string("videos/mails/sending.txt", context)
        composing.send(subject=subject, text=text, to=sending.recipient.email)
