"""Follow an author, from wherever their name stands."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.asking import Visitor, is_fragment, member_of
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.sites.videos.models import Hush


@require_POST
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow (`on=1`), or stop; a private account is asked first."""
    author = get_object_or_404(Account.objects.active().not_hidden_from(request.user).with_handle(handle))
    if request.POST.get("on") == "1":
        try:
            following.follow(account=author, by=member_of(request))
        except TooFast as error:
            messages.error(request, str(error))
    else:
        following.unfollow(account=author, by=member_of(request))
    if not is_fragment(request):
        return redirect("videos:channel", handle=author.handle)
    return render(
        request, "videos/parts/follow.html", {"author": author, "standing": standing(member_of(request), author)}
    )


def standing(visitor: Visitor, author: Account) -> str:
    """`following`, `hushed` when the bell is off, `asked` when the author has not answered yet, or nothing."""
    if not isinstance(visitor, Account) or visitor == author:
        return ""
    hushed = Exists(Hush.objects.filter(follower=visitor, author=author))
    found = list(Follow.objects.filter(follower=visitor, followed=author).values_list("accepted_at", hushed))
    if not found:
        return ""
    accepted_at, is_hushed = found[0]
    return ("hushed" if is_hushed else "following") if accepted_at else "asked"
