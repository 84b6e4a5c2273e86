"""Mails to a member, in their language. A template's first line is the subject."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import network
from bouquet.foundation.mail import composing


def mail(account: Account, template: str, **context: Any) -> None:
    """Send `accounts/mail/<template>.txt` to the member's address."""
    with override(account.language):
        text = render_to_string(f"accounts/mail/{template}.txt", {"account": account, "network": network(), **context})
        subject, _line, body = text.strip().partition("\n")
        composing.send(subject=subject, text=body, to=account.email)
