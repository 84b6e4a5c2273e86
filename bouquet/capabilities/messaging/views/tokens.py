"""A member's tokens: see, make, revoke."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.messaging.actions import admitting
from bouquet.capabilities.messaging.forms import SCOPES, TokenForm
from bouquet.capabilities.messaging.models.bot import Token

SHOWN = 50


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The page. A new token's secret stands on the answer to its form, and nowhere after."""
    member, secret = member_of(request), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = admitting.make_token(account=member, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            form = TokenForm()
    known = [_shown(token) for token in Token.objects.good().of(member.pk)[:SHOWN]]
    context = {"form": form, "secret": secret, "tokens": known}
    return render(request, "messaging/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """From that moment it opens nothing."""
    admitting.revoke(token=get_object_or_404(Token, pk=key, account=member_of(request)))
    messages.success(request, gettext("The token is revoked: it opens nothing any more."))
    return redirect("messaging:tokens")


def _shown(token: Token) -> dict[str, object]:
    labels = dict(SCOPES)
    return {"token": token, "labels": [labels[scope] for scope in token.scopes if scope in labels]}
