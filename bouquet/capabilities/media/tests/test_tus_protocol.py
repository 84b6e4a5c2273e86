"""tus 1.0.0, sentence by sentence (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from pathlib import Path

import pytest

from bouquet.capabilities.media.engine.tus.shelf import LASTS_SECONDS, REMEMBERED_SECONDS
from bouquet.capabilities.media.tests.speaking import BODY, OpenGate, Speaker, speaker


@pytest.fixture
def spoken(tmp_path: Path) -> tuple[Speaker, OpenGate]:
    return speaker(tmp_path / "uploads")


def digest(algorithm: str, data: bytes) -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def test_the_server_says_what_it_speaks(spoken: tuple[Speaker, OpenGate]) -> None:
    reply = spoken[0].ask("OPTIONS", version=None)
    assert reply.status == 204
    assert reply.headers["tus-version"] == "1.0.0"
    assert set(reply.headers["tus-extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "checksum",
        "expiration",
        "termination",
    }
    assert set(reply.headers["tus-checksum-algorithm"].split(",")) == {"sha1", "sha256", "md5"}
    assert reply.headers["tus-max-size"] == str(1 << 40)


@pytest.mark.parametrize("version", [None, "0.2.2"])
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_refused_with_ours(
    spoken: tuple[Speaker, OpenGate], version: str | None, method: str
) -> None:
    path = spoken[0].create(10)
    reply = spoken[0].ask(method, path if method != "POST" else "/uploads/", version=version)
    assert (reply.status, reply.headers["tus-version"]) == (412, "1.0.0")


def test_an_upload_is_made_and_grows_to_its_end(spoken: tuple[Speaker, OpenGate]) -> None:
    client, gate = spoken
    path = client.create(11, filename="é.mp4")
    head = client.ask("HEAD", path)
    assert (head.status, head.offset, head.headers["upload-length"]) == (200, 0, "11")
    assert head.headers["cache-control"] == "no-store"
    first = client.patch(path, 0, b"hello ")
    assert (first.status, first.offset, first.headers["tus-resumable"]) == (204, 6, "1.0.0")
    assert "asset-id" not in first.headers
    last = client.patch(path, 6, b"world")
    assert (last.status, last.offset, last.headers["asset-id"]) == (204, 11, "asset-1")
    assert gate.taken == [b"hello world"]


def test_a_whole_upload_still_says_so_and_is_not_handed_over_twice(spoken: tuple[Speaker, OpenGate]) -> None:
    client, gate = spoken
    path = client.create(5)
    client.patch(path, 0, b"hello")
    head = client.ask("HEAD", path)
    assert (head.offset, head.headers["asset-id"]) == (5, "asset-1")
    assert gate.taken == [b"hello"]


def test_the_first_bytes_may_come_with_the_creation(spoken: tuple[Speaker, OpenGate]) -> None:
    reply = spoken[0].ask("POST", headers={**BODY, "Upload-Length": "10"}, body=b"12345")
    assert (reply.status, reply.offset) == (201, 5)
    assert spoken[0].ask("HEAD", reply.headers["location"]).offset == 5


def test_a_whole_file_may_come_with_the_creation(spoken: tuple[Speaker, OpenGate]) -> None:
    reply = spoken[0].ask("POST", headers={**BODY, "Upload-Length": "5"}, body=b"12345")
    assert (reply.status, reply.offset, reply.headers["asset-id"]) == (201, 5, "asset-1")


def test_an_empty_file_is_whole_at_once(spoken: tuple[Speaker, OpenGate]) -> None:
    reply = spoken[0].ask("POST", headers={"Upload-Length": "0"})
    assert (reply.status, reply.headers["asset-id"]) == (201, "asset-1")
    assert spoken[1].taken == [b""]


@pytest.mark.parametrize("length", ["", "-1", "1.5", "1e3", "²", "9" * 19])
def test_a_length_that_is_none_is_refused(spoken: tuple[Speaker, OpenGate], length: str) -> None:
    headers = {"Upload-Length": length} if length else {}
    assert spoken[0].ask("POST", headers=headers).status == 400


@pytest.mark.parametrize("pairs", ["filename !!!", "a YQ==,a YQ==", " ,filename @", "filename é", "a " + "YWFh" * 3000])
def test_metadata_that_is_none_is_refused(spoken: tuple[Speaker, OpenGate], pairs: str) -> None:
    assert spoken[0].ask("POST", headers={"Upload-Length": "1", "Upload-Metadata": pairs}).status == 400


def test_metadata_may_have_keys_without_values(spoken: tuple[Speaker, OpenGate]) -> None:
    reply = spoken[0].ask("POST", headers={"Upload-Length": "1", "Upload-Metadata": "is_confidential,filename YQ=="})
    assert reply.status == 201


def test_a_wrong_offset_is_refused_and_changes_nothing(spoken: tuple[Speaker, OpenGate]) -> None:
    client, _ = spoken
    path = client.create(10)
    client.patch(path, 0, b"12345")
    for offset in (0, 3, 6, 10):
        reply = client.patch(path, offset, b"x")
        assert (reply.status, reply.headers["upload-offset"]) == (409, "5")
    assert client.ask("HEAD", path).offset == 5


def test_a_repeated_end_is_told_that_all_is_there(spoken: tuple[Speaker, OpenGate]) -> None:
    client, gate = spoken
    path = client.create(5)
    client.patch(path, 0, b"12345")
    reply = client.patch(path, 0, b"12345")
    assert (reply.status, reply.headers["upload-offset"]) == (409, "5")
    assert len(gate.taken) == 1


def test_pieces_out_of_order_are_refused_until_their_turn(spoken: tuple[Speaker, OpenGate]) -> None:
    client, gate = spoken
    path = client.create(9)
    assert client.patch(path, 6, b"ghi").status == 409
    assert client.patch(path, 0, b"abc").status == 204
    assert client.patch(path, 6, b"ghi").status == 409
    assert client.patch(path, 3, b"def").status == 204
    assert client.patch(path, 6, b"ghi").status == 204
    assert gate.taken == [b"abcdefghi"]


def test_a_body_of_another_type_is_refused(spoken: tuple[Speaker, OpenGate]) -> None:
    path = spoken[0].create(5)
    reply = spoken[0].ask("PATCH", path, {"Upload-Offset": "0", "Content-Type": "video/mp4"}, b"12345")
    assert reply.status == 415


def test_a_patch_without_an_offset_is_refused(spoken: tuple[Speaker, OpenGate]) -> None:
    assert spoken[0].ask("PATCH", spoken[0].create(5), BODY, b"12345").status == 400


def test_more_bytes_than_were_said_are_refused_before_they_come(spoken: tuple[Speaker, OpenGate]) -> None:
    client, gate = spoken
    path = client.create(5)
    assert client.patch(path, 0, b"123456", {"Content-Length": "6"}).status == 413
    assert client.ask("HEAD", path).offset == 0
    assert gate.taken == []


def test_more_bytes_than_were_said_never_reach_the_file(spoken: tuple[Speaker, OpenGate], tmp_path: Path) -> None:
    client, _ = spoken
    path = client.create(5)
    assert client.patch(path, 0, b"123456").status == 413
    assert (tmp_path / "uploads" / f"{path.rpartition('/')[2]}.bin").read_bytes() == b"12345"


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", ["unknown", "0" * 12 + "-" + "a" * 32, "../../etc/passwd", "%2e%2e"])
def test_an_unknown_upload_is_not_found(spoken: tuple[Speaker, OpenGate], method: str, name: str) -> None:
    headers = {**BODY, "Upload-Offset": "0"}
    assert spoken[0].ask(method, f"/uploads/{name}", headers).status == 404


def test_other_methods_are_refused_with_those_that_work(spoken: tuple[Speaker, OpenGate]) -> None:
    assert spoken[0].ask("PUT", spoken[0].create(1)).headers["allow"] == "HEAD, PATCH, DELETE, OPTIONS"
    assert spoken[0].ask("PATCH", "/uploads/").status == 405


def test_a_method_may_travel_in_a_header(spoken: tuple[Speaker, OpenGate]) -> None:
    client, _ = spoken
    path = client.create(5)
    headers = {**BODY, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert client.ask("POST", path, headers, b"12345").status == 204


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_right_checksum_is_taken(spoken: tuple[Speaker, OpenGate], algorithm: str) -> None:
    path = spoken[0].create(10)
    reply = spoken[0].patch(path, 0, b"12345", {"Upload-Checksum": digest(algorithm, b"12345")})
    assert (reply.status, reply.offset) == (204, 5)


def test_a_wrong_checksum_discards_what_came(spoken: tuple[Speaker, OpenGate]) -> None:
    client, gate = spoken
    path = client.create(10)
    client.patch(path, 0, b"12345")
    assert client.patch(path, 5, b"67899", {"Upload-Checksum": digest("sha1", b"67890")}).status == 460
    assert client.ask("HEAD", path).offset == 5
    assert client.patch(path, 5, b"67890", {"Upload-Checksum": digest("sha1", b"67890")}).status == 204
    assert gate.taken == [b"1234567890"]


@pytest.mark.parametrize("value", ["sha512 YQ==", "sha1 !!!", "sha1", "sha1 é"])
def test_a_checksum_that_is_none_is_refused(spoken: tuple[Speaker, OpenGate], value: str) -> None:
    assert spoken[0].patch(spoken[0].create(5), 0, b"12345", {"Upload-Checksum": value}).status in {400, 460}


def test_a_cut_line_keeps_what_came(spoken: tuple[Speaker, OpenGate]) -> None:
    client, _ = spoken
    path = client.create(10)
    client.patch(path, 0, b"1234567", cut=True)
    assert client.ask("HEAD", path).offset == 7


def test_a_cut_line_with_a_checksum_keeps_nothing_unverified(spoken: tuple[Speaker, OpenGate]) -> None:
    client, _ = spoken
    path = client.create(10)
    client.patch(path, 0, b"123")
    client.patch(path, 3, b"4567", {"Upload-Checksum": digest("sha1", b"4567890")}, cut=True)
    assert client.ask("HEAD", path).offset == 3


def test_a_server_killed_while_verifying_forgets_what_it_had_not_verified(
    spoken: tuple[Speaker, OpenGate], tmp_path: Path
) -> None:
    client, _gate = spoken
    path = client.create(6)
    client.patch(path, 0, b"123")
    file = tmp_path / "uploads" / path.rpartition("/")[2]
    file.with_suffix(".unverified").write_text("3")
    with file.with_suffix(".bin").open("ab") as bytes_of_it:
        bytes_of_it.write(b"99")
    fresh, _ = speaker(tmp_path / "uploads")
    assert fresh.ask("HEAD", path).offset == 3
    assert fresh.patch(path, 3, b"456").headers["upload-offset"] == "6"


def test_two_writers_at_once_are_not_let_in(spoken: tuple[Speaker, OpenGate], monkeypatch: pytest.MonkeyPatch) -> None:
    client, _gate = spoken
    monkeypatch.setattr("bouquet.capabilities.media.engine.tus.server._PATIENCE_SECONDS", 0.1)
    path = client.create(10)

    async def both() -> tuple[int, int]:
        held = asyncio.Event()
        headers = {**BODY, "Upload-Offset": "0"}
        first = asyncio.create_task(client.asking("PATCH", path, headers, b"12345", gate=held))
        await asyncio.sleep(0.05)
        second = await client.asking("PATCH", path, headers, b"abcde")
        held.set()
        return (await first).status, second.status

    assert asyncio.run(both()) == (204, 423)
    assert client.ask("HEAD", path).offset == 5


def test_a_silent_writer_makes_room_for_who_comes_back(
    spoken: tuple[Speaker, OpenGate], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _gate = spoken
    monkeypatch.setattr("bouquet.capabilities.media.engine.tus.server._SILENT_SECONDS", 0.0)
    path = client.create(10)

    async def both() -> int:
        headers = {**BODY, "Upload-Offset": "0"}
        dead = asyncio.create_task(client.asking("PATCH", path, headers, b"12345", gate=asyncio.Event()))
        await asyncio.sleep(0.05)
        second = await client.asking("PATCH", path, {**BODY, "Upload-Offset": "5"}, b"67890")
        await dead
        return second.status

    assert asyncio.run(both()) in {204, 409}
    assert client.ask("HEAD", path).offset >= 5


def test_an_upload_can_be_ended(spoken: tuple[Speaker, OpenGate], tmp_path: Path) -> None:
    client, _ = spoken
    path = client.create(10)
    client.patch(path, 0, b"12345")
    assert client.ask("DELETE", path).status == 204
    assert client.ask("HEAD", path).status == 410
    assert client.patch(path, 5, b"x").status == 410
    assert not list((tmp_path / "uploads").glob("*.bin"))


def test_an_upload_expires_and_is_forgotten_later(spoken: tuple[Speaker, OpenGate], tmp_path: Path) -> None:
    client, gate = spoken
    gate.time = tmp_path.stat().st_mtime
    path = client.create(10)
    assert client.patch(path, 0, b"12345").headers["upload-expires"].endswith("GMT")
    gate.time += LASTS_SECONDS + 60
    assert client.ask("HEAD", path).status == 410
    assert gate.shelf.sweep(gate.time) == 1
    assert client.ask("HEAD", path).status == 410
    assert not list((tmp_path / "uploads").glob("*.bin"))
    gate.shelf.sweep(gate.time + REMEMBERED_SECONDS + 60)
    assert client.ask("HEAD", path).status == 404


def test_a_full_disk_is_said_and_what_came_is_kept(
    spoken: tuple[Speaker, OpenGate], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, gate = spoken
    monkeypatch.setattr("bouquet.capabilities.media.engine.tus.writing._LOOK_AT_DISK_EVERY", 1)
    path = client.create(4 << 20)
    gate.is_full = True
    reply = asyncio.run(
        client.asking("PATCH", path, {**BODY, "Upload-Offset": "0"}, [bytes(1 << 20), bytes(1 << 20), bytes(1 << 20)])
    )
    assert reply.status == 507
    gate.is_full = False
    offset = client.ask("HEAD", path).offset
    assert client.patch(path, offset, bytes((4 << 20) - offset)).headers["asset-id"] == "asset-1"
    assert gate.taken == [bytes(4 << 20)]


def test_a_crash_between_the_last_byte_and_the_answer_loses_nothing(
    spoken: tuple[Speaker, OpenGate], tmp_path: Path
) -> None:
    client, _ = spoken
    path = client.create(5)
    (tmp_path / "uploads" / path.rpartition("/")[2]).with_suffix(".bin").write_bytes(b"12345")
    fresh, gate = speaker(tmp_path / "uploads")
    assert fresh.ask("HEAD", path).headers["asset-id"] == "asset-1"
    assert gate.taken == [b"12345"]
