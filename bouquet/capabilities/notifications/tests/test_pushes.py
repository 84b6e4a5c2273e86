"""Web push: encrypted for one browser, to a known service only, once, and never to who must not hear of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings as configured
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts.actions import blocking, signing_in
from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.capabilities.notifications import tasks
from bouquet.capabilities.notifications.actions import choosing, listening, pushing, reading
from bouquet.capabilities.notifications.actions.choosing import Ways
from bouquet.capabilities.notifications.engine import vapid
from bouquet.capabilities.notifications.engine.endpoints import ForeignEndpoint, require_service
from bouquet.capabilities.notifications.models import Device, Entry, Notice
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.capabilities.notifications.tests.push_service import PushService, push_service
from bouquet.foundation.clock import clock

HOST = "wideo.m6.localhost"


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as running:
        settings.BOUQUET_PUSH_SERVICES = (running.origin,)
        yield running


def signed_in(account: Account) -> Client:
    client = Client(HTTP_HOST=HOST)
    client.force_login(account)
    return client


def sign_in_of(account: Account) -> SignIn:
    return SignIn.objects.filter(account=account).latest("opened_at")


@pytest.fixture
def device(ines: Account, service: PushService) -> Device:
    """Inès' telephone."""
    signed_in(ines)
    return listening.listen(account=ines, sign_in=sign_in_of(ines), **service.browser())


def test_a_browser_gets_what_happened_and_only_it_can_read_it(
    ines: Account, karim: Account, lea: Account, device: Device, service: PushService, things: Things
) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    reply(ines, lea, thing)
    pushing.push_what_is_due()
    ((path, headers, message),) = service.taken
    entry = Entry.objects.get()
    assert path == "/push/one"
    assert message["body"] == "Léa et Karim have replied about A walk by the sea"
    assert message["address"].endswith(f"/inbox/{entry.pk}")
    assert message["unread"] == 1
    assert message["tag"] == entry.pk.hex
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["topic"] == entry.pk.hex, "a later one takes its place while the browser is off"
    assert int(headers["ttl"]) > 0
    pushing.push_what_is_due()
    assert len(service.taken) == 1, "once"


def test_we_say_who_we_are(ines: Account, karim: Account, device: Device, service: PushService, things: Things) -> None:
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    said = service.taken[0][1]["authorization"]
    assert said.startswith("vapid ")
    fields = dict(part.strip().split("=", 1) for part in said.removeprefix("vapid ").split(","))
    assert fields["k"] == listening.public_key()
    head, claims, signature = fields["t"].split(".")
    raw = decoded(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    listening.house_key().public_key().verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(decoded(claims))["aud"] == service.origin


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_fact_is_pushed_right_after_it_happened(
    ines: Account,
    karim: Account,
    device: Device,
    service: PushService,
    things: Things,
    committed: Callable[[], AbstractContextManager[None]],
    work_off: Callable[[], None],
) -> None:
    with committed():
        reply(ines, karim, things.make())
    work_off()
    assert len(service.taken) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things, status: int
) -> None:
    service.answers = [status]
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert not Device.objects.exists()
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert len(service.taken) == 1


def test_a_service_that_is_busy_is_asked_again_for_an_hour(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things
) -> None:
    service.answers = [503, 201]
    reply(ines, karim, things.make())
    for minutes in (0, 1, 6, 12):
        with clock.travel(timedelta(minutes=minutes)):
            pushing.push_what_is_due()
    assert len(service.taken) == 2
    service.answers = [429] * 50
    reply(ines, karim, things.make())
    for minutes in range(0, 200, 6):
        with clock.travel(timedelta(minutes=minutes)):
            pushing.push_what_is_due()
    assert not Notice.objects.filter(push_due_at__isnull=False).exists()
    assert len(service.taken) < 20


def test_a_redirect_is_not_followed(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things
) -> None:
    service.answers = [307]
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert [path for path, _, _ in service.taken] == ["/push/one"]


def test_signing_out_ends_it_on_that_browser(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things
) -> None:
    reply(ines, karim, things.make())
    signing_in.end(device.sign_in)
    pushing.push_what_is_due()
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert service.taken == []


def test_what_must_not_be_said_by_then_is_not_pushed(
    ines: Account, karim: Account, lea: Account, device: Device, service: PushService, things: Things
) -> None:
    hidden, read, blocked = things.make(), things.make(), things.make()
    reply(ines, karim, hidden)
    reply(ines, karim, read)
    reply(ines, lea, blocked)
    things.there.discard(hidden.key)
    reading.mark_read(account=ines, entry_id=Entry.objects.get(about_key=read.key).pk)
    blocking.block(account=lea, by=ines)
    pushing.push_what_is_due()
    assert service.taken == []


def test_quiet_hours_hold_for_pushes_set_after_they_were_told(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things
) -> None:
    reply(ines, karim, things.make())
    reply(ines, None, things.make(), kind="tests.decision")
    here = clock.now().astimezone(ines.zone)
    choosing.keep_quiet(account=ines, start=(here - timedelta(hours=1)).time(), end=(here + timedelta(hours=2)).time())
    pushing.push_what_is_due()
    assert [message["body"] for _, _, message in service.taken] == ["A decision: ?"]
    with clock.travel(timedelta(hours=2, minutes=1)):
        tasks.send_what_is_due()
        pushing.push_what_is_due()
    assert len(service.taken) == 2


def test_who_turned_pushes_of_a_kind_off_gets_none(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things
) -> None:
    reply(ines, karim, things.make())
    choosing.choose(account=ines, ways={"tests.reply": Ways(in_inbox=True, push=False, mail="never")})
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert service.taken == []


def test_one_browser_is_told_once_on_however_many_hosts_it_subscribed(
    ines: Account, device: Device, service: PushService
) -> None:
    again = listening.listen(account=ines, sign_in=device.sign_in, **service.browser("two"))
    assert list(Device.objects.all()) == [again]


def test_another_member_on_the_same_browser_takes_it_over(
    ines: Account, karim: Account, device: Device, service: PushService
) -> None:
    signed_in(karim)
    taken = listening.listen(account=karim, sign_in=sign_in_of(karim), **service.browser())
    assert list(Device.objects.values_list("pk", "account")) == [(taken.pk, karim.pk)]


def test_the_settings_turn_it_on_try_it_and_off(ines: Account, service: PushService) -> None:
    client = signed_in(ines)
    page = client.get("/reglages/notifications/").content.decode()
    assert listening.public_key() in page
    assert client.post("/reglages/notifications/navigateurs/", service.browser()).status_code == 302
    device = Device.objects.get(account=ines)
    client.post("/reglages/notifications/navigateurs/essai/")
    assert len(service.taken) == 1
    client.post(f"/reglages/notifications/navigateurs/{device.pk}/retirer/")
    assert not Device.objects.exists()


def test_nobody_turns_off_the_browser_of_another(karim: Account, device: Device) -> None:
    signed_in(karim).post(f"/reglages/notifications/navigateurs/{device.pk}/retirer/")
    assert Device.objects.filter(pk=device.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://127.0.0.1:5432/push/one"},
        {"endpoint": "http://169.254.169.254/latest/meta-data"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"auth": "short"},
    ],
)
def test_what_no_known_service_would_say_is_refused(
    ines: Account, service: PushService, change: dict[str, str]
) -> None:
    client = signed_in(ines)
    answer = client.post("/reglages/notifications/navigateurs/", service.browser() | change, follow=True)
    assert not Device.objects.exists()
    assert "service d’alertes" in answer.content.decode()


def test_a_service_that_is_known_no_more_is_not_written_to(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things, settings: Any
) -> None:
    settings.BOUQUET_PUSH_SERVICES = ("https://fcm.googleapis.com",)
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert service.taken == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x",
        "https://web.push.apple.com/Q1",
    ],
)
def test_the_services_of_known_browsers_are_written_to(endpoint: str) -> None:
    assert require_service(endpoint, configured.BOUQUET_PUSH_SERVICES) == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilpush.apple.com.example/x",
        "https://.push.apple.com/x",
        "https://push.apple.com/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://10.0.0.1\\@fcm.googleapis.com/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "https://fcm.googleapis.com:port/x",
    ],
)
def test_nothing_else_is(endpoint: str) -> None:
    with pytest.raises(ForeignEndpoint):
        require_service(endpoint, configured.BOUQUET_PUSH_SERVICES)


@given(st.text(max_size=60))
def test_no_text_makes_it_stumble(text: str) -> None:
    for endpoint in (text, f"https://{text}", f"https://fcm.googleapis.com{text}"):
        try:
            require_service(endpoint, configured.BOUQUET_PUSH_SERVICES)
        except ForeignEndpoint:
            continue
        assert endpoint.lower().startswith("https://fcm.googleapis.com")


def test_the_house_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "push" / "vapid.pem"
    vapid.private_key.cache_clear()
    first = vapid.public_text(vapid.private_key("", path))
    vapid.private_key.cache_clear()
    assert vapid.public_text(vapid.private_key("", path)) == first
    assert path.stat().st_mode & 0o077 == 0
    number = vapid.private_key("", path).private_numbers().private_value
    given_key = base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
    assert vapid.public_text(vapid.private_key(given_key, tmp_path / "unused")) == first
    assert not (tmp_path / "unused").exists()


def test_a_browser_that_was_given_another_subscription_is_written_to_there(
    ines: Account, karim: Account, service: PushService, things: Things
) -> None:
    her = signed_in(ines)
    listening.listen(account=ines, sign_in=sign_in_of(ines), **service.browser())
    fresh = service.browser("another")
    her.handler.enforce_csrf_checks = True
    answer = her.get("/inbox/browser").json()
    assert answer["key"] == listening.public_key()
    ours: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    assert her.post("/inbox/browser", fresh, **ours).status_code == 403, "without the token"
    assert her.post("/inbox/browser", fresh, HTTP_X_CSRFTOKEN=answer["token"], **ours).status_code == 204
    assert Device.objects.get().endpoint == fresh["endpoint"]
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    assert [path for path, _headers, _message in service.taken] == ["/push/another"]


def test_a_subscription_is_renewed_by_the_browser_s_own_worker_only(
    ines: Account, karim: Account, service: PushService
) -> None:
    her, his = signed_in(ines), signed_in(karim)
    before = listening.listen(account=ines, sign_in=sign_in_of(ines), **service.browser()).endpoint
    fresh = service.browser("another")
    ours: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    assert Client(HTTP_HOST=HOST).post("/inbox/browser", fresh, **ours).status_code == 403, "nobody is signed in"
    assert her.post("/inbox/browser", fresh, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert her.post("/inbox/browser", fresh).status_code == 403
    assert her.post("/inbox/browser", fresh | {"endpoint": "https://elsewhere.test/x"}, **ours).status_code == 403
    assert his.post("/inbox/browser", fresh, **ours).status_code == 403, "he never asked for pushes"
    assert list(Device.objects.values_list("endpoint", flat=True)) == [before]


def test_no_push_service_keeps_a_message_into_the_night(
    ines: Account, karim: Account, device: Device, service: PushService, things: Things
) -> None:
    """A day otherwise (RFC 8030 §5.2): a telephone that is switched on at midnight would ring."""
    local = clock.now().astimezone(ines.zone)
    start, end = (local + timedelta(minutes=90)).time(), (local + timedelta(hours=4)).time()
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    choosing.keep_quiet(account=ines, start=start, end=end)
    reply(ines, karim, things.make())
    pushing.push_what_is_due()
    reply(ines, None, things.make(), kind="tests.decision")
    pushing.push_what_is_due()
    free, bound, urgent = (int(headers["ttl"]) for _path, headers, _message in service.taken)
    assert free == urgent == 24 * 3600
    assert 88 * 60 < bound <= 90 * 60
