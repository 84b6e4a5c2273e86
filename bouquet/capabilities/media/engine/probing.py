"""What is this file? Reads it with libav, in process, and says what the pipeline must know or why it cannot be used."""

from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from bouquet.capabilities.media.engine import refusals
from bouquet.capabilities.media.engine.containers import OPENING, STILL_BRANDS, begins_like_a_video
from bouquet.capabilities.media.engine.ffmpeg import name_of_codec
from bouquet.capabilities.media.engine.languages import tag
from bouquet.capabilities.media.engine.pictures import Picture, first_picture
from bouquet.capabilities.media.engine.probes import AudioStream, Chapter, Probe, TextStream
from bouquet.capabilities.media.engine.rates import constant_rate
from bouquet.capabilities.media.engine.refusals import Refused
from bouquet.capabilities.media.engine.timelines import Timeline, measure

__all__ = ["AudioStream", "Chapter", "Probe", "Refused", "TextStream", "opened", "probe"]

_PIXELS_LIMIT: Final = 8192 * 8192
# No television sends more than 30 full interlaced pictures a second: above that, its fields were counted.
_FULL_PICTURES: Final = 31
_TEXT_CODECS: Final = {
    "webvtt",
    "subrip",
    "srt",
    "ass",
    "ssa",
    "mov_text",
    "text",
    "hdmv_text",
    "microdvd",
    "sami",
    "stl",
}
_PACKETS_TRIED: Final = 200
_RAW_TEXT: Final = "raw_text"
# Sound that goes on this long after the last picture is heard over that picture; less is only how sound is packed.
_SOUND_GOES_ON_SECONDS: Final = 0.5


def opened(path: Path) -> InputContainer:
    """The file, open for reading: only local, only containers that cannot point elsewhere."""
    return av.open(str(path), options=dict(OPENING), metadata_errors="replace")


def probe(path: Path, *, limit_seconds: float = 4 * 3600) -> Probe:
    """All that must be known of the file at `path` to publish it.

    Raises `Refused` with `empty`, `not_a_video`, `sound_only`, `cut_off`, `unknown_codec`, `too_long`, `too_large`
    or `damaged`. Reads the whole file once when its container has no index.
    """
    if path.stat().st_size == 0:
        raise Refused(refusals.EMPTY)
    try:
        container = opened(path)
    except (av.FFmpegError, UnicodeError) as error:
        raise Refused(refusals.CUT_OFF if begins_like_a_video(path) else refusals.NOT_A_VIDEO) from error
    with closing(container):
        return _probe(path, container, limit_seconds)


def _probe(path: Path, container: InputContainer, limit_seconds: float) -> Probe:
    if container.metadata.get("major_brand", "").strip() in STILL_BRANDS:
        raise Refused(refusals.NOT_A_VIDEO)
    audio = tuple(_audio(path, stream) for stream in container.streams.audio)
    video = _video_stream(path, container, audio)
    timeline = measure(path, container, video)
    if timeline.first_stamps == ():
        raise Refused(refusals.CUT_OFF)
    end, sound_end = timeline.video_end, timeline.sound_end
    duration = sound_end if sound_end > end + _SOUND_GOES_ON_SECONDS else end
    if duration > limit_seconds:
        raise Refused(refusals.TOO_LONG, seconds=round(duration, 1), limit_seconds=limit_seconds)
    picture = first_picture(path, video.index)
    if picture is None:
        raise Refused(refusals.DAMAGED)
    return _described(path, container, video, picture, timeline, audio, duration)


def _video_stream(path: Path, container: InputContainer, audio: tuple[AudioStream, ...]) -> Any:
    """The moving picture: never the cover of a song, the default one if there are several."""
    videos = [stream for stream in container.streams.video if not stream.disposition & stream.disposition.attached_pic]
    if not videos:
        raise Refused(refusals.SOUND_ONLY if any(stream.decodes for stream in audio) else refusals.NOT_A_VIDEO)
    known = [stream for stream in videos if stream.codec_context is not None]
    if not known:
        raise Refused(refusals.UNKNOWN_CODEC, codec=name_of_codec(path, videos[0].index))
    video = max(known, key=lambda s: (bool(s.disposition & s.disposition.default), s.codec_context.width))
    width, height = video.codec_context.width, video.codec_context.height
    if width * height > _PIXELS_LIMIT:
        raise Refused(refusals.TOO_LARGE, width=width, height=height, limit_pixels=_PIXELS_LIMIT)
    return video


def _audio(path: Path, stream: Any) -> AudioStream:
    context = stream.codec_context
    return AudioStream(
        index=stream.index,
        codec=context.name if context else name_of_codec(path, stream.index),
        channels=context.channels if context else 0,
        language=tag(stream.language or ""),
        title=stream.metadata.get("title", ""),
        is_default=bool(stream.disposition & stream.disposition.default),
        decodes=context is not None and _decodes(path, stream.index),
    )


def _decodes(path: Path, index: int) -> bool:
    """Whether any of the first packets becomes sound."""
    with closing(opened(path)) as container:
        for attempt, packet in enumerate(container.demux(container.streams[index])):
            try:
                heard = any(frame.samples for frame in packet.decode())  # type: ignore[union-attr]
            except av.FFmpegError:
                heard = False
            if heard:
                return True
            if attempt >= _PACKETS_TRIED:
                return False
    return False


def _described(
    path: Path,
    container: InputContainer,
    video: Any,
    picture: Picture,
    timeline: Timeline,
    audio: tuple[AudioStream, ...],
    duration: float,
) -> Probe:
    said: Fraction | None = video.average_rate
    rate, varies = constant_rate(timeline.first_stamps, said)
    if picture.is_interlaced and rate > _FULL_PICTURES:
        rate /= 2
    sar = _sar(video)
    width, height = _upright(picture, sar)
    warnings = []
    if audio and not any(stream.decodes for stream in audio):
        warnings.append(refusals.SOUND_UNREADABLE)
    if timeline.is_damaged:
        warnings.append(refusals.PARTLY_DAMAGED)
    return Probe(
        container=container.format.name,
        duration_seconds=round(max(duration, float(1 / rate)), 6),
        width=width,
        height=height,
        coded_width=picture.width,
        coded_height=picture.height,
        fps_num=rate.numerator,
        fps_den=rate.denominator,
        video_codec=video.codec_context.name,
        video_index=video.index,
        video_start_seconds=round(timeline.video_start, 6),
        video_end_seconds=round(timeline.video_end, 6),
        start_seconds=timeline.start,
        rotation=picture.rotation,
        mirrored=picture.mirrored,
        sar=sar,
        is_variable_rate=varies,
        is_interlaced=picture.is_interlaced,
        is_hdr=picture.transfer in ("pq", "hlg"),
        transfer=picture.transfer,
        is_wide_gamut=picture.is_wide_gamut,
        is_rgb=picture.is_rgb,
        full_range=picture.full_range,
        colour_matrix=picture.matrix,
        audio=audio,
        texts=tuple(text for stream in container.streams if (text := _text(path, container, stream)) is not None),
        chapters=_chapters(container, duration),
        warnings=tuple(warnings),
    )


def _sar(video: Any) -> tuple[int, int]:
    """The shape of a pixel. A 3GP or MP4 without a shape of its own says 1:1; the coded stream then knows better."""
    of_container, of_codec = video.sample_aspect_ratio, video.codec_context.sample_aspect_ratio
    sar = Fraction(of_container or of_codec or 1)
    if sar == 1 and of_codec:
        sar = Fraction(of_codec)
    if not Fraction(1, 8) <= sar <= 8 or abs(sar - 1) < Fraction(1, 100):
        sar = Fraction(1)
    return sar.numerator, sar.denominator


def _upright(picture: Picture, sar: tuple[int, int]) -> tuple[int, int]:
    """Width and height as seen: square pixels (the width is changed, never the lines), turned, even."""
    width, height = picture.width * sar[0] / sar[1], float(picture.height)
    if picture.rotation in (90, 270):
        width, height = height, width
    return max(2, int(width + 0.5) // 2 * 2), max(2, int(height) // 2 * 2)


def _text(path: Path, container: InputContainer, stream: Any) -> TextStream | None:
    if stream.type != "subtitle":
        return None
    codec = stream.codec_context.name if stream.codec_context else ""
    if codec not in _TEXT_CODECS:
        if codec or "matroska" not in container.format.name or not _is_plain_text(path, stream.index):
            return None
        codec = _RAW_TEXT
    return TextStream(stream.index, codec, tag(stream.language or ""), stream.metadata.get("title", ""))


def _is_plain_text(path: Path, index: int) -> bool:
    with closing(opened(path)) as container:
        for packet in container.demux(container.streams[index]):
            if packet.size:
                try:
                    return bytes(packet).decode("utf-8").replace("\n", "").replace("\r", "").isprintable()
                except UnicodeDecodeError:
                    return False
    return False


def _chapters(container: InputContainer, duration: float) -> tuple[Chapter, ...]:
    found = []
    for chapter in container.chapters():
        start, end = (float(at * (chapter["time_base"] or 0)) for at in (chapter["start"], chapter["end"]))
        if 0 <= start < duration:
            found.append(Chapter(start, min(max(end, start), duration), chapter["metadata"].get("title", "").strip()))
    return tuple(sorted(found, key=lambda chapter: chapter.start_seconds))
