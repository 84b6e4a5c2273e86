"""Send a video to another member, and what one was sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.actions import sending
from bouquet.sites.videos.forms import SendingForm
from bouquet.sites.videos.models import Sending, Video
from bouquet.sites.videos.views import listing
from bouquet.sites.videos.views.fetching import watchable_or_404
from bouquet.sites.videos.views.unlocked import lock_codes_of

PAGE = 30


@login_required
def send(request: HttpRequest, code: str) -> HttpResponse:
    """The form, and the sending."""
    video = watchable_or_404(request, code)
    form = SendingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, video, form):
        done = gettext("Sent to %(name)s.") % {"name": form.cleaned_data["to"]}
        if is_fragment(request):
            return render(request, "videos/parts/sent.html", {"video": video, "done": done, "form": SendingForm()})
        messages.success(request, done)
        return redirect(video.path)
    template = "videos/parts/send.html" if is_fragment(request) else "videos/send.html"
    return render(request, template, {"video": video, "form": form}, status=422 if form.errors else 200)


@login_required
def received(request: HttpRequest) -> HttpResponse:
    """What one was sent, the newest first. To have seen it is to have read it."""
    member = member_of(request)
    rows = Sending.objects.received_by(member).select_related("sender", "video__author", "video__asset")
    shown = list(listing.before(request, rows)[: PAGE + 1])
    # What was changed since: a video that may not be watched any more keeps its line, without its picture.
    may = set(
        Video.objects.visible_to(member, unlocked=lock_codes_of(request))
        .filter(pk__in=[row.video_id for row in shown])
        .values_list("pk", flat=True)
    )
    unread = Sending.objects.received_by(member).unread().count()
    sending.mark_read(by=member, sending_ids=[row.pk for row in shown[:PAGE]])
    context = {
        "unread": unread,
        "sendings": [(row, row.video_id in may) for row in shown[:PAGE]],
        "next_address": f"?before={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
    }
    return render(request, "videos/received.html", context)


@require_POST
@login_required
def forget(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a line off the list."""
    row = get_object_or_404(Sending.objects.received_by(member_of(request)), pk=key)
    sending.forget(sending=row, by=member_of(request))
    return redirect("videos:received")


def _sent(request: HttpRequest, video: Video, form: SendingForm) -> bool:
    """Whether it went; what stood in the way is written on the form."""
    by = member_of(request)
    recipient = Account.objects.active().with_handle(form.cleaned_data["to"]).exclude(pk=by.pk).first()
    if recipient is None:
        form.add_error("to", gettext("Nobody else has this handle. Check it on the person’s page."))
        return False
    try:
        sending.send(video=video, by=by, to=recipient, note=form.cleaned_data["note"])
    except sending.CannotBeSent:
        form.add_error(None, gettext("This video is private: change who may watch it before you send it."))
    except sending.RecipientMayNotWatch:
        problem = gettext("This video is for its author’s followers, and @%s is not one.") % recipient.handle
        form.add_error("to", problem)
    except sending.SentTooMuch:
        form.add_error(None, gettext("You sent many videos within the hour. This one was not sent: try again later."))
    return not form.errors
