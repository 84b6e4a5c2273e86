"""A long video is cut, transcoded piece by piece, and joined so that nobody can tell."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import pytest

from bouquet.capabilities.media.engine import segments
from bouquet.capabilities.media.engine.encoding import frames_per_segment
from bouquet.capabilities.media.engine.ladder import ladder
from bouquet.capabilities.media.engine.packaging import download_file
from bouquet.capabilities.media.engine.pieces import Piece, join, pieces, transcode_piece
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.probing import probe
from bouquet.capabilities.media.engine.storyboards import storyboard
from bouquet.capabilities.media.engine.transcoding import first_rung
from bouquet.capabilities.media.tests.engine.making import made_video
from bouquet.capabilities.media.tests.engine.reading import pictures, sound


def made_apart(source: Path, found: Probe, cut: tuple[Piece, ...], root: Path) -> Path:
    """All of a video, its pieces transcoded last to first, as workers would in any order."""
    out = root / "out"
    first_rung(source, found, out)
    for piece in reversed(cut):
        made = transcode_piece(source, found, piece, root / f"piece-{piece.index}")
        assert made.frames == piece.frames
    joined = join([root / f"piece-{piece.index}" for piece in cut], found, out)
    assert joined.frames == found.frames
    return out


def test_a_short_video_is_not_cut(real_file: Callable[[str], Path]) -> None:
    source = real_file("bbb_480p_30s_51audio.mp4")
    assert pieces(source, probe(source)) == ()


def test_six_minutes_are_cut_near_keyframes_and_join_to_the_frame(
    real_file: Callable[[str], Path], tmp_path: Path
) -> None:
    source = real_file("long_6min_1080p_tiny.mp4")
    found = probe(source)
    assert found.frames == 10_883
    cut = pieces(source, found)
    assert len(cut) >= 4
    _cover_everything_once(cut, found)
    assert all(piece.start_seconds - piece.keyframe_seconds < 4 for piece in cut)

    # The same six minutes, smaller and with fewer pictures a second: what is proved is the joining, not the encoder.
    found = replace(found, width=480, height=270, fps_num=5)
    out = made_apart(source, found, pieces(source, found), tmp_path)
    top = pictures(out / "v270" / segments.PLAYLIST)
    assert len(top.times) == found.frames == 1814
    assert all(later - earlier == pytest.approx(0.2, abs=0.001) for earlier, later in pairwise(top.times))
    assert top.keyframes == pictures(out / "v240" / segments.PLAYLIST).keyframes
    assert sum(line.seconds for line in segments.read_playlist(out / "v270")) == pytest.approx(362.8, abs=0.05)
    assert sound(out / "a0" / segments.PLAYLIST).seconds == pytest.approx(362.8, abs=0.1)
    board = storyboard(source, found, out)
    assert len(board.sheets) == 4
    assert board.vtt.read_text().count("#xywh=") == 91


@pytest.mark.parametrize("container", ["mp4", "ts", "mkv"])
def test_at_every_seam_comes_the_very_next_picture(container: str, tmp_path: Path) -> None:
    """Each picture shows its number as stripes of light; joined pieces count on without a gap or a repeat."""
    count = "geq=lum='if(gte(mod(floor(N/pow(2\\,floor(X/22)))\\,2)\\,1)\\,230\\,20)':cb=128:cr=128"
    coding = ("-vf", count, "-g", "37", "-bf", "2")
    source = made_video(tmp_path / f"n.{container}", *coding, picture="color", size="264x264", rate="5", seconds=200)
    found = replace(probe(source), fps_num=5)
    cut = pieces(source, found, target_seconds=50)
    assert len(cut) >= 3
    _cover_everything_once(cut, found)
    out = made_apart(source, found, cut, tmp_path)
    whole = download_file(out, found, ladder(found)[-1])
    numbers = _numbers(whole)
    expected = _numbers(source)
    assert len(numbers) == found.frames
    assert numbers == expected


def test_pieces_travel_between_machines_as_plain_values(tmp_path: Path) -> None:
    piece = Piece(1, 60.0, 120.0, 1800, 1800, 59.5)
    assert Piece(**piece.to_dict()) == piece  # type: ignore[arg-type]


def _cover_everything_once(cut: tuple[Piece, ...], found: Probe) -> None:
    group = frames_per_segment(found)
    assert cut[0].first_frame == 0
    assert all(later.first_frame == earlier.first_frame + earlier.frames for earlier, later in pairwise(cut))
    assert all(piece.first_frame % group == 0 for piece in cut)
    assert cut[-1].first_frame + cut[-1].frames == found.frames


def _numbers(path: Path) -> list[int]:
    """The numbers that the stripes of each picture spell, lowest bit on the left."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            image = frame.to_image().convert("L")  # type: ignore[no-untyped-call]
            stripe = image.width / 12
            light = [image.getpixel((int(stripe * (bit + 0.5)), image.height // 2)) for bit in range(12)]
            found.append(sum(1 << bit for bit, value in enumerate(light) if value > 128))
    return found
