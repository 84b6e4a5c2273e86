"""What a file says of the person who filmed it (place, device, names, private tags) is in nothing that is served.

Every tag that a container can hold is set, with a mark of its own; what is made is then read as bytes (a tag as text)
and as an independent reader understands it (a place may be two fixed-point numbers, a tag may be in UTF-16).
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import av
import pytest
from PIL import Image

from bouquet.capabilities.media.engine import segments
from bouquet.capabilities.media.engine.packaging import MASTER
from bouquet.capabilities.media.tests.engine.making import made_video
from bouquet.capabilities.media.tests.engine.publishing import Published, publish

# Known to one container or another, and three that are private to who wrote them.
TAGS = (
    *("title", "artist", "album_artist", "author", "album", "comment", "description", "synopsis", "copyright"),
    *("composer", "genre", "grouping", "lyrics", "show", "network", "keywords", "make", "model", "encoded_by"),
    *("performer", "publisher", "service_name", "service_provider", "original_format"),
    *("com.apple.quicktime.model", "com.android.manufacturer", "x-private"),
)
PLACE = "+48.8566+002.3522/"
WHEN = "2019-07-14T10:11:12Z"
# What the muxers write of themselves, and what players need: the language of a sound.
HARMLESS = {
    "major_brand": re.compile(r"isom|iso6"),
    "minor_version": re.compile(r"\d+"),
    "compatible_brands": re.compile(r"(isom|iso2|iso6|cmfc|avc1|mp41)+"),
    "handler_name": re.compile(r"(Video|Sound)Handler"),
    "vendor_id": re.compile(r"\[0\]\[0\]\[0\]\[0\]"),
    "language": re.compile(r"und|fra|fre"),
    "encoder": re.compile(r"Lavf|Lavc[a-z0-9 ]*"),
    "variant_bitrate": re.compile(r"\d+"),
    "DURATION": re.compile(r"[\d:.]+"),
}
SOURCES = {
    "film.mp4": (("-c:v", "libx264"), ("-c:a", "aac", "-movflags", "use_metadata_tags"), "original.mp4"),
    "film.mov": (("-c:v", "libx264"), ("-c:a", "aac"), "original.mp4"),
    "tags.mov": (("-c:v", "libx264"), ("-c:a", "aac", "-movflags", "use_metadata_tags"), "original.mp4"),
    "film.webm": (("-c:v", "libvpx", "-deadline", "realtime"), ("-c:a", "libopus"), "original.webm"),
    "film.mkv": (("-c:v", "libx264"), ("-c:a", "pcm_s16le"), "original.mkv"),
    "film.avi": (("-c:v", "mjpeg"), ("-c:a", "mp3"), "360p.mp4"),
}


def marks(kind: str) -> list[str]:
    """`-metadata` for every tag, on the file and on each of its streams; a mark says where it was."""
    words = []
    for place, option in (("file", "-metadata"), ("video", "-metadata:s:v:0"), ("sound", "-metadata:s:a:0")):
        for number, tag in enumerate(TAGS):
            words += [option, f"{tag}=SECRET-{place}-{number}"]
        words += [option, f"location={PLACE}", option, f"creation_time={WHEN}"]
    words += ["-metadata:s:v:0", "handler_name=SECRET-handler", "-metadata:s:a:0", "handler_name=SECRET-handler"]
    # A sound track's title is its name in the player's menu, and no secret.
    return [*words, "-metadata:s:a:0", "title=Français", "-metadata:s:a:0", "language=fre"]


@pytest.fixture(scope="module", params=SOURCES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A video full of marks, through the whole engine."""
    video, sound, _ = SOURCES[request.param]
    folder = tmp_path_factory.mktemp("privacy")
    arguments = (*video, *sound, *marks(request.param))
    source = made_video(folder / request.param, *arguments, size="640x360", seconds=1, beep_seconds=1)
    return publish(source, tmp_path_factory.mktemp("made"))


def served(out: Path) -> Iterator[Path]:
    return (path for path in out.rglob("*") if path.is_file())


def containers(out: Path) -> Iterator[Path]:
    """What a reader of films can open: playlists (header and segments), and whole files to download."""
    yield from out.glob(f"*/{segments.PLAYLIST}")
    yield from (out / "download").iterdir()


def told(path: Path) -> dict[str, str]:
    """All tags of a container and its streams, but for those that say nothing of anybody."""
    with closing(av.open(str(path))) as container:
        streams = [stream.metadata for stream in container.streams]
        everything = [container.metadata, *streams, *(chapter["metadata"] for chapter in container.chapters())]
    return {
        key: value
        for metadata in everything
        for key, value in metadata.items()
        if not (key in HARMLESS and HARMLESS[key].fullmatch(value))
    }


def test_the_source_is_full_of_marks(made: Published) -> None:
    content = made.source.read_bytes()
    assert content.count(b"SECRET-") >= 5
    if made.source.suffix != ".avi":
        assert PLACE.encode() in content or "location" in told(made.source) or "location-eng" in told(made.source)


def test_everything_is_there_to_be_looked_at(made: Published) -> None:
    names = {path.relative_to(made.out).as_posix() for path in served(made.out)}
    original = SOURCES[made.source.name][2]
    for name in (MASTER, "v240/init.mp4", "v240/seg_00001.m4s", "v360/init.mp4", "a0/init.mp4", f"download/{original}"):
        assert name in names, name
    assert any(name.startswith("poster/") for name in names)
    assert any(name.startswith("storyboard/") for name in names)


def test_no_mark_is_in_anything_served(made: Published) -> None:
    for path in served(made.out):
        content = path.read_bytes()
        for mark in ("SECRET", "48.8566", "2019-07-14"):
            for coding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert mark.encode(coding) not in content, f"{path.relative_to(made.out)}: {mark}"


def test_a_reader_of_films_is_told_nothing(made: Published) -> None:
    for path in containers(made.out):
        assert told(path) == {}, path.relative_to(made.out)


def test_headers_hold_no_box_of_tags(made: Published) -> None:
    for path in [*made.out.glob("*/init.mp4"), *made.out.glob("*/*.m4s"), *made.out.glob("download/*.mp4")]:
        content = path.read_bytes()
        head = content[: content.index(b"mdat")] if b"mdat" in content else content
        for box in (b"loci", b"\xa9xyz", b"keys", b"uuid", b"XMP_"):
            assert box not in head, f"{path.relative_to(made.out)}: {box!r}"
        # ffmpeg always writes a list of tags; it holds none, a header of eight bytes.
        for found in re.finditer(b"ilst", head):
            assert head[found.start() - 4 : found.start()] == bytes([0, 0, 0, 8]), path.relative_to(made.out)


def test_pictures_carry_no_notes(made: Published) -> None:
    found = [path for path in served(made.out) if path.suffix in {".jpg", ".webp"}]
    assert found
    for path in found:
        with Image.open(path) as image:
            assert not image.getexif(), path.name
            notes = image.info.keys() & {"exif", "xmp", "comment", "photoshop", "icc_profile"}
            assert not notes, f"{path.name}: {notes}"
