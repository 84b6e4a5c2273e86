"""Both stores, held to the same promises. S3 is a server that speaks its protocol in this process (moto)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from moto.server import ThreadedMotoServer

from bouquet.foundation.storage.disk import DiskStore
from bouquet.foundation.storage.keys import BadKey
from bouquet.foundation.storage.s3 import S3Store
from bouquet.foundation.storage.store import Store


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "tests")
    made = S3Store(bucket=f"b{abs(hash(tmp_path))}", endpoint=s3_endpoint, region="eu-west-3", scratch=tmp_path / "s")
    made.client.create_bucket(Bucket=made.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    return made


@pytest.fixture(params=["disk", "s3"])
def a_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "disk":
        return DiskStore(tmp_path / "files")
    store: Store = request.getfixturevalue("s3")
    return store


def a_file(folder: Path, content: bytes = b"moving pictures", name: str = "film.mp4") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_what_was_put_is_read_back(a_store: Store, tmp_path: Path) -> None:
    a_store.put_file(a_file(tmp_path), "public/a/film.mp4")
    a_store.put_bytes(b"words", "private/a/words.vtt")
    assert a_store.read_bytes("public/a/film.mp4") == b"moving pictures"
    assert a_store.read_bytes("private/a/words.vtt") == b"words"
    assert a_store.size("public/a/film.mp4") == 15
    with a_store.open_local("public/a/film.mp4") as path:
        assert path.read_bytes() == b"moving pictures"


def test_putting_again_replaces(a_store: Store) -> None:
    a_store.put_bytes(b"first", "a/words")
    a_store.put_bytes(b"second", "a/words")
    assert a_store.read_bytes("a/words") == b"second"
    assert list(a_store.keys("a")) == ["a/words"]


def test_what_a_killed_process_left_half_written_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = DiskStore(tmp_path)
    disk.put_bytes(b"whole", "a/words")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        disk.put_bytes(b"half", "a/more")
    assert list(disk.keys("a")) == ["a/words"]


def test_a_missing_file_is_missing_in_every_way(a_store: Store) -> None:
    assert not a_store.exists("a/none")
    for ask in (a_store.read_bytes, a_store.size):
        with pytest.raises(FileNotFoundError):
            ask("a/none")
    with pytest.raises(FileNotFoundError), a_store.open_local("a/none"):
        pass
    a_store.delete("a/none")
    a_store.delete_tree("a/none")
    a_store.move_tree("a/none", "b/none")
    assert list(a_store.keys("a")) == []


def test_a_tree_is_put_listed_moved_and_deleted_whole(a_store: Store, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    a_file(tree, b"1", "480p/1.m4s")
    a_file(tree, b"2", "480p/2.m4s")
    a_file(tree, b"list", "master.m3u8")
    a_store.put_tree(tree, "private/a")
    names = ["480p/1.m4s", "480p/2.m4s", "master.m3u8"]
    assert sorted(a_store.keys("private/a")) == [f"private/a/{name}" for name in names]

    a_store.move_tree("private/a", "public/a")
    assert list(a_store.keys("private/a")) == []
    assert sorted(a_store.keys("public/a")) == [f"public/a/{name}" for name in names]
    assert a_store.read_bytes("public/a/480p/2.m4s") == b"2"

    a_store.delete_tree("public/a")
    assert list(a_store.keys("public/a")) == []


def test_a_move_cut_off_half_way_is_finished_by_repeating_it(a_store: Store) -> None:
    a_store.put_bytes(b"1", "public/a/1")
    a_store.put_bytes(b"2", "private/a/2")
    a_store.move_tree("private/a", "public/a")
    assert sorted(a_store.keys("public/a")) == ["public/a/1", "public/a/2"]
    assert list(a_store.keys("private/a")) == []


def test_a_neighbour_whose_name_begins_alike_is_left_alone(a_store: Store) -> None:
    a_store.put_bytes(b"mine", "public/ab/1")
    a_store.put_bytes(b"theirs", "public/abc/1")
    a_store.delete_tree("public/ab")
    assert a_store.read_bytes("public/abc/1") == b"theirs"


@pytest.mark.parametrize(
    "key",
    ["../secret_key", "/etc/passwd", "a/../../b", "a//b", "", "a/./b", ".hidden", "a\\b", "a\nb", "a\n", "é", "a/"],
)
def test_a_key_that_could_lead_outside_is_refused(a_store: Store, key: str) -> None:
    for ask in (a_store.read_bytes, a_store.exists, a_store.size, a_store.delete, a_store.delete_tree):
        with pytest.raises(BadKey):
            ask(key)
    with pytest.raises(BadKey):
        a_store.put_bytes(b"", key)


def test_the_disk_knows_where_files_lie_and_how_much_room_is_left(tmp_path: Path) -> None:
    disk = DiskStore(tmp_path / "files")
    disk.put_bytes(b"x", "public/x")
    assert disk.local_path("public/x") == tmp_path / "files" / "public" / "x"
    assert (disk.free_bytes() or 0) > 0
    assert disk.signed_address("public/x", seconds=60) is None


def test_nothing_half_written_is_ever_seen_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = DiskStore(tmp_path / "files")
    disk.put_bytes(b"whole", "a/words")

    def power_cut(self: Path, target: Path) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(Path, "replace", power_cut)
    with pytest.raises(OSError, match="power cut"):
        disk.put_bytes(b"half", "a/words")
    monkeypatch.undo()
    assert disk.read_bytes("a/words") == b"whole"


def test_s3_addresses_are_signed_and_say_what_the_file_is(s3: S3Store) -> None:
    s3.put_bytes(b"#EXTM3U", "private/a/master.m3u8")
    address = s3.signed_address("private/a/master.m3u8", seconds=60)
    assert address is not None
    assert "X-Amz-Signature=" in address
    assert "X-Amz-Expires=60" in address
    with urlopen(address) as answer:
        assert answer.read() == b"#EXTM3U"


def test_s3_keeps_what_is_public_for_ever_and_what_is_not_unmarked(s3: S3Store) -> None:
    s3.put_bytes(b"1", "public/a/1.m4s")
    s3.put_bytes(b"1", "private/a/1.m4s")
    assert "immutable" in s3.client.head_object(Bucket=s3.bucket, Key="public/a/1.m4s")["CacheControl"]
    assert "CacheControl" not in s3.client.head_object(Bucket=s3.bucket, Key="private/a/1.m4s")


def test_s3_leaves_nothing_in_its_scratch_folder(s3: S3Store) -> None:
    s3.put_bytes(b"x", "a/x")
    with s3.open_local("a/x"):
        assert len(list(s3.scratch.iterdir())) == 1
    assert list(s3.scratch.iterdir()) == []


def test_a_fault_of_s3_is_no_missing_file(s3: S3Store, s3_endpoint: str) -> None:
    elsewhere = S3Store(bucket="nobodys-bucket", endpoint=s3_endpoint, region="eu-west-3", scratch=s3.scratch)
    with pytest.raises(Exception, match="NoSuchBucket"):
        elsewhere.read_bytes("a/x")
