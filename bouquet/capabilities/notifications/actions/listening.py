"""Browsers that take pushes: begin, end, forget."""

from __future__ import annotations

import hashlib
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.capabilities.notifications.engine import vapid
from bouquet.capabilities.notifications.engine.endpoints import ForeignEndpoint, require_service
from bouquet.capabilities.notifications.engine.webpush import are_keys
from bouquet.capabilities.notifications.models import Device, Notice

# Of one member; the oldest go.
MOST = 20


class BadDevice(Exception):
    """What the browser sent is no subscription we can write to."""


def house_key() -> ec.EllipticCurvePrivateKey:
    """The key by which push services know this installation."""
    return vapid.private_key(settings.BOUQUET_VAPID_KEY, settings.BOUQUET_VAR / "push" / "vapid.pem")


def public_key() -> str:
    """What browsers subscribe with."""
    return vapid.public_text(house_key())


def require_known_service(endpoint: str) -> str:
    """ForeignEndpoint unless it belongs to a push service this installation writes to."""
    return require_service(endpoint, settings.BOUQUET_PUSH_SERVICES)


@transaction.atomic
def listen(*, account: Account, sign_in: SignIn, endpoint: str, p256dh: str, auth: str) -> Device:
    """This browser takes pushes for `account` as long as `sign_in` holds; whoever it took them for before has lost it.

    Raises BadDevice.
    """
    try:
        require_known_service(endpoint)
    except ForeignEndpoint:
        raise BadDevice from None
    if not are_keys(p256dh, auth):
        raise BadDevice
    device, _ = Device.objects.update_or_create(
        digest=hashlib.sha256(endpoint.encode()).hexdigest(),
        defaults={"account": account, "sign_in": sign_in, "endpoint": endpoint, "p256dh": p256dh, "auth": auth},
    )
    # A sign-in is one browser: with a subscription on each of our hosts it would be told everything twice.
    Device.objects.filter(sign_in=sign_in).exclude(pk=device.pk).delete()
    kept = Device.objects.filter(account=account).order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST]
    Device.objects.filter(account=account).exclude(pk__in=list(kept)).delete()
    return device


@transaction.atomic
def renew(*, sign_in: SignIn, endpoint: str, p256dh: str, auth: str) -> Device:
    """The same browser under another subscription. BadDevice where it takes none: to begin is its member's wish."""
    if not Device.objects.filter(sign_in=sign_in).exists():
        raise BadDevice
    return listen(account=sign_in.account, sign_in=sign_in, endpoint=endpoint, p256dh=p256dh, auth=auth)


@transaction.atomic
def stop_listening(*, account: Account, device_id: UUID) -> None:
    """Push nothing to this browser any more."""
    Device.objects.filter(account=account, pk=device_id).delete()
    if not Device.objects.filter(account=account).exists():
        Notice.objects.filter(recipient=account, push_due_at__isnull=False).update(push_due_at=None)
