"""Small videos made for one test, where no real file has what it needs."""

from pathlib import Path

from bouquet.capabilities.media.engine.ffmpeg import run


def made_video(
    path: Path,
    *more: str,
    size: str = "320x240",
    rate: str = "25",
    seconds: float = 2,
    picture: str = "testsrc2",
    beep_seconds: float = 0,
) -> Path:
    """A moving test picture, coded quickly; `more` are ffmpeg's arguments before the file (codecs, tags…)."""
    beep = ("-f", "lavfi", "-i", f"sine=frequency=440:duration={beep_seconds}") if beep_seconds else ()
    source = f"{picture}=size={size}:rate={rate}:duration={seconds}"
    codec = () if "-c:v" in more else ("-c:v", "libx264", "-preset", "ultrafast")
    run(["-f", "lavfi", "-i", source, *beep, *codec, "-pix_fmt", "yuv420p", *more, f"file:{path}"])
    return path
