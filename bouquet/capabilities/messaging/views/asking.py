"""Programs that ask for pages as JSON, with a token in place of a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import admitting
from bouquet.capabilities.messaging.api import bearer
from bouquet.capabilities.messaging.models.bot import Token

View = Callable[..., HttpResponseBase]


def by_token_too(view: View) -> View:
    """`view` for whoever shows a token that is good for reading, as for a browser that is signed in as its account."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        secret = bearer(request.headers.get("Authorization", ""))
        if secret is None:
            return view(request, *args, **more)
        caller = admitting.caller_with(secret)
        if caller is None or not caller.may(Token.Scope.READ):
            told = {"error": "token", "message": gettext("This token is not good for that, or not any more.")}
            return JsonResponse(told, status=403 if caller else 401, headers={"WWW-Authenticate": "Bearer"})
        request.user = Account.objects.get(pk=caller.account)
        return view(request, *args, **more)

    return asked
