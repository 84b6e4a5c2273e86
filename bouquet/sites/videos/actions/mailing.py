"""What the videos site writes to people."""

from __future__ import annotations

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from bouquet.foundation.mail import composing
from bouquet.sites.videos.actions import addressing
from bouquet.sites.videos.models import Sending


def mail_sending(*, sending_id: UUID) -> None:
    """Tell the recipient, in their language, who sent them which video. Nothing is sent about what they have seen."""
    sending = Sending.objects.unread().select_related("video", "sender", "recipient").filter(pk=sending_id).first()
    if sending is None or not sending.recipient.email:
        return
    with override(sending.recipient.language):
        subject = gettext("%(name)s sends you a video: %(title)s") % {
            "name": sending.sender.display_name,
            "title": sending.video.title,
        }
        context = {
            "sending": sending,
            "address": addressing.absolute(sending.video.path),
            "received_address": addressing.absolute_page("videos:received"),
        }
        text = render_to_string("videos/mails/sending.txt", context)
        composing.send(subject=subject, text=text, to=sending.recipient.email)
