"""ffmpeg neither hangs, nor outlives a killed worker, nor reaches beyond the file it is given."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bouquet.capabilities.media.engine.ffmpeg import FfmpegFailed, FfmpegStalled, reading, run
from bouquet.capabilities.media.engine.probing import Refused, probe

ENDLESS = ["-re", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=30", "-f", "null", "-"]


def test_what_the_listener_raises_ends_the_work_at_once() -> None:
    class Cancelled(Exception):
        pass

    def listener(seconds: float) -> None:
        if seconds > 0.5:
            raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        run(ENDLESS, on_seconds=listener)
    assert time.monotonic() - started < 20
    assert not _children()


def test_an_ffmpeg_that_gets_nowhere_is_killed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    with pytest.raises(FfmpegStalled):
        run(["-f", "mpegts", "-i", f"file:{tmp_path / 'never'}", "-f", "null", "-"], stall_seconds=1)
    assert not _children()


def test_ffmpeg_dies_with_a_worker_that_is_killed() -> None:
    code = "from bouquet.capabilities.media.engine.ffmpeg import run\n"
    code += f"run({ENDLESS!r}, on_seconds=lambda seconds: print('on', flush=True))"
    worker = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"on\n"
    children = _children(worker.pid)
    assert len(children) == 1
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{children[0]}").exists() or "Z" in Path(f"/proc/{children[0]}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    pytest.fail("ffmpeg outlived its worker")


def test_a_failure_tells_what_ffmpeg_said(tmp_path: Path) -> None:
    with pytest.raises(FfmpegFailed, match="No such file"):
        run([*reading(tmp_path / "nothing.mp4"), "-f", "null", "-"])


@pytest.mark.parametrize(
    "name", ["holiday.mp4", "holiday.m3u8", "holiday.mkv", "holiday.ffconcat", "holiday.sdp", "holiday.mpd"]
)
@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nhttp://127.0.0.1:{port}/secret.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile 'http://127.0.0.1:{port}/secret.mp4'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
        "<Representation>"
        "<BaseURL>http://127.0.0.1:{port}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>",
    ],
    ids=["hls", "concat", "sdp", "dash"],
)
def test_a_playlist_sent_as_a_video_fetches_nothing_and_is_not_a_video(text: str, name: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        asked = threading.Event()
        threading.Thread(target=_listen, args=(server, asked), daemon=True).start()
        path = tmp_path / name
        path.write_text(text.format(port=server.getsockname()[1]))
        with pytest.raises(Refused) as refusal:
            probe(path)
        with pytest.raises(FfmpegFailed):
            run([*reading(path), "-t", "1", "-f", "null", "-"])
        assert refusal.value.code == "not_a_video"
        assert not asked.is_set()


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp", "photo.mp4"])
def test_a_photo_is_not_a_video(name: str, tmp_path: Path) -> None:
    from PIL import Image

    kind = "JPEG" if name.endswith(("jpg", "mp4")) else name.rpartition(".")[2].upper()
    Image.new("RGB", (64, 48), "red").save(tmp_path / name, format=kind)
    with pytest.raises(Refused) as refusal:
        probe(tmp_path / name)
    assert refusal.value.code == "not_a_video"


@pytest.mark.parametrize("name", ["notes.txt", "notes.mp4", "notes.mp3", "notes.srt", "notes.webm"])
def test_a_text_is_not_a_video_whatever_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Bonjour, ceci n'est pas une vidéo.\n" * 200)
    with pytest.raises(Refused) as refusal:
        probe(tmp_path / name)
    assert refusal.value.code == "not_a_video"


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    (tmp_path / "nothing.mp4").touch()
    with pytest.raises(Refused) as refusal:
        probe(tmp_path / "nothing.mp4")
    assert refusal.value.code == "empty"


def _children(parent: int | None = None) -> list[int]:
    pid = parent or os.getpid()
    found = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [child for child in found if "ffmpeg" in Path(f"/proc/{child}/cmdline").read_text()]


def _listen(server: socket.socket, asked: threading.Event) -> None:
    for _ in range(50):
        try:
            connection, _ = server.accept()
        except OSError:
            continue
        asked.set()
        connection.close()
