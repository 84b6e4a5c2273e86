"""Taking one's data along, and leaving."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.accounts import exporting, policies
from bouquet.capabilities.accounts.actions import closing, copying, following
from bouquet.capabilities.accounts.actions.profile import change_handle, change_picture
from bouquet.capabilities.accounts.models import Account, Export, FormerHandle, RetiredHandle, SignIn
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, PASSWORD, WIDEO, Walker
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.storage.store import store

Committed = Callable[[], Any]


@pytest.fixture
def made(ines: Account, karim: Account, committed: Committed) -> Export:
    """A copy of Inès's data, asked for and made."""
    following.follow(account=ines, by=karim)
    with committed():
        copying.ask_for_copy(account=ines)
    _do_the_job()
    return Export.objects.get()


def _do_the_job() -> None:
    """What a worker does with the job that was queued."""
    (job,) = DBTaskResult.objects.ready()
    job.task.call(*job.task_result.args)


def _path(message: Any) -> str:
    found = re.search(r"http://[^/]+(/reglages/donnees/copie/\S+)", str(message.body))
    assert found
    return found[1]


def test_a_copy_is_made_in_the_background_and_its_link_mailed(ines: Account, made: Export, walker: Walker) -> None:
    assert made.is_ready
    assert mail.outbox[-1].to == [ines.email]
    walker.sign_in(ines)
    answer = walker.get(ACCOUNT_HOST, _path(mail.outbox[-1]))
    assert answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    profile = json.loads(archive.read("account/profile.json"))[0]
    assert (profile["handle"], profile["email"], profile["birth_date"]) == ("ines", ines.email, "1985-06-15")
    assert [row["follower__handle"] for row in json.loads(archive.read("account/followers.json"))] == ["karim"]
    assert "password" not in archive.read("account/profile.json").decode()


def test_nobody_else_gets_the_copy(ines: Account, lea: Account, made: Export, walker: Walker) -> None:
    path = _path(mail.outbox[-1])
    walker.get(ACCOUNT_HOST, path)
    assert "/connexion/" in walker.address
    walker.sign_in(lea)
    assert walker.get(ACCOUNT_HOST, path).status_code == 404
    stranger = Walker()
    stranger.sign_in(ines)
    assert stranger.get(ACCOUNT_HOST, f"/reglages/donnees/copie/{made.pk}:forged/").status_code == 404


def test_a_copy_is_kept_seven_days(
    ines: Account, made: Export, walker: Walker, travel: Callable[[timedelta], Any]
) -> None:
    path = _path(mail.outbox[-1])
    with travel(timedelta(days=7, minutes=1)):
        walker.sign_in(ines)
        assert walker.get(ACCOUNT_HOST, path).status_code == 404
        copying.forget_old_copies()
    assert not store().exists(made.key)
    assert not Export.objects.exists()


def test_making_a_copy_twice_mails_once(ines: Account, made: Export) -> None:
    sent = len(mail.outbox)
    copying.make_copy(made.pk)
    assert len(mail.outbox) == sent


def test_asking_twice_makes_one_copy(ines: Account) -> None:
    assert copying.ask_for_copy(account=ines) == copying.ask_for_copy(account=ines)
    assert Export.objects.count() == 1


def test_a_copy_that_never_came_may_be_asked_for_again(ines: Account, travel: Callable[[timedelta], Any]) -> None:
    first = copying.ask_for_copy(account=ines)
    with travel(timedelta(hours=13)):
        assert copying.ask_for_copy(account=ines) != first


def test_every_app_adds_its_part_and_large_files_are_streamed(
    ines: Account, monkeypatch: pytest.MonkeyPatch, committed: Committed
) -> None:
    store().put_bytes(b"film" * 1000, "private/film.mp4")
    asked: list[int] = []

    def collect(account: Account) -> Iterator[exporting.ExportFile]:
        def parts() -> Iterator[bytes]:
            for number in range(100):
                asked.append(number)
                yield b"x" * 65536

        assert account == ines
        yield exporting.ExportFile("long.bin", parts())
        yield exporting.ExportFile("film.mp4", stored="private/film.mp4")

    monkeypatch.setitem(exporting.collectors, "videos", collect)
    with committed():
        export = copying.ask_for_copy(account=ines)
    _do_the_job()
    archive = zipfile.ZipFile(io.BytesIO(store().read_bytes(export.key)))
    assert archive.getinfo("videos/long.bin").file_size == 100 * 65536
    assert archive.read("videos/film.mp4") == b"film" * 1000
    assert asked == list(range(100))


# Leaving.


def _close(walker: Walker, account: Account, posts: str = "remove") -> Any:
    walker.sign_in(account)
    walker.get(ACCOUNT_HOST, "/reglages/donnees/fermer/")
    assert "/confirmer/" in walker.address
    walker.post(ACCOUNT_HOST, "/confirmer/", {"password": PASSWORD, "next": "/reglages/donnees/fermer/"})
    return walker.post(ACCOUNT_HOST, "/reglages/donnees/fermer/", {"posts": posts})


def test_closing_asks_for_the_password_and_signs_out_everywhere(
    ines: Account, walker: Walker, committed: Committed
) -> None:
    phone = Walker()
    phone.sign_in(ines)
    with committed():
        assert _close(walker, ines).status_code == 200
    ines.refresh_from_db()
    assert ines.is_leaving
    assert not SignIn.objects.open().exists()
    assert list(Account.objects.active()) == []
    assert mail.outbox[-1].to == [ines.email]
    assert "/connexion/" in str(mail.outbox[-1].body)
    assert walker.get(WIDEO, "/membres/ines/").status_code == 404


def test_closing_without_the_password_is_not_possible(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/donnees/fermer/", {"posts": "remove"})
    assert "/confirmer/" in walker.address
    ines.refresh_from_db()
    assert not ines.is_leaving


def test_signing_in_within_thirty_days_brings_everything_back(
    ines: Account, walker: Walker, travel: Callable[[timedelta], Any]
) -> None:
    _close(walker, ines)
    with travel(timedelta(days=29)):
        closing.erase_what_is_due()
        walker.sign_in(ines)
        assert walker.whom(WIDEO) == ines
    with travel(timedelta(days=60)):
        closing.erase_what_is_due()
    ines.refresh_from_db()
    assert not ines.is_leaving
    assert ines.email == "ines@example.org"


def test_who_comes_back_while_accounts_are_being_erased_is_not(
    ines: Account, travel: Callable[[timedelta], Any]
) -> None:
    change_picture(account=ines, source=_picture())
    closing.close(account=ines, keeps_posts=False)
    with travel(timedelta(days=31)):
        found_due = Account.objects.get(pk=ines.pk)
        closing.stay(account=ines)
        closing.erase(account=found_due)
    ines.refresh_from_db()
    assert not ines.is_erased
    assert store().exists(f"{ines.avatar_key}/96.webp")


def test_an_account_is_closed_also_while_no_mail_can_be_sent(
    ines: Account, walker: Walker, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_post_office(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(closing, "mail", no_post_office)
    with committed():
        assert _close(walker, ines).status_code == 200
    ines.refresh_from_db()
    assert ines.is_leaving


def test_after_thirty_days_nothing_of_the_person_is_left(
    ines: Account, karim: Account, walker: Walker, travel: Callable[[timedelta], Any]
) -> None:
    change_handle(account=ines, handle="ines_films")
    change_picture(account=ines, source=_picture())
    following.follow(account=ines, by=karim)
    following.follow(account=karim, by=ines)
    avatar = ines.avatar_key
    _close(walker, ines, "keep")
    with travel(timedelta(days=30, minutes=1)):
        closing.erase_what_is_due()
        closing.erase_what_is_due()
    row = Account.objects.filter(pk=ines.pk).values().get()
    told = " ".join(str(value) for value in row.values()).lower()
    for word in ("ines", "inès", "example.org", "1985", "paris"):
        assert word not in told
    assert not store().exists(f"{avatar}/96.webp")
    assert not EmailAddress.objects.filter(user=ines).exists()
    assert not FormerHandle.objects.exists()
    assert not SignIn.objects.filter(account=ines).exists()
    karim.refresh_from_db()
    assert (karim.followers_count, karim.following_count) == (0, 0)
    facts = AnnouncedEvent.objects.filter(name="accounts.AccountErased")
    assert [fact.payload for fact in facts] == [{"account_id": str(ines.pk), "keeps_posts": True}]
    assert mail.outbox[-1].to == ["ines@example.org"]
    walker.sign_in(ines)
    assert walker.whom(WIDEO) is None


def test_the_address_is_free_again_the_handle_after_a_year(ines: Account, travel: Callable[[timedelta], Any]) -> None:
    """Whoever took it sooner could pose as her: links and mentions still carry her handle."""
    change_handle(account=ines, handle="ines_films")
    closing.close(account=ines, keeps_posts=False)
    with travel(timedelta(days=31)):
        closing.erase_what_is_due()
        assert EmailAddress.objects.filter(email="ines@example.org").count() == 0
        for handle in ("ines", "Ines_Films", "@ines"):
            with pytest.raises(ValidationError, match=r"pris|taken"):
                policies.require_free_handle(handle)
    with travel(timedelta(days=31 + 366)):
        closing.erase_what_is_due()
        assert policies.require_free_handle("ines") == "ines"
        assert not RetiredHandle.objects.exists()


def test_one_account_that_fails_does_not_keep_the_others(
    ines: Account, karim: Account, travel: Callable[[timedelta], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in (ines, karim):
        closing.close(account=account, keeps_posts=False)
    really = closing._empty

    def stumble(account: Account) -> None:
        if account == ines:
            raise OSError("no")
        really(account)

    monkeypatch.setattr(closing, "_empty", stumble)
    with travel(timedelta(days=31)):
        closing.erase_what_is_due()
        assert set(Account.objects.filter(erased_at=None)) == {ines}
        monkeypatch.undo()
        closing.erase_what_is_due()
    assert not Account.objects.filter(erased_at=None).exists()


def _picture() -> io.BytesIO:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (200, 200), "teal").save(out, "PNG")
    out.seek(0)
    return out
