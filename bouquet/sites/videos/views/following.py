"""Follow an author, from wherever their name stands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.asking import Visitor, is_fragment, member_of
from bouquet.capabilities.accounts.models import Account, Follow


@require_POST
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow (`on=1`), or stop; a private account is asked first."""
    author = get_object_or_404(Account.objects.active().with_handle(handle))
    if request.POST.get("on") == "1":
        following.follow(account=author, by=member_of(request))
    else:
        following.unfollow(account=author, by=member_of(request))
    if not is_fragment(request):
        return redirect("videos:channel", handle=author.handle)
    return render(
        request, "videos/parts/follow.html", {"author": author, "standing": standing(member_of(request), author)}
    )


def standing(visitor: Visitor, author: Account) -> str:
    """`following`, `asked` when the author has not answered yet, or nothing."""
    if not isinstance(visitor, Account) or visitor == author:
        return ""
    found = list(Follow.objects.filter(follower=visitor, followed=author).values_list("accepted_at", flat=True))
    return ("following" if found[0] else "asked") if found else ""
