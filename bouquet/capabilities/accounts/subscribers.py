"""What accounts listen to: a person was recognised (by allauth, the operator's door or a test's client)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from bouquet.capabilities.accounts import tasks
from bouquet.capabilities.accounts.actions import closing, signing_in
from bouquet.capabilities.accounts.events import CopyAsked
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.views.adapter import client_address
from bouquet.foundation.events.announcing import subscribe


@receiver(user_logged_in, dispatch_uid="accounts.begin_sign_in")
def begin_sign_in(sender: Any, request: HttpRequest, user: Account, **_: Any) -> None:
    """Every way in makes a sign-in, or its session would sign nobody in."""
    sign_in = signing_in.begin(
        account=user, user_agent=request.META.get("HTTP_USER_AGENT", ""), address=client_address(request)
    )
    request.session["sign_in_id"] = str(sign_in.pk)
    closing.stay(account=user)
    request.session["host"] = request.META.get("HTTP_HOST", "").partition(":")[0].lower()


@subscribe(CopyAsked)
def make_the_copy(event: CopyAsked) -> None:
    """The copy is made by a worker."""
    tasks.make_copy.enqueue(str(event.export_id))
