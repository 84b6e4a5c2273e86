"""Whoever closes the account leaves nothing of the person here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import importing, mail_addresses, ticketing, uploads
from bouquet.capabilities.media.actions.leaving import forget
from bouquet.capabilities.media.models import Asset, Import, MailAddress


def test_what_media_knows_of_a_person_goes_with_the_account(
    received: Callable[..., Asset], ines: Account, karim: Account, var: Path
) -> None:
    kept, refused = received(title_hint="Chez Inès"), received()
    Asset.objects.filter(pk=refused.pk).update(state="refused", refusal_code="not_a_video")
    for account in (ines, karim):
        mail_addresses.renew_address(account)
    importing.ask_import(account=ines, address="https://film.example/x.mp4", purpose="videos.new")
    ticket = ticketing.read_ticket(ticketing.upload_ticket(ines, purpose="videos.new"))
    record = uploads.open_upload(ticket, length=5, metadata={"filename": "ines.mp4"})
    forget(ines.pk)
    forget(ines.pk)
    assert list(MailAddress.objects.values_list("owner", flat=True)) == [karim.pk]
    assert not Import.objects.exists()
    assert [asset.pk for asset in Asset.objects.all()] == [kept.pk]
    assert Asset.objects.get().title_hint == Asset.objects.get().file_name == ""
    found = uploads.shelf().find(record.id)
    assert found is not None
    assert found.is_gone
