"""Change a post: its words, its photos, its poll."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import attaching, changing, polling, posting
from bouquet.sites.tribes.forms.editing import EditedAttachments
from bouquet.sites.tribes.forms.post import PostForm
from bouquet.sites.tribes.models import Post
from bouquet.sites.tribes.views.fetching import own_post_or_404


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Other words, other photos in another order, more answers. Without script, photos keep their order."""
    member, found = member_of(request), own_post_or_404(request, code)
    if not policies.can_edit(member, found):
        raise Http404
    if request.method != "POST":
        initial = {"text": found.text, "audience": found.audience}
        form = PostForm(author=member, in_tribe=found.tribe_id is not None, initial=initial)
        return _show(request, found, form, EditedAttachments(by=member, post=found))
    form = PostForm(request.POST, author=member, in_tribe=found.tribe_id is not None)
    attachments = EditedAttachments(request.POST, request.FILES, by=member, post=found)
    # Both are looked at: what came along is kept, whatever is wrong with the words.
    if all([form.is_valid(), attachments.take()]) and _is_changed(found, member, form, attachments):
        return redirect(found.path)
    return _show(request, found, form, attachments, status=422)


def _is_changed(post: Post, member: Account, form: PostForm, attachments: EditedAttachments) -> bool:
    """Whether it is as the author wants it; if not, the form says why."""
    try:
        changing.change(
            post=post,
            by=member,
            text=form.cleaned_data["text"],
            audience=form.audience_chosen if post.tribe_id is None else None,
            photos=attachments.drafts,
            poll=attachments.change_of_poll,
        )
    except posting.NothingSaid:
        form.add_error("text", gettext("Write something, or take the post away."))
    except posting.Refused as refusal:
        form.add_error("text", refusal.reason)
    except attaching.NotThere:
        form.add_error(None, gettext("A file did not arrive whole: please send it again. Your words are still here."))
    except (polling.HasVotes, polling.PollIsOver):
        form.add_error(
            None,
            gettext("Somebody voted meanwhile: the poll stays as it is. Save again to keep the rest of your changes."),
        )
    else:
        return True
    return False


def _show(
    request: HttpRequest, post: Post, form: PostForm, attachments: EditedAttachments, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "attachments": attachments, "post": post, "tribe": post.tribe}
    return render(request, "tribes/edit.html", context, status=status)
